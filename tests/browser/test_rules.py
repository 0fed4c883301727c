"""Decisions of staff reach every open page; nobody's words are lost by them."""

from playwright.sync_api import expect

from rooms import moderating, opening
from rooms.models import Membership
from tests.browser.conftest import Stage


def test_a_removed_person_is_put_out(stage: Stage) -> None:
    stage.says(stage.marcel, "Entre nous.")
    nadia, awa = stage.enter(stage.nadia).is_live(), stage.enter(stage.awa).is_live()
    stage.says(stage.nadia, "Du bruit.")
    awa.act(awa.post("Du bruit."), "remove")
    expect(nadia.page.get_by_text("Entre nous.")).to_have_count(0)
    expect(nadia.page.locator("[data-composer]")).to_have_count(0)
    with stage.hub.inside():
        assert Membership.objects.get(room=stage.fabrique, person=stage.nadia).removed_at


def test_a_quieted_person_reads_why_and_keeps_their_text(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("J’allais dire")
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, True)
    expect(nadia.page.locator("[data-shut]")).to_contain_text("silence")
    expect(nadia.box).to_have_value("J’allais dire")
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, False)
    expect(nadia.page.locator("[data-shut]")).to_have_count(0)
    nadia.page.locator("[data-composer] button.go").click()
    nadia.sees("J’allais dire")


def test_whoever_gets_their_voice_back_can_write_again(stage: Stage) -> None:
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, True)
    nadia = stage.enter(stage.nadia).is_live()
    expect(nadia.page.locator("[data-composer]")).to_have_count(0)
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, False)
    expect(nadia.box).to_be_visible()


def test_what_is_refused_comes_back_into_its_box(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.lose_the_network()
    nadia.publish("Je peux ?")
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, True)
    nadia.find_the_network()
    expect(nadia.box).to_have_value("Je peux ?")
    expect(nadia.page.locator("#body-wrong")).to_contain_text("silence")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == []


def test_an_empty_message_and_one_too_long_are_told_beside_the_box(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("   ")
    expect(nadia.page.locator("#body-wrong")).to_have_text("Écrivez quelques mots avant de publier.")
    nadia.publish("a" * 5001)
    expect(nadia.page.locator("#body-wrong")).to_contain_text("5001 signes")
    expect(nadia.box).to_have_value("a" * 5001)
    expect(nadia.box).to_be_focused()
    assert stage.told() == []


def test_a_session_that_ended_says_so_and_keeps_the_text(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Attendez-moi")
    stage.end_sessions(stage.nadia)
    expect(nadia.page.get_by_role("button", name="Rentrer")).to_be_visible()
    expect(nadia.box).to_have_value("Attendez-moi")
    nadia.context.add_cookies([stage.cookie(stage.nadia, nadia.line)])
    nadia.page.goto(nadia.line.url + stage.path)
    expect(nadia.box).to_have_value("Attendez-moi")


def test_who_lost_their_session_and_has_no_card_finds_their_words_under_a_new_name(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Attendez-moi")
    stage.end_sessions(stage.nadia)
    nadia.page.get_by_role("button", name="Rentrer").click()
    expect(nadia.page.get_by_label("Votre texte")).to_have_value("Attendez-moi")
    nadia.page.goto(f"{nadia.line.url}/r/{stage.fabrique.code}/")
    nadia.page.get_by_label("Votre nom").fill("Nadia")
    nadia.page.get_by_role("button", name="Entrer").click()
    expect(nadia.box).to_have_value("Attendez-moi")


def test_a_page_that_has_become_old_says_so_quietly(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia)
    nadia.page.add_init_script(
        "addEventListener('readystatechange', grow_old, {capture: true, once: true});"
        "function grow_old() { document.querySelector('hub-room').dataset.build = 'old' }"
    )
    nadia.reload()
    nadia.is_live()
    expect(nadia.page.get_by_role("button", name="Recharger la page")).to_be_visible()
    nadia.publish("Cela marche encore.")
    nadia.sees("Cela marche encore.")


def test_a_new_face_is_put_on_without_a_reload(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Je suis en train d’écrire")
    with stage.hub.inside():
        opening.change(stage.judith, stage.fabrique.pk, None, title="Prises de vue")
    expect(nadia.page.locator("h1")).to_have_text("Prises de vue")
    expect(nadia.box).to_have_value("Je suis en train d’écrire")
