"""The SFU end to end, with fake browsers that send exactly what a test wants."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress

import pytest
from aioice import stun

from realtime.meeting.media.interface import BadDescription
from realtime.meeting.media.sfu import rtcp
from realtime.meeting.media.sfu.demuxer import MOST_NEW_SSRCS
from realtime.meeting.media.sfu.dtls import DtlsCertificate
from realtime.meeting.media.sfu.ice import MOST_ADDRESSES
from realtime.meeting.media.sfu.rtp import HEADER, HEADER_LENGTH
from realtime.meeting.media.sfu.token_bucket import PER_SECOND
from realtime.wire.meeting import OfferMedia, Track, TrickleMedia, ViewMeeting
from rooms.meetings.ice import UDP_PROBE
from tests.realtime.meeting.media.sfu.fake_browser import (
    DELTA,
    KEY,
    PATIENCE,
    FakeBrowser,
    header,
    new_socket,
)
from tests.realtime.meeting.media.sfu.sfu_thread import MEETING, SfuThread

NADIA, MARCEL, JUDITH = 1, 2, 3
Ring = Callable[..., FakeBrowser]


@pytest.fixture
def ring(sfu: SfuThread) -> Iterator[Ring]:
    """Let a person in with a fake browser, ``connected`` by default."""
    with ExitStack() as stack:

        def ring(
            person: int, *on: Track, pictures: int = 4, connected: bool = True, **words: str
        ) -> FakeBrowser:
            view = ViewMeeting(meeting=MEETING, pictures=pictures)
            caller = FakeBrowser(sfu.offer(person, view, *on or ("microphone", "camera")), **words)
            stack.callback(caller.close)
            sfu.answer(person, caller.answer())
            if connected:
                caller.connect()
            return caller

        yield ring


@pytest.fixture
def nadia(ring: Ring) -> FakeBrowser:
    return ring(NADIA)


@pytest.fixture
def marcel(ring: Ring, nadia: FakeBrowser) -> FakeBrowser:
    return ring(MARCEL)


def pass_on(sender: FakeBrowser, receiver: FakeBrowser, payload: bytes) -> bytes:
    """Let one picture of ``sender`` reach ``receiver``; return it as it arrives."""
    count = len(receiver.heard)
    sender.show(payload)
    receiver.listen(lambda: len(receiver.heard) > count)
    return receiver.heard[-1]


def is_seen(sender: FakeBrowser, receiver: FakeBrowser) -> None:
    """Wait until a key frame of ``sender`` is asked for, and show it."""
    sender.listen(lambda: rtcp.KeyFrameRequest(12) in sender.reports)
    count, shown = len(receiver.heard), 0
    while len(receiver.heard) == count:
        sender.show(KEY)
        receiver.hears_nothing(0.1)
        shown += 1
    while shown > 1 and not receiver.hears_nothing():
        continue  # another one may have been on its way


class PacketLog:
    """A sink that logs."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.heard.append(packet)

    def hears_nothing(self, seconds: float = 0.3) -> bool:
        """Whether no packet comes for a while."""
        before = len(self.heard)
        time.sleep(seconds)
        return len(self.heard) == before


def await_picture(
    picture: bytes, sender: FakeBrowser, viewer: FakeBrowser | PacketLog, **shown: bytes
) -> None:
    """Let ``sender`` show key frames, by media section, until the newest one of ``viewer`` is ``picture``."""
    end = time.monotonic() + PATIENCE
    while not any(packet.endswith(picture) for packet in viewer.heard[-1:]):
        assert time.monotonic() < end, f"{picture!r} never came"
        for mid, payload in shown.items():
            sender.show(KEY + payload, mid)
        viewer.hears_nothing(0.1)


