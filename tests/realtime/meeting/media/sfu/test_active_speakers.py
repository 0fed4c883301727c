from realtime.meeting.media.sfu.active_speakers import FRONT, VOICES, ActiveSpeakers

LOUD, LOW, SILENT = 110, 80, 0


class SpeakingRoom:
    """Speakers, and a clock that moves as they talk: twenty milliseconds a packet."""

    def __init__(self) -> None:
        self.speakers, self.now = ActiveSpeakers(), 100.0

    def talk(self, seconds: float, **loudness: int) -> set[int]:
        """Let people talk (``p1=LOUD``: person 1 is that loud); return who came to the front."""
        entered = set()
        for packet in range(int(seconds * 50)):
            self.now += 0.02
            for name, level in loudness.items():
                if self.speakers.heard(int(name[1:]), level, self.now):
                    entered.add(int(name[1:]))
            if packet % 5 == 0:
                self.speakers.settle(self.now)
        return entered


def test_while_there_is_room_even_a_whisper_passes_from_its_first_packet() -> None:
    assert ActiveSpeakers().heard(1, 20, 100.0)


def test_a_louder_voice_takes_the_place_of_the_quietest() -> None:
    room = SpeakingRoom()
    room.talk(2, p1=LOUD, p2=LOUD, p3=LOUD, p4=SILENT)
    assert room.talk(1, p1=LOUD, p2=LOUD, p3=LOUD, p4=SILENT, p5=LOUD) == {5}
    assert 4 not in room.speakers.front


def test_a_voice_hardly_louder_does_not() -> None:
    room = SpeakingRoom()
    room.talk(2, p1=LOUD, p2=LOUD, p3=LOUD, p4=LOW)
    assert room.talk(2, p1=LOUD, p2=LOUD, p3=LOUD, p4=LOW, p5=LOW + 5) == set()


def test_everybody_hears_three_and_never_themselves() -> None:
    room = SpeakingRoom()
    room.talk(1, p1=LOUD, p2=LOUD, p3=LOUD, p4=LOUD)
    assert len(room.speakers.front) == FRONT
    for person in (1, 2, 3, 4, 5):
        heard = room.speakers.voices_for(person)
        assert len(heard) == VOICES
        assert person not in heard


def test_who_speaks_is_told_the_loudest_first_and_held_over_a_breath() -> None:
    room = SpeakingRoom()
    room.talk(1, p1=LOW, p2=LOUD, p3=SILENT)
    assert room.speakers.speaking(room.now) == [2, 1]
    room.talk(0.4, p1=SILENT, p2=SILENT)
    assert set(room.speakers.speaking(room.now)) == {1, 2}
    room.talk(2, p1=SILENT, p2=SILENT)
    assert room.speakers.speaking(room.now) == []


def test_the_order_does_not_flutter() -> None:
    room = SpeakingRoom()
    room.talk(1, p1=LOUD, p2=LOUD)
    before = room.speakers.front[:]
    for _ in range(10):
        room.talk(0.1, p1=LOUD - 6, p2=LOUD)
        room.talk(0.1, p1=LOUD, p2=LOUD - 6)
        assert room.speakers.front == before


def test_whoever_is_muted_leaves_the_front() -> None:
    room = SpeakingRoom()
    room.talk(1, p1=LOUD, p2=LOUD)
    room.speakers.quiet(1)
    assert room.speakers.front == [2]
    assert room.speakers.recent, "but is remembered to have spoken"


def test_the_last_speaker_is_remembered_first_until_another_has_spoken_for_a_while() -> None:
    room = SpeakingRoom()
    room.talk(2, p1=LOUD)
    room.talk(2, p1=SILENT)
    room.talk(0.2, p1=SILENT, p2=LOUD)
    assert room.speakers.recent == [1]
    room.talk(1, p1=SILENT, p2=LOUD)
    assert room.speakers.recent == [2, 1]


def test_who_has_left_is_forgotten() -> None:
    room = SpeakingRoom()
    room.talk(2, p1=LOUD)
    room.speakers.forget(1)
    assert (room.speakers.front, room.speakers.recent) == ([], [])
