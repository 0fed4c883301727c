"""A phase of a session that is lived on video: its clock, « J’ai fini », what is read together."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from rooms.sessions import conducting
from rooms.sessions.models import Finish
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.meeting.conftest import Gathering
from tests.browser.soundness import found_by_day_and_night, overflow, too_small
from tests.browser.test_session import SILENCE, Seance
from tests.machine.process import wait_until

Shot = Callable[[Page, str], None]

DESK = {"width": 1280, "height": 900}
MEET = PhasePlan(
    "meet", "Lire à voix haute", "Chacune et chacun lit **un** geste.", seconds=600, until_finished=True
)


def test_a_phase_is_lived_on_the_stage_with_its_clock_and_who_has_finished(
    gathering: Gathering, axe: str, shot: Shot
) -> None:
    stage = gathering.stage
    seance = Seance(stage, MEET, SILENCE)
    (nadia,) = gathering.enter(stage.nadia)
    (judith,) = gathering.enter(stage.judith, viewport=DESK)
    lived = nadia.page.locator("[data-lived]")
    expect(lived.locator(".session-phase")).to_be_hidden()
    seance.start()
    for attendant in (nadia, judith):
        expect(attendant.page.locator(".session-phase")).to_have_text("Lire à voix haute")
        expect(attendant.page.locator(".session-time")).to_have_text(re.compile(r"(9|10):\d\d"))
        expect(attendant.page.locator(".session-next")).to_have_text(re.compile("Écrivez en silence"))
    expect(nadia.page.locator("#status")).to_contain_text("Maintenant : Lire à voix haute.")
    for attendant, name in ((nadia, "phone"), (judith, "desk")):
        assert overflow(attendant.page) == 0
        shot(attendant.page, f"stage-{name}")
    assert too_small(nadia.page) == []
    assert found_by_day_and_night(nadia.page, axe) == []
    lived.get_by_role("button", name="J’ai fini").click()
    expect(lived.get_by_role("button", name="Je continue")).to_be_focused()
    assert wait_until(lambda: _has_finished(gathering, stage.nadia.pk))
    seance.does(conducting.pass_to, 1)
    expect(lived.get_by_role("link", name="Écrire en silence")).to_be_visible()
    expect(lived.get_by_role("button")).to_have_count(0)
    shot(nadia.page, "stage-silence")
    seance.does(conducting.end)
    expect(lived.locator(".session-phase")).to_be_hidden()


def _has_finished(gathering: Gathering, person: int) -> bool:
    with gathering.stage.hub.inside():
        return Finish.objects.filter(person=person).exists()
