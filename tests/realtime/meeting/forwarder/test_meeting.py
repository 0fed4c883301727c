"""The forwarder end to end, in front of stand-ins that say on the wire exactly what a test wants."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress

import pytest
from aioice import stun

from realtime.meeting.forwarder import rtcp
from realtime.meeting.forwarder.arriving import MOST_LEARNT
from realtime.meeting.forwarder.dtls import Certificate
from realtime.meeting.forwarder.ice import MOST_ADDRESSES
from realtime.meeting.forwarder.pace import PER_SECOND
from realtime.meeting.forwarder.rtp import HEADER, HEADER_LENGTH
from realtime.meeting.media import BadDescription
from realtime.wire.meeting import OfferMedia, Track, TrickleMedia, ViewMeeting
from rooms.meetings.relaying import KNOCK
from tests.realtime.meeting.forwarder.caller import DELTA, KEY, PATIENCE, Caller, header, new_socket
from tests.realtime.meeting.forwarder.stand import MEETING, Stand

NADIA, MARCEL, JUDITH = 1, 2, 3
Ring = Callable[..., Caller]


@pytest.fixture
def ring(stand: Stand) -> Iterator[Ring]:
    """Let a person in by a stand-in; ``connected`` unless told otherwise."""
    with ExitStack() as stack:

        def ring(person: int, *on: Track, pictures: int = 4, connected: bool = True, **words: str) -> Caller:
            view = ViewMeeting(meeting=MEETING, pictures=pictures)
            caller = Caller(stand.offer(person, view, *on or ("microphone", "camera")), **words)
            stack.callback(caller.close)
            stand.answer(person, caller.answer())
            if connected:
                caller.connect()
            return caller

        yield ring


@pytest.fixture
def nadia(ring: Ring) -> Caller:
    return ring(NADIA)


@pytest.fixture
def marcel(ring: Ring, nadia: Caller) -> Caller:
    return ring(MARCEL)


def pass_on(sender: Caller, receiver: Caller, payload: bytes) -> bytes:
    """Let one picture of ``sender`` reach ``receiver``; as it arrives."""
    count = len(receiver.heard)
    sender.show(payload)
    receiver.listen(lambda: len(receiver.heard) > count)
    return receiver.heard[-1]


def is_seen(sender: Caller, receiver: Caller) -> None:
    """Wait until a key frame of ``sender`` is asked for, and show it."""
    sender.listen(lambda: rtcp.PictureWanted(12) in sender.reports)
    count = len(receiver.heard)
    while len(receiver.heard) == count:
        sender.show(KEY)
        receiver.hears_nothing(0.1)


class Recorder:
    """A sink: what it was given."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.heard.append(packet)

    def hears_nothing(self, seconds: float = 0.3) -> bool:
        """Whether no packet comes for a while."""
        before = len(self.heard)
        time.sleep(seconds)
        return len(self.heard) == before


def await_picture(picture: bytes, sender: Caller, viewer: Caller | Recorder, **shown: bytes) -> None:
    """Let ``sender`` show key frames, by media section, until the newest one of ``viewer`` is ``picture``."""
    end = time.monotonic() + PATIENCE
    while not any(packet.endswith(picture) for packet in viewer.heard[-1:]):
        assert time.monotonic() < end, f"{picture!r} never came"
        for mid, payload in shown.items():
            sender.show(KEY + payload, mid)
        viewer.hears_nothing(0.1)


