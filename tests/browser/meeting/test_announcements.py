"""What the team says to everybody reaches those who are in a rencontre, and those who are in the room."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from rooms.moderation import announcing
from rooms.moderation.models import Announcement
from tests.browser.meeting.conftest import Gathering

SAID = "La maison ferme dans dix minutes."


def test_it_appears_is_read_out_is_put_away_by_each_and_taken_back_from_all(
    gathering: Gathering, shot: Callable[[Page, str], None]
) -> None:
    stage = gathering.stage
    marcel = stage.enter(stage.marcel).is_live()
    [nadia] = gathering.enter(stage.nadia)
    with stage.hub.inside():
        announcing.announce(stage.awa, stage.fabrique.pk, None, SAID)
    in_meeting = nadia.page.locator('[data-screen="room"] .announcement')
    expect(in_meeting).to_contain_text(SAID)
    expect(nadia.page.locator("#status")).to_contain_text(SAID)
    shot(nadia.page, "announced-in-a-meeting")
    in_strip = marcel.page.locator("[data-happened] .announcement")
    in_room = marcel.page.locator(".own-waiting .announcement")
    expect(in_strip).to_contain_text(SAID)
    expect(in_room).to_be_hidden()
    shot(marcel.page, "announced")
    in_meeting.get_by_role("button", name="J’ai lu").click()
    expect(in_meeting).to_have_count(0)
    expect(nadia.page.locator('[data-screen="room"]')).to_be_visible()
    in_strip.get_by_role("button", name="J’ai lu").click()
    expect(in_strip).to_have_count(0)
    expect(in_room).to_have_count(0)
    with stage.hub.inside():
        announcing.announce(stage.awa, stage.fabrique.pk, None, "Finalement, elle reste ouverte.")
    expect(in_strip).to_contain_text("Finalement")
    with stage.hub.inside():
        announcing.take_back(stage.awa, stage.fabrique.pk, None, Announcement.objects.get(ended_at=None).pk)
    expect(in_strip).to_have_count(0)
    expect(in_room).to_have_count(0)
