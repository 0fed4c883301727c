"""Three people meet, each connected with each."""

from playwright.sync_api import expect

from tests.browser.meeting.attendant import AS_ASKED
from tests.browser.meeting.conftest import Gathering
from tests.machine.process import wait_until


def test_three_people_see_and_hear_one_another_and_who_speaks_is_marked(gathering: Gathering) -> None:
    gathering.devices = AS_ASKED
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    gathering.all_meet(Judith=judith, Nadia=nadia, Marcel=marcel)
    for attendant in (judith, nadia, marcel):
        expect(attendant.tiles).to_have_count(3)
    assert wait_until(lambda: gathering.now().live)
    marks = [attendant.tile("Nadia").locator(".mark-speaks") for attendant in (judith, nadia)]
    for mark in marks:
        expect(mark).to_have_text("parle")
    nadia.press("microphone")
    for mark in marks:
        expect(mark).to_have_count(0)
