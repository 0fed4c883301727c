"""From the régie, one key gives somebody their voice back; whose words went with a flood reads so, live."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from rooms import closing, moderating, moving, opening, pinning
from rooms.moderation import clearing, reporting
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


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_was_decided_about_a_post_is_taken_back_in_the_order_in_which_it_was(
    stage: Stage, shot: Callable[[Page, str], None], viewport: ViewportSize
) -> None:
    [post] = stage.says(stage.nadia, "Une phrase de travers.")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    marcel.sees("Une phrase de travers.")
    with stage.hub.inside():
        where = (stage.fabrique.pk, uuid4(), post.pk)
        reporting.report_post(stage.marcel, *where)
        reporting.leave_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
        closing.close(stage.awa, stage.fabrique.pk, uuid4(), post.pk, True)
        pinning.pin(stage.awa, stage.fabrique.pk, uuid4(), post.pk, True)
    desk = stage.enter(stage.awa, f"/regie/?espace={stage.fabrique.slug}", viewport=viewport).page
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    newest = desk.locator('[data-part="undo"] > form')
    for told in ("Épinglé", "Réponses fermées", "Laissé"):
        expect(newest).to_contain_text(told)
        shot(desk, f"undo-{told}")
        newest.get_by_role("button").click()
    expect(desk.locator('[data-part="undo"] form')).to_have_count(0)
    expect(desk.get_by_text("Marcel signale ces mots")).to_be_visible()
    with stage.hub.inside():
        mezza = opening.open_mezza("Mezza")
        moving.move(stage.awa, stage.fabrique.pk, uuid4(), post.pk, mezza.pk)
    gone = nadia.page.locator(".outcomes")
    expect(gone).to_contain_text("Mezza")
    expect(newest).to_contain_text("Déplacé dans")
    shot(desk, "undo-move")
    newest.get_by_role("button", name="Le ramener").click()
    marcel.sees("Une phrase de travers.")
    expect(gone).to_have_count(0)
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
