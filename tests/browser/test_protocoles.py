"""A protocole is written without fear of losing it, and appears as a card on every screen."""

from playwright.sync_api import Page, expect

from protocols import asking, drafting
from protocols.models import Consigne, Protocole
from protocols.written import Written
from tests.browser.conftest import Stage


def _asked(stage: Stage) -> Consigne:
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Écrivez une prise de risque", "Un geste.", [])
        return Consigne.objects.get(room=stage.fabrique)


def _address(stage: Stage, asked: Consigne) -> str:
    return f"{stage.path}protocoles/ecrire/{asked.pk}/"


def _fill(page: Page) -> None:
    page.locator("[name=title]").fill("Descendre une station trop tôt")
    page.locator("[name=steps]").first.fill("Descendez.\nRegardez.")


def test_a_protocole_appears_as_a_card_on_the_other_screen(stage: Stage) -> None:
    asked = _asked(stage)
    marcel = stage.enter(stage.marcel).is_live()
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    _fill(nadia.page)
    nadia.page.get_by_role("button", name="Remettre mon protocole").click()
    card = marcel.post("Descendre une station trop tôt")
    expect(card.locator("[data-slot=steps] li")).to_have_text(["Descendez.Regardez."])
    expect(card.locator("[data-slot=duration]")).to_be_hidden()
    with stage.hub.inside():
        made = Protocole.objects.get(consigne=asked)
    assert (card.locator("[data-slot=link]").get_attribute("href") or "").endswith(f"/protocoles/{made.pk}/")
    expect(card.locator(".who")).to_have_text("Nadia")


def test_a_step_is_added_in_place_and_has_the_cursor(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, _address(stage, _asked(stage)))
    _fill(nadia.page)
    steps = nadia.page.locator("[name=steps]")
    before = steps.count()
    nadia.page.locator("[data-add-step]").click()
    expect(steps).to_have_count(before + 1)
    expect(steps.last).to_be_focused()
    expect(nadia.page.get_by_label(f"Étape {before + 1}")).to_be_focused()
    expect(nadia.page.locator("[name=title]")).to_have_value("Descendre une station trop tôt")


def test_the_draft_keeps_itself(stage: Stage) -> None:
    asked = _asked(stage)
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    _fill(nadia.page)
    expect(nadia.page.locator("[data-slot=draft]")).to_have_text("Brouillon gardé.")
    with stage.hub.inside():
        draft = drafting.find(stage.nadia, asked)
    assert draft is not None
    assert draft.steps == ["Descendez.\nRegardez."]


def test_what_is_typed_in_a_tunnel_is_there_after_it(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, _address(stage, _asked(stage)))
    nadia.lose_the_network()
    _fill(nadia.page)
    nadia.page.locator("[data-add-step]").click()
    nadia.page.locator("[name=steps]").last.fill("Demandez votre chemin.")
    expect(nadia.page.locator("[data-slot=draft]")).to_have_text("Brouillon gardé sur cet appareil.")
    nadia.find_the_network()
    nadia.reload()
    expect(nadia.page.locator("[name=title]")).to_have_value("Descendre une station trop tôt")
    expect(nadia.page.locator("[name=steps]").last).to_have_value("Demandez votre chemin.")


def test_what_is_handed_in_offline_stays_and_is_handed_in_afterwards(stage: Stage) -> None:
    asked = _asked(stage)
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    _fill(nadia.page)
    nadia.lose_the_network()
    nadia.page.get_by_role("button", name="Remettre mon protocole").click()
    expect(nadia.page.locator("[data-slot=draft]")).to_contain_text("Vos mots sont là")
    expect(nadia.page.locator("[name=title]")).to_have_value("Descendre une station trop tôt")
    nadia.find_the_network()
    nadia.page.get_by_role("button", name="Remettre mon protocole").click()
    expect(nadia.post("Descendre une station trop tôt")).to_have_count(1)
    with stage.hub.inside():
        assert Protocole.objects.get(consigne=asked).post_id


def test_what_is_corrected_offline_stays_and_is_corrected_afterwards(stage: Stage) -> None:
    asked = _asked(stage)
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    _fill(nadia.page)
    nadia.page.get_by_role("button", name="Remettre mon protocole").click()
    expect(nadia.post("Descendre une station trop tôt")).to_have_count(1)
    with stage.hub.inside():
        handed = Protocole.objects.get(consigne=asked)
    nadia = stage.enter(stage.nadia, f"{stage.path}protocoles/{handed.pk}/corriger/")
    nadia.page.locator("[name=title]").fill("Descendre deux stations trop tôt")
    nadia.lose_the_network()
    nadia.page.get_by_role("button", name="Enregistrer la correction").click()
    expect(nadia.page.locator("[data-slot=draft]")).to_contain_text("Vos mots sont là")
    nadia.find_the_network()
    nadia.page.get_by_role("button", name="Enregistrer la correction").click()
    corrected = nadia.page.get_by_role("heading", name="Descendre deux stations trop tôt")
    expect(corrected).to_be_visible()


def test_an_older_copy_of_this_device_is_offered_and_replaces_nothing(stage: Stage) -> None:
    asked = _asked(stage)
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    title = nadia.page.locator("[name=title]")
    nadia.lose_the_network()
    title.fill("L’ancien")
    with stage.hub.inside():
        drafting.keep(stage.nadia, asked, Written(title="Le nouveau"))
    nadia.find_the_network()
    nadia.reload()
    expect(title).to_have_value("Le nouveau")
    nadia.page.locator("[data-take]").click()
    expect(title).to_have_value("L’ancien")
    expect(nadia.page.locator("[data-slot=draft]")).to_have_text("Brouillon gardé.")


def test_an_empty_tab_with_one_stroke_empties_no_draft(stage: Stage) -> None:
    asked = _asked(stage)
    nadia = stage.enter(stage.nadia, _address(stage, asked))
    with stage.hub.inside():
        drafting.keep(stage.nadia, asked, Written(title="Le nouveau"))
    nadia.page.locator("[name=title]").fill("x")
    expect(nadia.page.locator("[data-slot=draft]")).to_have_text("Brouillon gardé sur cet appareil.")
    with stage.hub.inside():
        draft = drafting.find(stage.nadia, asked)
    assert draft
    assert draft.title == "Le nouveau"
    nadia.page.get_by_role("button", name="Garder le brouillon").last.click()
    expect(nadia.page.get_by_text("Le brouillon le plus récent")).to_be_visible()
    expect(nadia.page.locator("[name=title]")).to_have_value("x")


def test_a_new_consigne_is_on_the_page_without_a_reload(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    _asked(stage)
    expect(nadia.page.get_by_role("heading", name="Écrivez une prise de risque")).to_be_visible()
