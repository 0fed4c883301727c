"""« J’ai besoin d’aide » in browsers: asked in two touches, answered in the régie, read where one is."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from rooms import posting
from rooms.helping.models import HelpRequest
from rooms.moderation import approving
from tests.browser.conftest import Stage
from tests.browser.soundness import found_by_day_and_night, overflow, too_small

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WORD, ANSWER = "Je ne trouve plus mon texte.", "Il est dans « Mes mots », je passe vous voir."
Shot = Callable[[Page, str], None]


# Counts the notes that a page plays.
COUNTS_NOTES = """
  window.notes = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.notes += 1; return start.apply(this, at); };
"""


def regie(stage: Stage, who: object, **options: object) -> Page:
    """Return the régie of the fabrique, live, at ``who``'s."""
    address = f"/regie/?espace={stage.fabrique.slug}"
    page = stage.enter(who, address, **{"viewport": DESK, **options}).page  # type: ignore[arg-type]
    expect(page.locator("hub-regie[data-live]")).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def _nobody_waits_for_help_after(stage: Stage) -> Iterator[None]:
    """Others on the shared server have a régie without these requests."""
    yield
    with stage.hub.inside():
        HelpRequest.objects.all().delete()


def is_sound(page: Page, axe: str) -> None:
    assert found_by_day_and_night(page, axe) == []
    assert overflow(page) == 0
    assert too_small(page) == []


def test_help_is_asked_in_two_touches_and_answered_where_one_is(stage: Stage, shot: Shot, axe: str) -> None:
    desk = regie(stage, stage.awa)
    nadia, tablet = stage.enter(stage.nadia, viewport=PHONE).is_live(), stage.enter(stage.nadia).is_live()
    nadia.page.locator(".bar .help-link").click()
    expect(nadia.page.locator("dd", has_text="Chrom")).to_be_visible()
    is_sound(nadia.page, axe)
    shot(nadia.page, "help-form")
    nadia.page.get_by_label("Un mot pour l’équipe").fill(WORD)
    nadia.page.get_by_label("Envoyer aussi cela").check()
    nadia.page.get_by_role("button", name="Prévenir l’équipe").click()
    for device in (nadia, tablet):
        expect(device.page.locator(".help-piece")).to_contain_text("L’équipe est prévenue.")
    expect(nadia.page.locator(".help-piece")).to_be_in_viewport(ratio=1)
    shot(nadia.page, "help-told")
    piece = desk.locator(".regie-help .piece", has_text="Nadia")
    expect(piece).to_contain_text(WORD)
    expect(piece).to_contain_text("Chrom")
    expect(desk).to_have_title("(1) Régie · Hub Métallos")
    is_sound(desk, axe)
    shot(desk, "regie-help")
    nadia.page.evaluate("scrollTo(0, 0)")
    desk.get_by_label("Répondre à Nadia").fill(ANSWER)
    desk.get_by_role("button", name="Envoyer").click()
    for device in (nadia, tablet):
        expect(device.page.locator(".help-piece")).to_contain_text(ANSWER)
    nadia.page.get_by_role("button", name="Lire").click()
    expect(nadia.page.locator(".help-piece .told")).to_be_in_viewport(ratio=1)
    shot(nadia.page, "help-answered")
    expect(piece).to_contain_text(ANSWER)
    expect(piece.get_by_role("textbox")).to_have_count(0)
    expect(piece.get_by_role("button", name="C’est réglé")).to_be_visible()
    shot(desk, "regie-help-answered")
    tablet.page.get_by_role("button", name="C’est réglé, merci").click()
    expect(tablet.page.locator(".help-piece")).to_have_count(0)
    expect(nadia.page.locator(".help-piece")).to_have_count(0)
    expect(piece).to_have_count(0)


