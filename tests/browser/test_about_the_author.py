"""From a text the team reaches whoever wrote it: a word alone, a silence, and what weighs behind a fold."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage

WORD = "Merci de parler moins fort."
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 568}


def test_a_word_alone_goes_from_a_message_to_whoever_wrote_it(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage.says(stage.nadia, "Une phrase trop forte.")
    nadia, awa = stage.enter(stage.nadia).is_live(), stage.enter(stage.awa).is_live()
    said = awa.post("Une phrase trop forte.")
    said.get_by_text("Équipe", exact=True).click()
    said.get_by_label("Lui dire pourquoi").fill(WORD)
    said.get_by_role("button", name="Envoyer le mot ci-dessus, sans rien d’autre").click()
    expect(awa.page.get_by_text("C’est dit à Nadia, qui seul·e le lit.").first).to_be_visible()
    expect(nadia.page.locator(".outcomes")).to_contain_text(WORD)
    expect(nadia.page.locator(".outcomes")).to_contain_text("L’équipe vous écrit un mot")
    shot(nadia.page, "word-alone")
    nadia.sees("Une phrase trop forte.")


def test_from_the_regie_on_a_phone_somebody_is_quieted_and_barred_and_each_has_its_way_back(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage.says(stage.nadia, "Une phrase de travers.")
    nadia = stage.enter(stage.nadia).is_live()
    address = f"/regie/?espace={stage.fabrique.slug}"
    desk = stage.enter(stage.awa, address, viewport=PHONE, has_touch=True, is_mobile=True).page
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    text, told = desk.locator(".goes li").filter(has_text="de travers"), desk.locator(".regie-undo > form")
    text.locator(".other > summary").tap()
    text.get_by_role("button", name="En silence 10 minutes").tap()
    expect(told).to_contain_text("Nadia, en silence jusqu’à")
    expect(nadia.page.get_by_text("L’équipe vous a mis en silence ici").first).to_be_visible()
    expect(text.get_by_role("link", name="Exclure de la maison…")).to_be_hidden()
    text.locator(".heavy > summary").tap()
    shot(desk, "regie-heavy")
    text.get_by_role("link", name="Exclure de la maison…").tap()
    desk.get_by_label("Pourquoi").fill("Trois insultes.")
    desk.get_by_role("button", name="Exclure de la maison").tap()
    expect(told).to_contain_text("Nadia, exclu·e de la maison.")
    told.get_by_role("button", name="Rouvrir la maison").tap()
    expect(told).not_to_contain_text("exclu·e")


def test_what_was_done_in_the_wings_is_told_in_sight_on_a_small_phone(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    address = f"{stage.path}coulisses/"
    page = stage.enter(stage.awa, address, viewport=SMALL, has_touch=True, is_mobile=True).page
    person = page.locator(f"#personne-{stage.nadia.pk}")
    person.locator("> details > summary").tap()
    person.get_by_role("button", name="En silence 1 heure").tap()
    told = page.locator(".regie-undo")
    expect(told.get_by_text("Nadia, en silence jusqu’à")).to_be_in_viewport()
    expect(told.get_by_role("button", name="Rendre la parole")).to_be_in_viewport(ratio=0.9)
    shot(page, "wings-told")
    told.get_by_role("button", name="Rendre la parole").tap()
    expect(page.get_by_text("Nadia peut de nouveau écrire ici.")).to_be_in_viewport()
    expect(person).to_be_in_viewport()
