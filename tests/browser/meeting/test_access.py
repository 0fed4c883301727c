"""Meetings are accessible: tested by axe, by keyboard, in large letters, without motion or colours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meeting.attendant import Attendant
from tests.browser.meeting.conftest import Gathering
from tests.browser.meeting.test_door import ALL_REFUSED, NOT_ASKED_YET
from tests.browser.soundness import found_by_day_and_night, overflow, too_small

Shot = Callable[[Page, str], None]
EDGE = """(part) => {
  const { borderTopStyle, borderTopWidth } = getComputedStyle(part);
  return borderTopStyle === "solid" ? parseFloat(borderTopWidth) : 0;
}"""
PRESS = """(keys) => {
  for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""  # all at once, before the server has answered
SIZES = {"phone": (390, 844), "lying": (844, 390), "desk": (1280, 900)}


def is_sound(attendant: Attendant, axe: str, shot: Shot, name: str) -> None:
    """Check the page as it is: on a phone, upright and lying, and at a desk, in light and dark."""
    page = attendant.page
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert found_by_day_and_night(page, axe) == [], name
        assert overflow(page) <= 0, name
        assert too_small(page) == [], name
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, f"rencontre-{name}")


def test_the_door_is_sound(gathering: Gathering, axe: str, shot: Shot) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia)
    expect(nadia.door.locator("[data-mirror]")).to_be_visible()
    nadia.door.get_by_text("Choisir mes appareils").click()
    is_sound(nadia, axe, shot, "porte")


def test_the_door_of_who_was_refused_is_sound(gathering: Gathering, axe: str, shot: Shot) -> None:
    marcel = gathering.at_the_door(gathering.stage.marcel, script=ALL_REFUSED + NOT_ASKED_YET)
    marcel.knock()
    expect(marcel.door.get_by_role("alert")).to_be_visible()
    is_sound(marcel, axe, shot, "porte-refus")


def test_waiting_is_sound(lobby: Gathering, early: Gathering, axe: str, shot: Shot) -> None:
    is_sound(early.at_the_door(early.stage.nadia), axe, shot, "trop-tot")
    nadia = lobby.at_the_door(lobby.stage.nadia)
    nadia.knock()
    expect(nadia.page.locator("[data-screen=lobby]")).to_be_visible()
    is_sound(nadia, axe, shot, "frapper")


@pytest.fixture
def two(gathering: Gathering) -> tuple[Attendant, Attendant]:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.sees("Nadia")
    return judith, nadia


def test_the_room_and_its_panels_are_sound(two: tuple[Attendant, Attendant], axe: str, shot: Shot) -> None:
    judith, nadia = two
    nadia.press("hand")
    nadia.press("microphone")
    is_sound(judith, axe, shot, "deux")
    judith.choose("Nadia", "Voir en grand")
    is_sound(judith, axe, shot, "en-grand")
    judith.press("captions")
    nadia.press("captions")
    nadia.page.get_by_label("Sous-titrer").fill("Ce soir, nous lisons trois protocoles.")
    nadia.page.get_by_role("button", name="Écrire").click()
    judith.page.get_by_text("Taille et lecture").click()
    is_sound(judith, axe, shot, "sous-titres")
    nadia.press("chat")
    nadia.page.locator("[data-panel=chat] textarea").fill("Bonsoir à vous tous.")
    nadia.page.get_by_role("button", name="Publier").click()
    is_sound(nadia, axe, shot, "messages")
    judith.press("people")
    is_sound(judith, axe, shot, "personnes")


def test_the_windows_are_sound_and_a_name_says_that_it_opens_one(
    two: tuple[Attendant, Attendant], axe: str, shot: Shot
) -> None:
    judith, _nadia = two
    judith.press("more")
    is_sound(judith, axe, shot, "reglages")
    judith.page.keyboard.press("Escape")
    name = judith.tile("Nadia").get_by_role("button", name="Nadia")
    expect(name).to_have_attribute("aria-haspopup", "dialog")
    name.click()
    is_sound(judith, axe, shot, "choix")
    judith.page.get_by_role("button", name="Faire sortir").click()
    is_sound(judith, axe, shot, "question")
    judith.answer("Ne rien faire")
    judith.page.keyboard.press("?")
    is_sound(judith, axe, shot, "raccourcis")


