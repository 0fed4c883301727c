"""The régie beside a participant's phone: what waits arrives, what is decided reaches its author, live."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rooms import moderating, posting
from rooms.models import Post
from rooms.moderation import approving, reporting
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}
WORDS = "Je dessine les yeux fermés."
WAITS = "En attente de l’équipe"


@pytest.fixture
def read_first(stage: Stage) -> Stage:
    """A fabrique where the team reads everything first."""
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
    return stage


def regie(stage: Stage, **options: object) -> Page:
    """Return the régie of the fabrique, live, at Awa's."""
    address = f"/regie/?espace={stage.fabrique.slug}"
    page = stage.enter(stage.awa, address, **{"viewport": DESK, **options}).page  # type: ignore[arg-type]
    expect(page.locator("hub-regie[data-live]")).to_be_visible()
    return page


def test_what_waits_arrives_in_the_regie_and_what_is_published_at_everybodys(
    read_first: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage, desk = read_first, regie(read_first)
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.publish(WORDS)
    expect(nadia.page.locator(".waiting-piece")).to_contain_text(WORDS)
    expect(nadia.page.locator(".waiting-piece")).to_contain_text(WAITS)
    expect(nadia.page.locator(".waiting-piece")).to_be_in_viewport(ratio=1)
    expect(desk.locator(".piece")).to_contain_text(WORDS)
    expect(desk).to_have_title("(1) Régie · Hub Métallos")
    expect(marcel.page.get_by_text(WORDS)).to_have_count(0)
    shot(nadia.page, "waiting")
    shot(desk, "regie")
    desk.get_by_role("button", name="Publier").click()
    marcel.sees(WORDS)
    expect(nadia.page.locator(".waiting-piece")).to_have_count(0)
    expect(nadia.page.locator("#feed").get_by_text(WORDS)).to_have_count(1)
    expect(desk.locator(".piece")).to_have_count(0)
    desk.get_by_role("button", name="Le remettre en attente").click()
    expect(marcel.page.get_by_text(WORDS)).to_have_count(0)
    expect(nadia.page.locator(".waiting-piece")).to_contain_text(WORDS)


def test_a_word_of_the_team_reaches_the_author_on_all_their_devices(
    read_first: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage, desk = read_first, regie(read_first)
    nadia, tablet = stage.enter(stage.nadia).is_live(), stage.enter(stage.nadia).is_live()
    nadia.publish(WORDS)
    expect(tablet.page.locator(".waiting-piece")).to_contain_text(WAITS)
    desk.locator(".refuse summary").click()
    desk.locator(".refuse").get_by_label("Un mot pour Nadia").fill("Sans le nom de la dame, s’il vous plaît.")
    desk.locator(".refuse button").click()
    for device in (nadia, tablet):
        expect(device.page.locator(".waiting-piece")).to_contain_text("Sans le nom de la dame")
    shot(nadia.page, "not-published")
    shot(desk, "regie-undo")
    tablet.page.get_by_role("link", name="Corriger et renvoyer").click()
    tablet.page.locator("textarea").fill("Je dessine.")
    tablet.page.locator("form .go").click()
    expect(desk.locator(".piece")).to_contain_text("Je dessine.")
    expect(nadia.page.locator(".waiting-piece")).to_contain_text("Je dessine.")


def test_the_keys_act_on_the_piece_in_hand_and_never_while_somebody_writes(read_first: Stage) -> None:
    stage, desk = read_first, regie(read_first)
    with stage.hub.inside():
        for body in ("Un.", "Deux.", "Trois."):
            posting.publish(stage.nadia, stage.fabrique.pk, None, body)
    expect(desk.locator(".piece")).to_have_count(3)
    expect(desk.locator("[data-inhand]")).to_contain_text("Un.")
    desk.keyboard.press("j")
    expect(desk.locator("[data-inhand]")).to_contain_text("Deux.")
    desk.keyboard.press("p")
    expect(desk.locator(".piece")).to_have_count(2)
    assert stage.told() == ["Deux."]
    desk.keyboard.press("z")
    expect(desk.locator(".piece")).to_have_count(3)
    desk.keyboard.press("e")
    desk.keyboard.type("pze")
    expect(desk.locator(".refuse[open] input[name=told]")).to_have_value("pze")
    assert stage.told() == []


def test_what_arrived_is_reached_by_the_keys_and_hidden_by_one(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    desk, marcel = regie(stage), stage.enter(stage.marcel).is_live()
    stage.says(stage.nadia, "Bonjour.", "Une phrase de travers.", "Bonne soirée.")
    expect(desk.locator(".goes li")).to_have_count(3)
    expect(desk.locator("[data-inhand]")).to_have_count(0)  # what goes by is taken by choice
    desk.keyboard.press("x")
    for _each in range(2):
        desk.keyboard.press("j")
    expect(desk.locator("[data-inhand]")).to_contain_text("Une phrase de travers.")
    shot(desk, "arrived-in-hand")
    desk.keyboard.press("x")
    expect(desk.locator(".goes li")).to_have_count(2)
    marcel.sees("Bonne soirée.")
    expect(marcel.page.get_by_text("Une phrase de travers.")).to_have_count(0)
    expect(desk.locator(".regie-undo")).to_contain_text("Une phrase de travers.")
    shot(desk, "hidden")
    expect(desk.locator("[data-inhand]")).to_have_count(0)
    desk.keyboard.press("z")
    marcel.sees("Une phrase de travers.")
    expect(desk.locator(".goes li")).to_have_count(3)
    desk.keyboard.press("j")
    expect(desk.locator("[data-inhand]")).to_contain_text("Une phrase de travers.")
    desk.keyboard.press("m")
    expect(desk.locator(".piece")).to_contain_text("Une phrase de travers.")
    expect(desk.locator("[data-inhand]")).to_contain_text("Une phrase de travers.")


def test_what_arrives_takes_no_text_out_of_hand(stage: Stage) -> None:
    desk = regie(stage)
    post, _other = stage.says(stage.nadia, "Une phrase de travers.", "Bonjour.")
    expect(desk.locator(".goes li")).to_have_count(2)
    for _each in range(2):
        desk.keyboard.press("j")
    held = desk.locator("[data-inhand]")
    expect(held).to_contain_text("Une phrase de travers.")
    stage.says(stage.marcel, "Bonsoir.")
    expect(desk.locator(".goes li")).to_have_count(3)
    expect(held).to_contain_text("Une phrase de travers.")
    expect(held).to_be_focused()
    with stage.hub.inside():
        moderating.hide_post(stage.judith, stage.fabrique.pk, None, post.pk)
    expect(desk.locator(".goes li")).to_have_count(2)
    desk.keyboard.press("x")  # too late: nothing else comes in its place
    desk.keyboard.press("?")
    expect(desk.locator(".regie-keys[open]")).to_have_count(1)
    assert stage.told() == ["Bonjour.", "Bonsoir."]


def test_what_was_reported_is_hidden_by_a_key(stage: Stage, shot: Callable[[Page, str], None]) -> None:
    [post] = stage.says(stage.nadia, "Une phrase de travers.")
    with stage.hub.inside():
        reporting.report_post(stage.marcel, stage.fabrique.pk, None, post.pk)
    desk = regie(stage)
    expect(desk.locator("[data-inhand]")).to_contain_text("Marcel signale ces mots")
    shot(desk, "reported")
    desk.keyboard.press("x")
    expect(desk.locator(".piece")).to_have_count(0)
    assert stage.told() == []


def test_a_question_mark_shows_the_list_of_keys(stage: Stage, shot: Callable[[Page, str], None]) -> None:
    stage.says(stage.nadia, *[f"Texte {number}. " + "Des mots. " * 12 for number in range(8)])
    desk = regie(stage)
    keys = desk.locator(".regie-keys")
    last = keys.get_by_text("cette liste")
    expect(last).to_be_hidden()
    desk.keyboard.press("?")
    expect(last).to_be_in_viewport(ratio=0.9)
    for act in ("publier", "masquer ce qui se voit", "mettre en attente ce qui se voit"):
        expect(keys.locator("li").filter(has_text=act).first).to_be_visible()
    shot(desk, "keys")
    desk.keyboard.press("?")
    expect(last).to_be_hidden()


def test_the_artist_hides_a_text_where_it_stands_and_brings_it_back(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    judith, marcel = stage.enter(stage.judith).is_live(), stage.enter(stage.marcel).is_live()
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Une phrase de travers.")
    post = judith.post("Une phrase de travers.")
    judith.publish("Bonsoir.")
    expect(judith.post("Bonsoir.").get_by_text("Masquer…")).to_have_count(0)
    post.get_by_text("Masquer…").first.click()
    post.get_by_label("Lui dire pourquoi").fill("Plus doucement ?")
    shot(judith.page, "artist-hides")
    post.get_by_role("button", name="Masquer ce message").click()
    expect(marcel.page.get_by_text("Une phrase de travers.")).to_have_count(0)
    expect(nadia.page.locator(".outcomes")).to_contain_text("Plus doucement ?")
    shot(judith.page, "artist-hid")
    judith.page.locator(".gone").get_by_role("button", name="Annuler").click()
    marcel.sees("Une phrase de travers.")


def test_what_somebody_else_holds_of_ones_own_words_is_not_ones_to_put_back(stage: Stage) -> None:
    awa = stage.enter(stage.awa).is_live()
    [post] = stage.says(stage.awa, "Ma phrase.")
    awa.sees("Ma phrase.")
    with stage.hub.inside():
        approving.hold_post(stage.judith, stage.fabrique.pk, None, post.pk)
    expect(awa.page.locator(".waiting-piece")).to_contain_text("Ma phrase.")
    expect(awa.page.locator(".gone")).to_have_count(0)


def test_two_who_decide_at_once_never_collide(read_first: Stage) -> None:
    stage, desk = read_first, regie(read_first)
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish(WORDS)
    expect(desk.locator(".piece")).to_contain_text(WORDS)
    desk.context.set_offline(True)  # it does not hear of the other's decision
    with stage.hub.inside():
        approving.refuse_post(stage.judith, stage.fabrique.pk, None, Post.objects.latest("pk").pk)
    desk.context.set_offline(False)
    desk.locator(".piece").get_by_role("button", name="Publier").click()
    expect(desk.locator('[data-slot="told"]')).to_have_text("Judith a déjà décidé de ne pas le publier.")
    expect(desk.locator(".piece")).to_have_count(0)
    assert stage.told() == []


def test_whoever_is_of_the_team_no_longer_loses_the_regie(read_first: Stage) -> None:
    stage, desk = read_first, regie(read_first)
    with stage.hub.inside():
        stage.awa.is_staff = False
        stage.awa.save()
    expect(desk.locator("hub-regie")).to_have_count(0)
    expect(desk.get_by_text("Pour voir cette page, entrez d’abord")).to_be_visible()


def test_the_regie_of_an_artist_is_live_and_they_hear_no_wings(read_first: Stage) -> None:
    stage = read_first
    desk = stage.enter(stage.judith, "/regie/", viewport=DESK).page
    desk.add_init_script("window.setInterval = () => 0")  # the page asks for nothing by itself
    desk.reload()
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    expect(desk.locator("[data-wings]")).to_have_count(0)
    with stage.hub.inside():
        posting.publish(stage.nadia, stage.fabrique.pk, None, WORDS)
    expect(desk.locator(".piece")).to_contain_text(WORDS)


def test_what_is_asked_is_corrected_where_it_stands_and_another_look_is_asked_for(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    desk, nadia = regie(stage), stage.enter(stage.nadia).is_live()
    nadia.publish("Appelez-moi au 06 12 34 56 78.")
    arrived = desk.locator(".goes li").filter(has_text="06 12 34")
    arrived.locator(".refuse summary").click()
    arrived.locator(".refuse").get_by_label("Un mot tout prêt").select_option("Un numéro, une adresse")
    shot(desk, "regie-asks")
    arrived.get_by_role("button", name="Demander, et mettre en attente").click()
    piece = nadia.page.locator(".waiting-piece")
    expect(piece).to_contain_text("Pourriez-vous les enlever")
    expect(nadia.page.get_by_text("C’est supprimé")).to_have_count(0)  # it is not theirs to put back
    piece.get_by_text("Demander un autre regard").first.click()
    shot(nadia.page, "asked")
    piece.get_by_label("Ce que vous voulez lui dire").fill("C’est mon métier.")
    piece.get_by_role("button", name="Demander un autre regard").click()
    expect(piece).to_contain_text("L’équipe vous répondra ici")
    expect(desk.get_by_role("heading", name="Un autre regard, 1")).to_be_visible()
    expect(desk.locator(".piece details[open]")).to_have_count(0)  # what was open before stood elsewhere
    shot(desk, "regie-appeal")
    piece.get_by_label("Corrigez vos mots").fill("Appelez-moi.")
    piece.get_by_role("button", name="Renvoyer à l’équipe").click()
    expect(piece).to_contain_text("Appelez-moi.")
    expect(piece.get_by_label("Corrigez vos mots")).to_have_count(0)
    expect(desk.locator('[data-piece^="p"]')).to_contain_text("Appelez-moi.")
    expect(desk.get_by_role("heading", name="Un autre regard, 1")).to_have_count(0)


def test_what_is_pinned_appears_and_leaves_on_all_screens(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    judith, nadia = stage.enter(stage.judith).is_live(), stage.enter(stage.nadia).is_live()
    nadia.publish("Rendez-vous à midi.")
    post = judith.page.locator(".post").filter(has_text="Rendez-vous à midi.")
    post.get_by_role("button", name="Épingler").click()
    pinned = nadia.page.locator(".pinned")
    expect(pinned).to_contain_text("Rendez-vous à midi.")
    post.get_by_role("button", name="Fermer les réponses").click()
    expect(nadia.page.get_by_text("Réponses fermées")).to_be_visible()
    shot(nadia.page, "pinned")
    shot(judith.page, "pinned-leads")
    with stage.hub.inside():
        posting.withdraw(stage.nadia, stage.fabrique.pk, None, Post.objects.latest("pk").pk)
    expect(pinned).not_to_contain_text("Rendez-vous à midi.")
