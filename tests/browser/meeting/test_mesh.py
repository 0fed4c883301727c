"""Three people meet, each connected with each."""

from playwright.sync_api import expect

from tests.browser.meeting.conftest import Gathering


def test_three_people_see_and_hear_one_another(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    gathering.all_meet(Judith=judith, Nadia=nadia, Marcel=marcel)
    for attendant in (judith, nadia, marcel):
        expect(attendant.tiles).to_have_count(3)
    assert gathering.now().live


def test_who_speaks_is_marked_for_themselves_too_until_the_microphone_is_off(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    marks = [attendant.tile("Nadia").locator(".mark-speaks") for attendant in (judith, nadia)]
    for mark in marks:
        expect(mark).to_have_text("parle", timeout=20_000)
    nadia.press("microphone")
    for mark in marks:
        expect(mark).to_have_count(0)
