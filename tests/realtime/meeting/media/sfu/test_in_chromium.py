"""Real browsers: frames are counted as decoded, sound as played."""

from collections.abc import Iterator

import pytest

from realtime.wire.meeting import ViewMeeting
from tests.realtime.meeting.media.sfu.chromium_peer import ChromiumPeer
from tests.realtime.meeting.media.sfu.conftest import Enter
from tests.realtime.meeting.media.sfu.lossy_link import LossyLink
from tests.realtime.meeting.media.sfu.sfu_thread import MEETING, SfuThread

pytestmark = pytest.mark.browser

NADIA, MARCEL, JUDITH = 1, 2, 3
SECOND = 48_000


@pytest.fixture
def line(sfu: SfuThread) -> Iterator[LossyLink]:
    """A link between browsers and the SFU, which loses nothing yet."""
    line = LossyLink(sfu.socket.port, loss=0)
    yield line
    line.close()


def look(sfu: SfuThread, viewer: ChromiumPeer, **words: int) -> None:
    """Change what the screen of ``viewer`` shows."""
    sfu.call(lambda: sfu.meeting.view(viewer.person, ViewMeeting(meeting=MEETING, **words)))


def played(viewer: ChromiumPeer) -> float:
    """Count the samples of the voice in ``a0`` that were played as received, not concealed."""
    return viewer.received("a0", "totalSamplesReceived") - viewer.received("a0", "concealedSamples")


def rest(viewer: ChromiumPeer) -> float:
    """Wait until no packet of the voice in ``a0`` comes any more; return how many came."""
    seen: list[float] = []

    def has_stopped() -> bool:
        seen.append(viewer.received("a0", "packetsReceived"))
        return len(seen) > 5 and len(set(seen[-5:])) == 1  # half a second: a voice is fifty packets a second

    viewer.await_that(has_stopped, "silence")
    return seen[-1]


def test_two_people_see_and_hear_one_another_unless_one_is_silenced_though_their_browser_sends(
    sfu: SfuThread, enter: Enter
) -> None:
    nadia, marcel = enter(NADIA), enter(MARCEL)
    for viewer in (nadia, marcel):
        viewer.await_more("v0", "framesDecoded", 20)
        viewer.await_more("a0", "totalAudioEnergy", 0.05)
    before = played(nadia)
    nadia.await_that(lambda: played(nadia) > before + 2 * SECOND, "the sound")
    assert [slot.person for slot in sfu.notes.slots[NADIA].slots if slot.person] == [MARCEL, MARCEL]
    assert [slot.person for slot in sfu.notes.slots[MARCEL].slots if slot.person] == [NADIA, NADIA]
    assert nadia.received("v0", "packetsLost") == 0
    sfu.call(lambda: sfu.meeting.hold(MARCEL, "microphone", True))
    heard = rest(nadia)
    sent = marcel.sent("m", "packetsSent")
    marcel.await_that(lambda: marcel.sent("m", "packetsSent") > sent + 50)
    assert nadia.received("a0", "packetsReceived") == heard
    sfu.call(lambda: sfu.meeting.hold(MARCEL, "microphone", False))
    nadia.await_more("a0", "totalAudioEnergy", 0.05)


def test_one_slot_shows_one_after_the_other_without_a_gap(sfu: SfuThread, enter: Enter) -> None:
    enter(MARCEL)
    enter(JUDITH)
    nadia = enter(NADIA, on=(), pictures=1)
    for person in (JUDITH, MARCEL, JUDITH):
        keys = nadia.received("v0", "keyFramesDecoded")
        look(sfu, nadia, pictures=1, pinned=person)
        nadia.await_that(lambda keys=keys: nadia.received("v0", "keyFramesDecoded") > keys)  # type: ignore[misc]
        nadia.await_more("v0", "framesDecoded", 10)
    assert nadia.received("v0", "packetsLost") == 0


def test_a_large_picture_comes_when_it_is_looked_at_and_goes_again(sfu: SfuThread, enter: Enter) -> None:
    enter(MARCEL)
    nadia = enter(NADIA, on=())
    nadia.await_that(lambda: nadia.received("v0", "frameHeight") == 180)
    look(sfu, nadia, pictures=4, first=720)
    nadia.await_that(lambda: nadia.received("v0", "frameHeight") == 360, "the large picture")
    look(sfu, nadia, pictures=4, first=180)
    nadia.await_that(lambda: nadia.received("v0", "frameHeight") == 180, "the small picture")
    assert nadia.received("v0", "packetsLost") == 0


def test_three_percent_lost_each_way_leave_thirteen_of_fifteen_frames(
    sfu: SfuThread, enter: Enter, line: LossyLink
) -> None:
    marcel, nadia = enter(MARCEL, change=line.change), enter(NADIA, change=line.change)
    nadia.await_more("v0", "framesDecoded", 20)
    line.loss = 0.03
    sent, seen = marcel.sent("l", "framesSent"), nadia.received("v0", "framesDecoded")
    marcel.await_that(lambda: marcel.sent("l", "framesSent") >= sent + 150, "ten seconds")
    seen = nadia.received("v0", "framesDecoded") - seen
    sent = marcel.sent("l", "framesSent") - sent
    assert line.lost > 0
    assert seen >= sent * 13 / 15
    assert nadia.received("v0", "nackCount") > 0


def test_a_narrow_line_is_found_before_it_loses_anything(
    sfu: SfuThread, enter: Enter, line: LossyLink
) -> None:
    marcel, nadia = enter(MARCEL, change=line.change), enter(NADIA, on=())
    marcel.await_that(lambda: weight(marcel) > 500_000, "the large layer")
    line.width = (
        150_000  # about 270,000 are sent, whatever may be: the pictures of the false camera are light
    )
    marcel.await_that(lambda: weight(marcel) < 300_000, "a lighter picture")
    nadia.await_more("v0", "framesDecoded", 30)
    assert nadia.received("v0", "packetsLost") == 0


def weight(sender: ChromiumPeer) -> float:
    """Return the target bit rate of a browser's pictures."""
    return sender.sent("l", "targetBitrate") + sender.sent("h", "targetBitrate")


def test_a_screen_is_seen_first_beside_the_face_of_who_shares_it(sfu: SfuThread, enter: Enter) -> None:
    marcel, nadia = enter(MARCEL), enter(NADIA, on=())
    nadia.await_more("v0", "framesDecoded", 10)
    marcel.page.evaluate("share()")
    sfu.call(lambda: sfu.meeting.announce(MARCEL, "screen", True))
    nadia.await_that(lambda: nadia.received("v1", "frameHeight") == 450, "the screen")
    nadia.await_more("v0", "framesDecoded", 10)
    pictures = [slot for slot in sfu.notes.slots[NADIA].slots if slot.person and slot.source != "microphone"]
    assert [(slot.mid, slot.source) for slot in pictures] == [("v1", "screen"), ("v0", "camera")]


def test_whoever_begins_anew_is_seen_again_and_whoever_is_put_out_sees_their_connection_end(
    sfu: SfuThread, enter: Enter
) -> None:
    marcel, nadia = enter(MARCEL), enter(NADIA)
    nadia.await_more("v0", "framesDecoded", 10)
    marcel.meet()
    nadia.await_more("v0", "framesDecoded", 30)
    marcel.await_more("v0", "framesDecoded", 10)
    sfu.call(lambda: sfu.meeting.shut(NADIA))
    nadia.await_that(lambda: nadia.figures()["state"] in ("closed", "failed"), "the end")
    assert marcel.figures()["state"] == "connected"
