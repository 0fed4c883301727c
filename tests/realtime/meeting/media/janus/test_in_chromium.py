"""Three browsers at a real Janus: what they see and hear of each other, and what is kept from them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from realtime.wire.meeting import ViewMeeting
from tests.machine.janus_server import JanusServer
from tests.machine.process import wait_until
from tests.realtime.meeting.media.janus.janus_thread import BrowserGuest, JanusThread


@pytest.fixture
def stage(janus_server: JanusServer) -> Iterator[JanusThread]:
    stage = JanusThread(janus_server.url)
    yield stage
    stage.close()


@pytest.fixture
def three(stage: JanusThread, chromium: Browser) -> Iterator[tuple[BrowserGuest, BrowserGuest, BrowserGuest]]:
    guests = [stage.enter(chromium, person) for person in (1, 2, 3)]
    yield guests[0], guests[1], guests[2]
    for guest in guests:
        guest.page.close()


Three = tuple[BrowserGuest, BrowserGuest, BrowserGuest]


def test_three_see_and_hear_each_other(three: Three) -> None:
    for guest in three:
        for other in three:
            if other is not guest:
                assert guest.sees(other)
                assert guest.hears(other)


def test_who_speaks_is_told(stage: JanusThread, three: Three) -> None:
    three[1].page.evaluate("hum()")
    assert wait_until(lambda: stage.spoken == [2])
    three[1].page.evaluate("hum(0)")
    assert wait_until(lambda: stage.spoken == [])


def test_who_is_held_is_heard_no_more_whatever_their_browser_sends(stage: JanusThread, three: Three) -> None:
    one, two, _ = three
    assert two.hears(one)
    stage.do(lambda media: media.hold(1, "microphone", True))
    assert wait_until(lambda: 1 not in two.voices())
    assert one.sends("audio")
    stage.do(lambda media: media.hold(1, "microphone", False))
    assert two.hears(one)


def test_janus_itself_drops_what_is_held(stage: JanusThread, three: Three) -> None:
    """Also for whoever would be subscribed to it: the mark is set on the publisher."""
    one, two, _ = three
    assert two.hears(one)
    stage.keep_slots()
    stage.do(lambda media: media.hold(1, "microphone", True))
    assert wait_until(lambda: two.is_still(one, "microphone"))
    assert one.sends("audio")


def test_who_is_put_out_is_neither_seen_nor_sees(stage: JanusThread, three: Three) -> None:
    one, two, three_ = three
    assert two.sees(one)
    assert one.sees(two)
    stage.do(lambda media: media.shut(1))
    assert wait_until(lambda: 1 not in two.people() | three_.people())
    assert wait_until(
        lambda: one.page.evaluate("me.down.connectionState") in ("closed", "failed", "disconnected")
    )
    assert not stage.do(lambda media: media.has_connection(1))
    assert stage.times_lost == 0
    assert two.sees(three_)


def test_groups_hear_and_see_only_themselves(stage: JanusThread, three: Three) -> None:
    one, _, alone = three
    assert alone.sees(one)
    stage.do(lambda media: media.group({1: 1, 2: 1, 3: 2}))
    assert wait_until(lambda: alone.people() == set() and one.people() == {2})
    assert wait_until(alone.hears_silence)  # Janus follows what the page was told
    stage.do(lambda media: media.group({}))
    assert alone.sees(one)


def test_who_wants_sound_only_is_sent_no_picture(stage: JanusThread, three: Three) -> None:
    one, two, _ = three
    assert one.sees(two)
    stage.do(lambda media: media.view(1, ViewMeeting(meeting=1, pictures=0)))
    assert wait_until(lambda: one.pictures() == [])
    assert one.hears(two)
    stage.do(lambda media: media.view(1, stage.view))
    assert one.sees(two)


def test_the_pinned_the_spotlight_and_the_screen_come_first(stage: JanusThread, three: Three) -> None:
    one, two, _ = three
    assert one.sees(two)
    stage.do(lambda media: media.view(1, ViewMeeting(meeting=1, pictures=1, pinned=3)))
    assert wait_until(lambda: one.pictures() == [(3, "camera")])
    stage.do(lambda media: media.view(1, ViewMeeting(meeting=1, pictures=1)))
    stage.do(lambda media: media.spotlight(2))
    assert wait_until(lambda: one.pictures() == [(2, "camera")])
    stage.do(lambda media: media.spotlight(None))
    stage.do(lambda media: media.announce(3, "screen", True))
    assert wait_until(lambda: one.pictures() == [(3, "screen")])


def test_a_page_that_vanishes_is_lost_and_its_place_is_filled_again(stage: JanusThread, three: Three) -> None:
    one, two, gone = three
    assert one.sees(gone)
    gone.page.evaluate("me.up.close()")
    assert wait_until(lambda: stage.times_lost == 1)
    assert wait_until(lambda: 3 not in one.people())
    gone.page.evaluate("again()")
    assert one.sees(gone)
    assert one.sees(two)
    assert gone.sees(one)


def test_a_meeting_survives_janus(stage: JanusThread, three: Three, janus_server: JanusServer) -> None:
    one, two, _ = three
    assert one.sees(two)
    janus_server.kill()
    assert wait_until(lambda: set(stage.quality.values()) == {"lost"})
    assert wait_until(lambda: "meeting.refused" in stage.told[1])
    janus_server.start()
    assert wait_until(lambda: all(guest.offers() == 2 for guest in three))
    for guest in three:
        guest.page.evaluate("again()")
    assert one.sees(two)
    assert two.hears(one)


def test_what_no_browser_says_is_refused_and_breaks_nothing(stage: JanusThread, three: Three) -> None:
    one, two, _ = three
    assert two.sees(one)
    one.page.evaluate("say('meeting.offer', { way: 'up', sdp: 'v=0\\r\\nnonsense' })")
    assert wait_until(lambda: "bad description" in stage.told[1])
    one.page.evaluate(
        "say('meeting.answer', { way: 'down', sdp: me.down.localDescription.sdp.replaceAll('VP8', 'VP0') })"
    )
    assert two.sees(one)
    assert stage.times_lost == 0


def test_who_came_for_the_sound_sees_when_they_want_to(stage: JanusThread, chromium: Browser) -> None:
    one = stage.enter(chromium, 1)
    stage.view = ViewMeeting(meeting=1, pictures=0)
    listener = stage.enter(chromium, 2)
    assert listener.hears(one)
    assert listener.pictures() == []
    stage.do(lambda media: media.view(2, ViewMeeting(meeting=1, pictures=4)))
    assert listener.sees(one)
    assert listener.hears(one)
    for guest in (one, listener):
        guest.page.close()