class TestPictures:
    def test_a_mistake_in_one_meeting_does_not_stop_the_clock_of_another(
        self, stand: Stand, nadia: Caller, marcel: Caller, caplog: pytest.LogCaptureFixture
    ) -> None:
        def mistake(_now: float) -> None:
            raise ZeroDivisionError

        broken = stand.call(lambda: stand.socket.meeting(MEETING + 1, stand.notes))
        stand.call(lambda: setattr(broken, "tick", mistake))
        is_seen(nadia, marcel)
        assert "ZeroDivisionError" in caplog.text

    def test_whoever_sends_large_alone_is_seen_large_and_small_as_soon_as_that_comes_too(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        look = ViewMeeting(meeting=MEETING, pictures=4, first=180)
        stand.call(lambda: stand.meeting.view(MARCEL, look))
        await_picture(b"large", nadia, marcel, h=b"large")
        await_picture(b"small", nadia, marcel, h=b"large", l=b"small")

    def test_a_recorder_is_given_the_large_picture_and_the_small_one_while_that_comes_alone(
        self, stand: Stand, nadia: Caller
    ) -> None:
        recorder = Recorder()
        stand.call(lambda: stand.meeting.attach(recorder))
        await_picture(b"large", nadia, recorder, h=b"large", l=b"small")
        await_picture(b"small", nadia, recorder, l=b"small")

    def test_one_begins_with_a_key_frame_and_never_before(self, nadia: Caller, marcel: Caller) -> None:
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        is_seen(nadia, marcel)
        assert marcel.heard[0].endswith(KEY)
        assert pass_on(nadia, marcel, DELTA).endswith(DELTA)

    def test_numbers_and_clock_go_on_when_a_slot_changes(
        self, stand: Stand, ring: Ring, nadia: Caller, marcel: Caller
    ) -> None:
        judith = ring(JUDITH, pictures=1)
        is_seen(nadia, judith)
        first = header(judith.heard[-1])
        stand.call(
            lambda: stand.meeting.view(JUDITH, ViewMeeting(meeting=MEETING, pictures=1, pinned=MARCEL))
        )
        marcel.show(DELTA)
        is_seen(marcel, judith)
        second = header(judith.heard[-1])
        assert second[1] == first[1] + 1
        assert 0 < second[2] - first[2] < 30 * 90_000
        assert second[3] == first[3]

    def test_nobody_is_sent_their_own(self, nadia: Caller, marcel: Caller) -> None:
        marcel.show(KEY)
        is_seen(nadia, marcel)
        assert nadia.hears_nothing() or all(packet.endswith(KEY) for packet in nadia.heard)
        assert stand_in_slots(nadia) == 0

    def test_what_gets_lost_on_the_way_in_is_asked_for_and_passed_on(
        self, nadia: Caller, marcel: Caller
    ) -> None:
        is_seen(nadia, marcel)
        lost = nadia.packet("l", 6000, b"\x10\x01lost")
        pass_on(nadia, marcel, DELTA)
        nadia.listen(lambda: any(isinstance(told, rtcp.Lost) for told in nadia.reports))
        before = len(marcel.heard)
        nadia.say(lost)
        marcel.listen(lambda: len(marcel.heard) > before)
        numbers = [header(packet)[1] for packet in marcel.heard[-2:]]
        assert numbers[1] == numbers[0] - 1

    def test_what_gets_lost_on_the_way_out_is_sent_again_in_a_stream_of_its_own(
        self, nadia: Caller, marcel: Caller
    ) -> None:
        is_seen(nadia, marcel)
        packet = pass_on(nadia, marcel, DELTA)
        _, seq, _, ssrc = header(packet)
        marcel.report(rtcp.nack(ssrc, [seq]))
        marcel.listen(lambda: marcel.heard[-1] != packet)
        again = marcel.heard[-1]
        assert again[HEADER_LENGTH:] == seq.to_bytes(2, "big") + DELTA

    def test_what_was_never_sent_is_not_sent_again(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        _, seq, _, ssrc = header(marcel.heard[-1])
        marcel.report(rtcp.nack(ssrc, [seq - 1, seq + 1, seq + 30_000]))
        marcel.report(rtcp.nack(99, [seq]))
        assert marcel.hears_nothing()
        assert stand.socket.counters.resent == 0

    def test_a_viewer_that_cannot_go_on_gets_a_key_frame(self, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        nadia.reports.clear()
        marcel.report(rtcp.pli(header(marcel.heard[-1])[3]))
        nadia.listen(lambda: rtcp.PictureWanted(12) in nadia.reports)

    def test_a_camera_that_is_held_is_not_seen(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        stand.call(lambda: stand.meeting.hold(NADIA, "camera", True))
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        assert stand.socket.counters.held > 0


def stand_in_slots(caller: Caller) -> int:
    """How many packets a caller got back of what it sent itself."""
    return sum(header(packet)[3] in (11, 12, 13, 14) for packet in caller.heard)


class TestVoices:
    def test_who_has_not_turned_their_microphone_on_takes_nobodys_place(
        self, stand: Stand, ring: Ring, marcel: Caller
    ) -> None:
        judith = ring(JUDITH, "camera")
        for _ in range(20):
            judith.speak(127)
        is_seen(judith, marcel)
        assert JUDITH not in [slot.person for slot in stand.notes.slots[MARCEL].slots if slot.mid[0] == "a"]

    def test_a_voice_is_heard_from_its_first_packet(self, nadia: Caller, marcel: Caller) -> None:
        nadia.speak(payload=b"hello")
        marcel.listen(lambda: bool(marcel.heard))
        assert marcel.heard[0].endswith(b"hello")

    def test_a_voice_that_is_held_is_dropped_whatever_the_browser_does(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        nadia.speak()
        marcel.listen(lambda: bool(marcel.heard))
        stand.call(lambda: stand.meeting.hold(NADIA, "microphone", True))
        for _ in range(5):
            nadia.speak()
        assert marcel.hears_nothing()

    def test_it_goes_on_where_it_was_when_it_may_pass_again(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        nadia.speak()
        marcel.listen(lambda: len(marcel.heard) == 1)
        for held in (True, False):
            stand.call(lambda held=held: stand.meeting.hold(NADIA, "microphone", held))  # type: ignore[misc]
            nadia.speak()
        marcel.listen(lambda: len(marcel.heard) == 2)
        assert header(marcel.heard[1])[1] == header(marcel.heard[0])[1] + 1

    def test_groups_hear_only_themselves(
        self, stand: Stand, ring: Ring, nadia: Caller, marcel: Caller
    ) -> None:
        judith = ring(JUDITH)
        stand.call(lambda: stand.meeting.group({NADIA: 1, JUDITH: 1, MARCEL: 2}))
        nadia.speak()
        judith.listen(lambda: bool(judith.heard))
        assert marcel.hears_nothing()
        stand.call(lambda: stand.meeting.group({}))
        nadia.speak()
        marcel.listen(lambda: bool(marcel.heard))

    def test_who_comes_back_is_in_their_group_at_once(self, stand: Stand, ring: Ring, nadia: Caller) -> None:
        stand.call(lambda: stand.meeting.group({MARCEL: 1}))
        marcel = ring(MARCEL)
        nadia.speak()
        assert marcel.hears_nothing()

    def test_who_speaks_is_told(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        for _ in range(5):
            nadia.speak()
        nadia.listen(lambda: [NADIA] in stand.notes.speaking)


class TestTheDoor:
    def test_a_person_has_a_few_addresses_and_the_oldest_is_strange_again(
        self, stand: Stand, nadia: Caller
    ) -> None:
        first = nadia.socket
        others = [new_socket() for _ in range(MOST_ADDRESSES)]
        for nadia.socket in others:
            nadia.say(nadia.check())
            nadia.listen(lambda: nadia.socket.recv(2048) != b"")
        strange = stand.call(lambda: stand.socket.counters.strange)
        first.sendto(bytes([0x80]) + bytes(20), nadia.house)
        while stand.call(lambda: stand.socket.counters.strange) == strange:
            pass
        for other in (first, *others[:-1]):
            other.close()

    def test_media_follow_a_phone_that_changes_its_network(self, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        marcel.move()
        marcel.listen(lambda: pass_on(nadia, marcel, DELTA).endswith(DELTA))
        nadia.move()
        nadia.speak()
        marcel.listen(lambda: marcel.heard[-1].endswith(b"opus"))

    def test_an_address_that_proved_nothing_gets_nothing(
        self, stand: Stand, nadia: Caller, ring: Ring
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
        assert stand.socket.counters.strange == 6

    def test_a_certificate_that_the_answer_does_not_name_is_refused(self, stand: Stand, ring: Ring) -> None:
        forger = ring(NADIA, connected=False, fingerprint=Certificate().fingerprint)
        forger.say(forger.check())
        forger.call()
        forger.listen(lambda: NADIA in stand.notes.ended)
        assert not stand.call(lambda: stand.meeting.runs(NADIA))
        assert stand.socket.counters.people == 0

    def test_a_forged_packet_goes_nowhere(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        forged = bytearray(nadia.packet("l", 6000, DELTA))
        forged[-1] ^= 1
        nadia.say(bytes(forged))
        assert marcel.hears_nothing()
        assert stand.socket.counters.forged == 1

    def test_a_packet_that_comes_twice_is_passed_on_once(self, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        packet = nadia.packet("l", 6000, DELTA)
        nadia.say(packet)
        nadia.say(packet)
        marcel.listen(lambda: len(marcel.heard) == 2)
        assert marcel.hears_nothing()

    def test_another_codec_goes_nowhere(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        is_seen(nadia, marcel)
        nadia.say(seal(nadia, HEADER.pack(0x80, 120, 7, 8, 12) + DELTA))
        assert marcel.hears_nothing()
        assert stand.socket.counters.malformed == 1

    def test_streams_without_end_cost_no_memory(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        for ssrc in range(1000, 1000 + 2 * MOST_LEARNT):
            nadia.say(seal(nadia, HEADER.pack(0x80, 96, 7, 8, ssrc) + DELTA))
        nadia.listen(lambda: stand.socket.counters.forged == MOST_LEARNT)
        assert marcel.hears_nothing()

    def test_a_flood_is_dropped_at_the_entrance(self, stand: Stand, nadia: Caller, marcel: Caller) -> None:
        for _ in range(3 * int(PER_SECOND)):
            nadia.say(b"\x80" + bytes(30))
        nadia.listen(lambda: stand.socket.counters.excess > 0)

    def test_whoever_is_shut_out_is_told_and_forgotten_at_once(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        is_seen(nadia, marcel)
        stand.call(lambda: stand.meeting.shut(NADIA))
        nadia.show(DELTA)
        nadia.speak()
        assert marcel.hears_nothing()
        assert nadia.is_told_goodbye
        assert stand.notes.ended == []

    def test_a_browser_that_says_goodbye_is_gone(self, stand: Stand, nadia: Caller) -> None:
        nadia.say_goodbye()
        nadia.listen(lambda: stand.notes.ended == [NADIA])

    def test_who_is_lost_may_begin_anew_in_the_same_breath(
        self, stand: Stand, nadia: Caller, ring: Ring
    ) -> None:
        view = ViewMeeting(meeting=MEETING, pictures=4)
        stand.notes.when_lost = lambda person: stand.meeting.open(person, view)
        nadia.say_goodbye()
        nadia.listen(lambda: stand.notes.ended == [NADIA])
        again = Caller(stand.notes.offers[NADIA])
        stand.answer(NADIA, again.answer())
        again.connect()
        again.close()
        assert stand.notes.ended == [NADIA]
        assert stand.socket.counters.people == 1

    def test_beginning_anew_ends_what_was_before(self, stand: Stand, nadia: Caller, ring: Ring) -> None:
        again = ring(NADIA)
        marcel = ring(MARCEL)
        is_seen(again, marcel)
        nadia.show(DELTA)
        assert marcel.hears_nothing()
        assert stand.socket.counters.people == 2
        assert stand.notes.ended == []

    def test_the_answer_may_come_after_the_first_check(self, stand: Stand) -> None:
        early = Caller(stand.offer(NADIA))
        early.say(early.check())
        early.listen(lambda: True)
        stand.answer(NADIA, early.answer())
        early.connect()
        early.close()

    def test_the_answer_may_come_after_the_first_words_of_the_handshake(self, stand: Stand) -> None:
        early = Caller(stand.offer(NADIA))
        early.say(early.check())
        early.call()
        early.hears_nothing(0.1)
        stand.answer(NADIA, early.answer())
        early.listen(lambda: early.up)
        early.close()

    def test_who_checks_from_two_addresses_is_spoken_to_where_they_speak(self, stand: Stand) -> None:
        nadia = Caller(stand.offer(NADIA))
        stand.answer(NADIA, nadia.answer())
        nadia.say(nadia.check(nominate=False))
        nadia.socket.close()
        nadia.socket = new_socket()
        nadia.say(nadia.check(nominate=False))
        nadia.call()
        nadia.listen(lambda: nadia.up)
        nadia.close()


class TestSignals:
    def test_a_malformed_answer_is_refused_and_nothing_else_breaks(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        with pytest.raises(BadDescription):
            stand.answer(NADIA, "v=0\r\n")
        is_seen(nadia, marcel)

    def test_an_answer_to_nothing_is_refused(self, stand: Stand, nadia: Caller) -> None:
        with pytest.raises(BadDescription):
            stand.answer(JUDITH, nadia.answer())

    def test_browsers_do_not_offer(self, stand: Stand) -> None:
        offer = OfferMedia(meeting=MEETING, peer=0, sdp="v=0")
        with pytest.raises(BadDescription):
            stand.call(lambda: stand.meeting.hear(NADIA, offer))

    def test_the_knock_of_a_door_is_answered_and_a_wrong_one_is_not(
        self, stand: Stand, nadia: Caller
    ) -> None:
        known = dict(stand.socket._by_address)
        for password, answers in (("some other word of enough letters", False), (KNOCK.password, True)):
            nadia.say(nadia.check(words=f"{KNOCK.ufrag}:{nadia.ufrag}", password=password))
            assert _is_answered(nadia, password) is answers
        assert stand.socket._by_address == known, "who knocks is known by it no better"

    def test_candidates_are_not_even_read(self, stand: Stand, nadia: Caller) -> None:
        with closing(new_socket()) as elsewhere:
            address, port = elsewhere.getsockname()
            named = f"candidate:1 1 udp 1 {address} {port} typ host"
            stand.call(
                lambda: stand.meeting.hear(NADIA, TrickleMedia(meeting=MEETING, peer=0, candidate=named))
            )
            offered = stand.offer(JUDITH)
            judith = Caller(offered)
            stand.answer(JUDITH, judith.answer() + f"a={named}\r\n")
            judith.connect()
            elsewhere.settimeout(1.0)
            with pytest.raises(TimeoutError):
                elsewhere.recv(2048)
            judith.close()

    def test_slots_are_told_when_they_change_and_only_then(
        self, stand: Stand, nadia: Caller, marcel: Caller
    ) -> None:
        told = [(slot.mid, slot.person, slot.source) for slot in stand.notes.slots[NADIA].slots]
        assert told[3] == ("v0", MARCEL, "camera")
        stand.notes.slots.clear()
        stand.call(lambda: stand.meeting.announce(MARCEL, "camera", True))
        stand.call(lambda: None)
        assert stand.notes.slots == {}
        stand.call(lambda: stand.meeting.announce(MARCEL, "camera", False))
        stand.call(lambda: None)
        assert [slot.person for slot in stand.notes.slots[NADIA].slots if slot.mid == "v0"] == [None]


class TestWithoutASocket:
    def test_a_recorder_is_given_what_a_browser_would_see_and_hear(self, stand: Stand, nadia: Caller) -> None:
        tape = Tape()
        viewer = stand.call(lambda: stand.meeting.attach(tape))
        nadia.show(DELTA)
        nadia.listen(lambda: rtcp.PictureWanted(12) in nadia.reports)
        nadia.show(KEY)
        nadia.speak(payload=b"hello")
        nadia.listen(lambda: len(tape.packets) == 2)
        assert [header(packet)[3] for packet in tape.packets] == [viewer.ssrcs["v0"], viewer.ssrcs["a0"]]
        assert [packet[HEADER_LENGTH:] for packet in tape.packets] == [KEY, b"hello"]
        stand.call(viewer.detach)
        nadia.speak()
        stand.call(lambda: None)
        assert len(tape.packets) == 2


class Tape:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.packets.append(packet)


def seal(caller: Caller, packet: bytes) -> bytes:
    """Seal any packet as the caller's own."""
    assert caller.sealer is not None
    caller.tray.data[: len(packet)] = packet
    return bytes(caller.tray.data[: caller.sealer.seal(caller.tray, len(packet))])


def _is_answered(caller: Caller, password: str) -> bool:
    """Whether an answer signed with ``password`` comes to the check just said."""
    caller.socket.settimeout(0.5)
    with suppress(TimeoutError):
        while datagram := caller.socket.recv(2048):
            if datagram[0] < 4 and stun.parse_message(datagram).check_message_integrity(password.encode()):
                return True
    return False
