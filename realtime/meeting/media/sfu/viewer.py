"""What one viewer receives: three voices and the pictures, into a browser or into a file."""

from collections.abc import Iterator, Mapping, Sequence

from realtime.meeting.media.sfu.incoming_stream import RATES, IncomingStream
from realtime.meeting.media.sfu.sdp import VOICE_MIDS, SentSection
from realtime.meeting.media.sfu.send_slot import PacketSender, SendSlot
from realtime.meeting.media.sfu.simulcast import DownlinkBudget, LayerChoice, choose_layers, wants_high
from realtime.meeting.media.slot_layout import TrackRef, assign_slots
from realtime.wire.meeting import MediaSlot

FIRST_SSRC = 0x0110_0000

# The streams that each person sends, by mid.
Streams = Mapping[int, Mapping[str, IncomingStream]]


class Viewer:
    """At most ``pictures`` video slots, fixed for the life of the connection."""

    def __init__(self, pictures: int, sender: PacketSender) -> None:
        voices = [
            SendSlot(mid, FIRST_SSRC + number, RATES["m"], sender) for number, mid in enumerate(VOICE_MIDS)
        ]
        seen = [SendSlot(f"v{n}", FIRST_SSRC + 0x100 + n, RATES["l"], sender) for n in range(pictures)]
        self.downlink = DownlinkBudget()
        self.slots: dict[str, SendSlot] = {slot.mid: slot for slot in (*voices, *seen)}
        self.by_ssrc = {slot.ssrc: slot for slot in self.slots.values()}
        self._voices: list[TrackRef | None] = [None] * len(voices)
        self.pictures = pictures
        self._pictures: list[TrackRef | None] = [None] * pictures
        self._ranked: Sequence[TrackRef] = ()
        self._heights = (0, 0)

    @property
    def ssrcs(self) -> dict[str, int]:
        """The SSRC of each media section that is sent, by mid."""
        return {slot.mid: slot.ssrc for slot in self.slots.values()}

    def agree(self, shown: Mapping[str, SentSection]) -> None:
        """Apply what the browser's answer says of the slots."""
        for mid, agreed in shown.items():
            self.slots[mid].agree(send_time=agreed.send_time, rtx=agreed.rtx)

    def arrange(self, voices: Sequence[int], pictures: Sequence[TrackRef], heights: tuple[int, int]) -> None:
        """Set the voices and pictures to receive; the first is ``heights[0]`` pixels high, others
        ``[1]``."""
        self._voices = assign_slots(self._voices, [TrackRef(person, "microphone") for person in voices])
        self._pictures = assign_slots(self._pictures, pictures)
        self._ranked, self._heights = pictures, heights

    def connect(self, streams: Streams) -> None:
        """Switch each slot to the stream of the track that it is to show."""
        for picture, slot in zip(self._voices, self._slots_of(VOICE_MIDS), strict=True):
            slot.show(_stream(streams, picture, "m"))
        chosen = self._layers(streams)
        for number, picture in enumerate(self._pictures):
            mid = "s" if picture and picture.track == "screen" else chosen.get(picture, "l")
            self.slots[f"v{number}"].show(_stream(streams, picture, mid))

    def settle(self, streams: Streams, now: float) -> None:
        """Adapt simulcast layers to the bandwidth; called every second."""
        sent = sum(slot.stream.rate for slot in self.slots.values() if slot.stream)
        wanted = sum(wants_high(choice) for choice in self._choices(streams).values())
        self.downlink.settle(sent, wanted, now)
        self.connect(streams)

    def layout(self) -> list[MediaSlot]:
        """Return who is in which slot, the most important first."""
        places = [(mid, picture, "microphone") for mid, picture in zip(VOICE_MIDS, self._voices, strict=True)]
        rank = {picture: number for number, picture in enumerate(self._ranked)}
        seen = [(f"v{n}", picture, "camera") for n, picture in enumerate(self._pictures)]
        seen.sort(key=lambda slot: rank.get(slot[1], len(rank)) if slot[1] else len(rank))
        return [
            MediaSlot(mid, picture and picture.person, picture.track if picture else track)  # type: ignore[arg-type]
            for mid, picture, track in (*places, *seen)
        ]

    def shut(self) -> None:
        """Empty all slots."""
        for slot in self.slots.values():
            slot.show(None)

    def _slots_of(self, mids: Sequence[str]) -> Iterator[SendSlot]:
        return (self.slots[mid] for mid in mids)

    def _layers(self, streams: Streams) -> dict[TrackRef | None, str]:
        choices = self._choices(streams)
        return dict(zip(choices, choose_layers(list(choices.values()), self.downlink.allowed), strict=True))

    def _choices(self, streams: Streams) -> dict[TrackRef | None, LayerChoice]:
        """Return the cameras shown, the most important first, with their heights and bit rates."""
        choices: dict[TrackRef | None, LayerChoice] = {}
        for number, picture in enumerate(self._ranked):
            if picture.track == "camera" and picture in self._pictures:
                height = self._heights[0 if number == 0 else 1]
                choices[picture] = LayerChoice(height, *(_rate(streams, picture, mid) for mid in ("l", "h")))
        return choices


def _stream(streams: Streams, picture: TrackRef | None, mid: str) -> IncomingStream | None:
    return streams.get(picture.person, {}).get(mid) if picture else None


def _rate(streams: Streams, picture: TrackRef, mid: str) -> int:
    stream = _stream(streams, picture, mid)
    return stream.rate if stream else 0