def test_at_the_door_the_answer_comes_to_the_page_that_asked(stage: Stage, shot: Shot, axe: str) -> None:
    desk = regie(stage, stage.awa, viewport=PHONE)
    visitor = stage.enter(None, "/")
    page = visitor.page
    page.get_by_role("link", name="J’ai besoin d’aide").click()
    page.get_by_label("Un mot pour l’équipe").fill("Mon code ne marche pas.")
    page.get_by_role("button", name="Prévenir l’équipe").click()
    expect(page.locator(".help-piece")).to_contain_text("L’équipe est prévenue.")
    is_sound(page, axe)
    expect(desk.locator(".regie-help .piece")).to_contain_text("Quelqu’un à la porte")
    is_sound(desk, axe)
    shot(desk, "regie-help-phone")
    desk.get_by_label("Répondre à Quelqu’un à la porte").fill(ANSWER)
    desk.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".help-piece")).to_contain_text(ANSWER)
    desk.get_by_role("link", name="Faire rentrer").click()
    desk.get_by_label("Son nom, ou le début").fill("nad")
    desk.get_by_role("button", name="Chercher").click()
    is_sound(desk, axe)
    shot(desk, "let-in")
    desk.get_by_role("button", name="Faire rentrer Nadia").first.click()
    secret = desk.locator(".secret code").inner_text()
    shot(desk, "let-in-card")
    page.goto(f"{visitor.line.url}/revenir/")
    page.locator("#secret").fill(secret)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Oui, entrer").click()
    expect(page.locator(".bar .me")).to_contain_text("Nadia")


def test_the_sound_of_the_regie_is_off_until_somebody_wants_it_and_stays_as_it_was(stage: Stage) -> None:
    desk = regie(stage, stage.awa)
    sound = desk.get_by_label("Un son quand un texte attend")
    desk.locator(".regie-keys > summary").click()
    expect(sound).not_to_be_checked()
    sound.check()
    desk.reload()
    desk.locator(".regie-keys > summary").click()
    expect(sound).to_be_checked()


def test_once_it_is_on_the_sound_rings_with_each_text_that_waits(stage: Stage) -> None:
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
    desk = regie(stage, stage.awa, script=COUNTS_NOTES)
    waits(stage, desk, "Un.", 1)
    assert notes(desk) == 0
    desk.locator(".regie-keys > summary").click()
    desk.get_by_label("Un son quand un texte attend").check()
    desk.wait_for_function("window.notes > 0")
    heard = notes(desk)  # how it sounds
    waits(stage, desk, "Deux.", 2)
    desk.wait_for_function(f"window.notes === {2 * heard}")
    desk.get_by_label("Un son quand un texte attend").uncheck()
    waits(stage, desk, "Trois.", 3)
    assert notes(desk) == 2 * heard


def waits(stage: Stage, desk: Page, words: str, count: int) -> None:
    """Let Nadia write something that waits, until the régie shows ``count`` texts."""
    with stage.hub.inside():
        posting.publish(stage.nadia, stage.fabrique.pk, None, words)
    expect(desk.locator(".rack .piece")).to_have_count(count)


def notes(desk: Page) -> int:
    return int(desk.evaluate("window.notes"))


def test_two_at_the_regie_see_what_the_other_has_in_hand(stage: Stage, shot: Shot) -> None:
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
        for body in ("Un.", "Deux."):
            posting.publish(stage.nadia, stage.fabrique.pk, None, body)
    awa, judith = regie(stage, stage.awa), regie(stage, stage.judith)
    awa.locator(".piece", has_text="Un.").focus()
    awa.keyboard.press("j")
    expect(judith.locator(".piece", has_text="Deux.").locator("[data-seen-by]")).to_have_text(
        "Awa regarde ceci"
    )
    expect(judith.locator("[data-seen-by]")).to_have_count(1)
    shot(judith, "regie-looks")
    awa.keyboard.press("k")
    expect(judith.locator(".piece", has_text="Un.").locator("[data-seen-by]")).to_have_text(
        "Awa regarde ceci"
    )
    expect(judith.locator("[data-seen-by]")).to_have_count(1)
    expect(awa.locator("[data-seen-by]")).to_have_count(0)