class TestPictures:
    def test_a_mistake_in_one_meeting_does_not_stop_the_clock_of_another(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser, caplog: pytest.LogCaptureFixture
    ) -> None:
        def mistake(_now: float) -> None:
            raise ZeroDivisionError

        broken = sfu.call(lambda: sfu.socket.meeting(MEETING + 1, sfu.notes))
        sfu.call(lambda: setattr(broken, "tick", mistake))
        is_seen(nadia, marcel)
        assert "ZeroDivisionError" in caplog.text

    def test_whoever_sends_large_alone_is_seen_large_and_small_as_soon_as_that_comes_too(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        look = ViewMeeting(meeting=MEETING, pictures=4, first=180)
        sfu.call(lambda: sfu.meeting.view(MARCEL, look))
        await_picture(b"large", nadia, marcel, h=b"large")
        await_picture(b"small", nadia, marcel, h=b"large", l=b"small")

    def test_a_recorder_is_given_the_large_picture_and_the_small_one_while_that_comes_alone(
        self, sfu: SfuThread, nadia: FakeBrowser
    ) -> None:
        recorder = PacketLog()
        sfu.call(lambda: sfu.meeting.attach(recorder))
        await_picture(b"large", nadia, recorder, h=b"large", l=b"small")
        await_picture(b"small", nadia, recorder, l=b"small")

    def test_one_begins_with_a_key_frame_and_never_before(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        is_seen(nadia, marcel)
        assert marcel.heard[0].endswith(KEY)
        assert pass_on(nadia, marcel, DELTA).endswith(DELTA)

    def test_numbers_and_clock_go_on_when_a_slot_changes(
        self, sfu: SfuThread, ring: Ring, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        judith = ring(JUDITH, pictures=1)
        is_seen(nadia, judith)
        first = header(judith.heard[-1])
        sfu.call(lambda: sfu.meeting.view(JUDITH, ViewMeeting(meeting=MEETING, pictures=1, pinned=MARCEL)))
        marcel.show(DELTA)
        is_seen(marcel, judith)
        second = header(judith.heard[-1])
        numbers = [header(packet)[1] for packet in judith.heard]  # one more of Nadia's may be on its way
        assert [(each - numbers[0]) % 2**16 for each in numbers] == list(range(len(numbers)))
        assert 0 < second[2] - first[2] < 30 * 90_000
        assert second[3] == first[3]

    def test_nobody_is_sent_their_own(self, nadia: FakeBrowser, marcel: FakeBrowser) -> None:
        marcel.show(KEY)
        is_seen(nadia, marcel)
        assert nadia.hears_nothing() or all(packet.endswith(KEY) for packet in nadia.heard)
        assert stand_in_slots(nadia) == 0

    def test_what_gets_lost_on_the_way_in_is_asked_for_and_passed_on(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        lost = nadia.packet("l", 6000, b"\x10\x01lost")
        pass_on(nadia, marcel, DELTA)
        nadia.listen(lambda: any(isinstance(told, rtcp.Nack) for told in nadia.reports))
        before = len(marcel.heard)
        nadia.say(lost)
        marcel.listen(lambda: len(marcel.heard) > before)
        numbers = [header(packet)[1] for packet in marcel.heard[-2:]]
        assert numbers[1] == numbers[0] - 1

    def test_what_gets_lost_on_the_way_out_is_sent_again_in_a_stream_of_its_own(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        packet = pass_on(nadia, marcel, DELTA)
        _, seq, _, ssrc = header(packet)
        marcel.report(rtcp.nack(ssrc, [seq]))
        marcel.listen(lambda: marcel.heard[-1] != packet)
        again = marcel.heard[-1]
        assert again[HEADER_LENGTH:] == seq.to_bytes(2, "big") + DELTA

    def test_what_was_never_sent_is_not_sent_again(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        _, seq, _, ssrc = header(marcel.heard[-1])
        marcel.report(rtcp.nack(ssrc, [seq - 1, seq + 1, seq + 30_000]))
        marcel.report(rtcp.nack(99, [seq]))
        assert marcel.hears_nothing()
        assert sfu.socket.counters.resent == 0

    def test_a_viewer_that_cannot_go_on_gets_a_key_frame(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        nadia.reports.clear()
        marcel.report(rtcp.pli(header(marcel.heard[-1])[3]))
        nadia.listen(lambda: rtcp.KeyFrameRequest(12) in nadia.reports)

    def test_a_camera_that_is_held_is_not_seen(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        sfu.call(lambda: sfu.meeting.hold(NADIA, "camera", True))
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        assert sfu.socket.counters.held > 0


def stand_in_slots(caller: FakeBrowser) -> int:
    """Count the packets that a browser got back of what it sent itself."""
    return sum(header(packet)[3] in (11, 12, 13, 14) for packet in caller.heard)


class TestVoices:
    def test_who_has_not_turned_their_microphone_on_takes_nobodys_place(
        self, sfu: SfuThread, ring: Ring, marcel: FakeBrowser
    ) -> None:
        judith = ring(JUDITH, "camera")
        for _ in range(20):
            judith.speak(127)
        is_seen(judith, marcel)
        assert JUDITH not in [slot.person for slot in sfu.notes.slots[MARCEL].slots if slot.mid[0] == "a"]

    def test_a_voice_is_heard_from_its_first_packet(self, nadia: FakeBrowser, marcel: FakeBrowser) -> None:
        nadia.speak(payload=b"hello")
        marcel.listen(lambda: bool(marcel.heard))
        assert marcel.heard[0].endswith(b"hello")

    def test_a_voice_that_is_held_is_dropped_whatever_the_browser_does(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        nadia.speak()
        marcel.listen(lambda: bool(marcel.heard))
        sfu.call(lambda: sfu.meeting.hold(NADIA, "microphone", True))
        for _ in range(5):
            nadia.speak()
        assert marcel.hears_nothing()

    def test_it_goes_on_where_it_was_when_it_may_pass_again(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        nadia.speak()
        marcel.listen(lambda: len(marcel.heard) == 1)
        for held in (True, False):
            sfu.call(lambda held=held: sfu.meeting.hold(NADIA, "microphone", held))  # type: ignore[misc]
            nadia.speak()
        marcel.listen(lambda: len(marcel.heard) == 2)
        assert header(marcel.heard[1])[1] == header(marcel.heard[0])[1] + 1

    def test_groups_hear_only_themselves(
        self, sfu: SfuThread, ring: Ring, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        judith = ring(JUDITH)
        sfu.call(lambda: sfu.meeting.group({NADIA: 1, JUDITH: 1, MARCEL: 2}))
        nadia.speak()
        judith.listen(lambda: bool(judith.heard))
        assert marcel.hears_nothing()
        sfu.call(lambda: sfu.meeting.group({}))
        nadia.speak()
        marcel.listen(lambda: bool(marcel.heard))

    def test_who_comes_back_is_in_their_group_at_once(
        self, sfu: SfuThread, ring: Ring, nadia: FakeBrowser
    ) -> None:
        sfu.call(lambda: sfu.meeting.group({MARCEL: 1}))
        marcel = ring(MARCEL)
        nadia.speak()
        assert marcel.hears_nothing()

    def test_who_speaks_is_told(self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser) -> None:
        for _ in range(5):
            nadia.speak()
        nadia.listen(lambda: [NADIA] in sfu.notes.speaking)


class TestTheDoor:
    def test_a_person_has_a_few_addresses_and_the_oldest_is_strange_again(
        self, sfu: SfuThread, nadia: FakeBrowser
    ) -> None:
        first = nadia.socket
        others = [new_socket() for _ in range(MOST_ADDRESSES)]
        for nadia.socket in others:
            nadia.say(nadia.check())
            nadia.listen(lambda: nadia.socket.recv(2048) != b"")
        strange = sfu.call(lambda: sfu.socket.counters.strange)
        first.sendto(bytes([0x80]) + bytes(20), nadia.house)
        while sfu.call(lambda: sfu.socket.counters.strange) == strange:
            pass
        for other in (first, *others[:-1]):
            other.close()

    def test_media_follow_a_phone_that_changes_its_network(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        marcel.move()
        marcel.listen(lambda: pass_on(nadia, marcel, DELTA).endswith(DELTA))
        nadia.move()
        nadia.speak()
        marcel.listen(lambda: marcel.heard[-1].endswith(b"opus"))

    def test_an_address_that_proved_nothing_gets_nothing(
        self, sfu: SfuThread, nadia: FakeBrowser, ring: Ring
    ) -> None:
        stranger = ring(MARCEL, connected=False)
        stranger.call()
        stranger.say(stranger.check(password="guessed"))
        stranger.say(stranger.check(words="nobody:nobody"))
        stranger.say(b"\x80" + bytes(40))
        stranger.say(b"")
        stranger.say(b"\xff")
        with pytest.raises(AssertionError, match="never came"):
            stranger.listen(lambda: stranger.up, patience=0.5)
        assert sfu.socket.counters.strange == 6

    def test_a_certificate_that_the_answer_does_not_name_is_refused(self, sfu: SfuThread, ring: Ring) -> None:
        forger = ring(NADIA, connected=False, fingerprint=DtlsCertificate().fingerprint)
        forger.say(forger.check())
        forger.call()
        forger.listen(lambda: NADIA in sfu.notes.ended)
        assert not sfu.call(lambda: sfu.meeting.has_connection(NADIA))
        assert sfu.socket.counters.people == 0

    def test_a_forged_packet_goes_nowhere(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        forged = bytearray(nadia.packet("l", 6000, DELTA))
        forged[-1] ^= 1
        nadia.say(bytes(forged))
        assert marcel.hears_nothing()
        assert sfu.socket.counters.forged == 1

    def test_a_packet_that_comes_twice_is_passed_on_once(
        self, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        packet = nadia.packet("l", 6000, DELTA)
        nadia.say(packet)
        nadia.say(packet)
        marcel.listen(lambda: len(marcel.heard) == 2)
        assert marcel.hears_nothing()

    def test_another_codec_goes_nowhere(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        nadia.say(protect(nadia, HEADER.pack(0x80, 120, 7, 8, 12) + DELTA))
        assert marcel.hears_nothing()
        assert sfu.socket.counters.malformed == 1

    def test_streams_without_end_cost_no_memory(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        for ssrc in range(1000, 1000 + 2 * MOST_NEW_SSRCS):
            nadia.say(protect(nadia, HEADER.pack(0x80, 96, 7, 8, ssrc) + DELTA))
        nadia.listen(lambda: sfu.socket.counters.forged == MOST_NEW_SSRCS)
        assert marcel.hears_nothing()

    def test_a_flood_is_dropped_at_the_entrance(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        for _ in range(3 * int(PER_SECOND)):
            nadia.say(b"\x80" + bytes(30))
        nadia.listen(lambda: sfu.socket.counters.excess > 0)

    def test_whoever_is_shut_out_is_told_and_forgotten_at_once(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        is_seen(nadia, marcel)
        sfu.call(lambda: sfu.meeting.shut(NADIA))
        nadia.show(DELTA)
        nadia.speak()
        assert marcel.hears_nothing()
        assert nadia.is_told_goodbye
        assert sfu.notes.ended == []

    def test_a_browser_that_says_goodbye_is_gone(self, sfu: SfuThread, nadia: FakeBrowser) -> None:
        nadia.say_goodbye()
        nadia.listen(lambda: sfu.notes.ended == [NADIA])

    def test_who_is_lost_may_begin_anew_in_the_same_breath(
        self, sfu: SfuThread, nadia: FakeBrowser, ring: Ring
    ) -> None:
        view = ViewMeeting(meeting=MEETING, pictures=4)
        sfu.notes.when_lost = lambda person: sfu.meeting.open(person, view)
        nadia.say_goodbye()
        nadia.listen(lambda: sfu.notes.ended == [NADIA])
        again = FakeBrowser(sfu.notes.offers[NADIA])
        sfu.answer(NADIA, again.answer())
        again.connect()
        again.close()
        assert sfu.notes.ended == [NADIA]
        assert sfu.socket.counters.people == 1

    def test_beginning_anew_ends_what_was_before(
        self, sfu: SfuThread, nadia: FakeBrowser, ring: Ring
    ) -> None:
        again = ring(NADIA)
        marcel = ring(MARCEL)
        is_seen(again, marcel)
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        assert sfu.socket.counters.people == 2
        assert sfu.notes.ended == []

    def test_the_answer_may_come_after_the_first_check(self, sfu: SfuThread) -> None:
        early = FakeBrowser(sfu.offer(NADIA))
        early.say(early.check())
        early.listen(lambda: True)
        sfu.answer(NADIA, early.answer())
        early.connect()
        early.close()

    def test_the_answer_may_come_after_the_first_words_of_the_handshake(self, sfu: SfuThread) -> None:
        early = FakeBrowser(sfu.offer(NADIA))
        early.say(early.check())
        early.call()
        early.hears_nothing(0.1)
        sfu.answer(NADIA, early.answer())
        early.listen(lambda: early.up)
        early.close()

    def test_who_checks_from_two_addresses_is_spoken_to_where_they_speak(self, sfu: SfuThread) -> None:
        nadia = FakeBrowser(sfu.offer(NADIA))
        sfu.answer(NADIA, nadia.answer())
        nadia.say(nadia.check(nominate=False))
        nadia.socket.close()
        nadia.socket = new_socket()
        nadia.say(nadia.check(nominate=False))
        nadia.call()
        nadia.listen(lambda: nadia.up)
        nadia.close()


class TestSignals:
    def test_a_malformed_answer_is_refused_and_nothing_else_breaks(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        with pytest.raises(BadDescription):
            sfu.answer(NADIA, "v=0\r\n")
        is_seen(nadia, marcel)

    def test_an_answer_to_nothing_is_refused(self, sfu: SfuThread, nadia: FakeBrowser) -> None:
        with pytest.raises(BadDescription):
            sfu.answer(JUDITH, nadia.answer())

    def test_browsers_do_not_offer(self, sfu: SfuThread) -> None:
        offer = OfferMedia(meeting=MEETING, peer=0, sdp="v=0")
        with pytest.raises(BadDescription):
            sfu.call(lambda: sfu.meeting.apply_signal(NADIA, offer))

    def test_the_knock_of_a_door_is_answered_and_a_wrong_one_is_not(
        self, sfu: SfuThread, nadia: FakeBrowser
    ) -> None:
        known = dict(sfu.socket._by_address)
        for password, answers in (("some other word of enough letters", False), (UDP_PROBE.password, True)):
            nadia.say(nadia.check(words=f"{UDP_PROBE.ufrag}:{nadia.ufrag}", password=password))
            assert _is_answered(nadia, password) is answers
        assert sfu.socket._by_address == known, "who knocks is known by it no better"

    def test_candidates_are_not_even_read(self, sfu: SfuThread, nadia: FakeBrowser) -> None:
        with closing(new_socket()) as elsewhere:
            address, port = elsewhere.getsockname()
            named = f"candidate:1 1 udp 1 {address} {port} typ host"
            sfu.call(
                lambda: sfu.meeting.apply_signal(
                    NADIA, TrickleMedia(meeting=MEETING, peer=0, candidate=named)
                )
            )
            offered = sfu.offer(JUDITH)
            judith = FakeBrowser(offered)
            sfu.answer(JUDITH, judith.answer() + f"a={named}\r\n")
            judith.connect()
            elsewhere.settimeout(1.0)
            with pytest.raises(TimeoutError):
                elsewhere.recv(2048)
            judith.close()

    def test_slots_are_told_when_they_change_and_only_then(
        self, sfu: SfuThread, nadia: FakeBrowser, marcel: FakeBrowser
    ) -> None:
        told = [(slot.mid, slot.person, slot.source) for slot in sfu.notes.slots[NADIA].slots]
        assert told[3] == ("v0", MARCEL, "camera")
        sfu.notes.slots.clear()
        sfu.call(lambda: sfu.meeting.announce(MARCEL, "camera", True))
        sfu.call(lambda: None)
        assert sfu.notes.slots == {}
        sfu.call(lambda: sfu.meeting.announce(MARCEL, "camera", False))
        sfu.call(lambda: None)
        assert [slot.person for slot in sfu.notes.slots[NADIA].slots if slot.mid == "v0"] == [None]


class TestWithoutASocket:
    def test_a_recorder_is_given_what_a_browser_would_see_and_hear(
        self, sfu: SfuThread, nadia: FakeBrowser
    ) -> None:
        tape = PacketTape()
        viewer = sfu.call(lambda: sfu.meeting.attach(tape))
        nadia.show(DELTA)
        nadia.listen(lambda: rtcp.KeyFrameRequest(12) in nadia.reports)
        nadia.show(KEY)
        nadia.speak(payload=b"hello")
        nadia.listen(lambda: len(tape.packets) == 2)
        assert [header(packet)[3] for packet in tape.packets] == [viewer.ssrcs["v0"], viewer.ssrcs["a0"]]
        assert [packet[HEADER_LENGTH:] for packet in tape.packets] == [KEY, b"hello"]
        sfu.call(viewer.detach)
        nadia.speak()
        sfu.call(lambda: None)
        assert len(tape.packets) == 2


class PacketTape:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.packets.append(packet)


def protect(caller: FakeBrowser, packet: bytes) -> bytes:
    """Protect any packet as the browser's own."""
    assert caller.protector is not None
    caller.buffer.data[: len(packet)] = packet
    return bytes(caller.buffer.data[: caller.protector.protect(caller.buffer, len(packet))])


def _is_answered(caller: FakeBrowser, password: str) -> bool:
    """Whether an answer signed with ``password`` comes to the check just said."""
    caller.socket.settimeout(0.5)
    with suppress(TimeoutError):
        while datagram := caller.socket.recv(2048):
            if datagram[0] < 4 and stun.parse_message(datagram).check_message_integrity(password.encode()):
                return True
    return False
