"""From the régie, one key gives somebody their voice back; whose words went with a flood reads so, live."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from rooms import moderating
from rooms.moderation import clearing
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}


def test_one_key_takes_back_a_silence(stage: Stage, shot: Callable[[Page, str], None]) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, uuid4(), stage.nadia.pk, True)
    expect(nadia.box).to_be_hidden()
    desk = stage.enter(stage.awa, f"/regie/?espace={stage.fabrique.slug}", viewport=DESK).page
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    expect(desk.locator('[data-part="undo"]')).to_contain_text("Nadia, en silence dans")
    shot(desk, "undo")
    desk.keyboard.press("z")
    expect(nadia.box).to_be_visible()
    expect(desk.locator('[data-part="undo"] form')).to_have_count(0)


def test_who_was_in_a_flood_reads_why_and_that_it_is_back(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    stage.says(stage.nadia, "Une vague.")
    nadia.sees("Une vague.")
    with stage.hub.inside():
        clearing.clear_person(stage.awa, stage.fabrique.pk, uuid4(), stage.nadia.pk)
        pk = stage.fabrique.clearings.get().pk
    told = nadia.page.locator(".outcomes")
    expect(told).to_contain_text("L’équipe a masqué d’un coup ce que vous avez écrit ici")
    shot(nadia.page, "flood")
    with stage.hub.inside():
        clearing.bring_back(stage.awa, stage.fabrique.pk, uuid4(), pk)
    expect(told).to_contain_text("ils étaient partis avec une vague")
    nadia.sees("Une vague.")