def test_the_way_out_is_sound(gathering: Gathering, axe: str, shot: Shot) -> None:
    nadia = gathering.enter(gathering.stage.nadia)[0]
    nadia.press("leave")
    nadia.is_out("Vous êtes sorti·e")
    is_sound(nadia, axe, shot, "sortie")


def test_twice_the_text_on_320_pixels_loses_nothing(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, viewport={"width": 320, "height": 700})
    _enlarge(nadia.page)
    assert overflow(nadia.page) <= 0
    nadia.enter()
    assert overflow(nadia.page) <= 0
    _is_whole(nadia)
    for act in ("captions", "chat"):
        nadia.press(act)
        assert overflow(nadia.page) <= 0, act
    nadia.press("more")
    dialog = nadia.page.locator("[data-dialog=more]")
    assert dialog.evaluate("(window) => window.scrollWidth - window.clientWidth") <= 0


def test_everything_is_done_with_the_keyboard_alone(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.at_the_door(gathering.stage.nadia)
    _press_by_keyboard(nadia.page, "Entrer dans la rencontre")
    nadia.is_in()
    expect(nadia.page.locator("#scene-title")).to_be_focused()
    _press_by_keyboard(nadia.page, "Lever la main")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_be_attached()
    nadia.page.keyboard.press("h")
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_have_count(0)
    nadia.page.evaluate(PRESS, ["h", "h", "m"])
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    expect(judith.tile("Nadia").get_by_text("main levée (1)")).to_have_count(0)
    nadia.page.keyboard.press("d")
    expect(nadia.page.locator("#chat-title")).to_be_focused()
    nadia.page.locator("[data-panel=chat] textarea").focus()
    nadia.page.keyboard.type("mmm c’est bon")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    _press_by_keyboard(nadia.page, "Fermer")
    expect(nadia.control("chat")).to_be_focused()
    nadia.page.keyboard.press("?")
    help_ = nadia.page.locator("[data-dialog=help]")
    expect(help_).to_be_visible()
    nadia.page.keyboard.press("m")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    nadia.page.keyboard.press("Escape")
    expect(help_).to_be_hidden()


def test_keys_that_do_what_buttons_do_can_be_turned_off(gathering: Gathering) -> None:
    nadia = gathering.enter(gathering.stage.nadia)[0]
    nadia.press("more")
    nadia.page.get_by_label("Raccourcis d’une seule touche").uncheck()
    nadia.page.keyboard.press("Escape")
    for _ in range(2):
        nadia.page.keyboard.press("m")
        nadia.page.keyboard.press("d")
        expect(nadia.control("microphone")).to_have_text("Couper le micro")
        expect(nadia.control("chat")).to_have_attribute("aria-expanded", "false")
        nadia.page.reload()
        nadia.enter()
    nadia.press("more")
    nadia.page.get_by_label("Raccourcis d’une seule touche").check()
    nadia.page.keyboard.press("Escape")
    nadia.page.keyboard.press("m")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")


def test_nothing_moves_without_motion_and_in_forced_colours_what_is_on_and_who_is_who_is_seen(
    gathering: Gathering,
) -> None:
    wishes = {"reduced_motion": "reduce", "forced_colors": "active"}
    nadia = gathering.enter(gathering.stage.nadia, **wishes)[0]
    plain = nadia.control("chat").evaluate(EDGE)
    nadia.press("chat")
    assert nadia.control("chat").evaluate(EDGE) > plain
    assert nadia.tiles.first.evaluate(EDGE)
    assert nadia.page.evaluate("document.getAnimations().length") == 0
    nadia.press("more")
    assert nadia.page.evaluate("document.getAnimations().length") == 0


def _enlarge(page: Page) -> None:
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")


def _is_whole(attendant: Attendant) -> None:
    """Check that every button is on the page, and that none overlaps another."""
    boxes = [each.bounding_box() for each in attendant.page.locator(".controls button:visible").all()]
    assert all(box and box["width"] >= 44 for box in boxes)


# Until something has the focus, the body has it, whose text is everything.
BUTTON_IN_FOCUS = "document.activeElement.matches('button') ? document.activeElement.textContent : ''"


def _press_by_keyboard(page: Page, name: str) -> None:
    expect(page.get_by_role("button", name=name).locator("visible=true").first).to_be_enabled()
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(BUTTON_IN_FOCUS):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached with the tabulator")
