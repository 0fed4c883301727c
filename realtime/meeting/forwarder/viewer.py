"""What one viewer is sent: three voices and the pictures, into a browser or into a file."""

from collections.abc import Iterator, Mapping, Sequence

from realtime.meeting.forwarder.description import VOICES, Shown
from realtime.meeting.forwarder.layers import Choice, Downlink, layers, wants_high
from realtime.meeting.forwarder.slot import Outlet, Slot
from realtime.meeting.forwarder.stream import RATES, Stream
from realtime.meeting.slots import Picture, place
from realtime.wire.meeting import MediaSlot

FIRST_SSRC = 0x0110_0000

# The streams that each person sends, by media section.
Streams = Mapping[int, Mapping[str, Stream]]


class Viewer:
    """``pictures`` slots at most, fixed for the life of the connection."""

    def __init__(self, pictures: int, outlet: Outlet) -> None:
        voices = [Slot(mid, FIRST_SSRC + number, RATES["m"], outlet) for number, mid in enumerate(VOICES)]
        seen = [Slot(f"v{n}", FIRST_SSRC + 0x100 + n, RATES["l"], outlet) for n in range(pictures)]
        self.downlink = Downlink()
        self.slots: dict[str, Slot] = {slot.mid: slot for slot in (*voices, *seen)}
        self.by_ssrc = {slot.ssrc: slot for slot in self.slots.values()}
        self._voices: list[Picture | None] = [None] * len(voices)
        self.pictures = pictures
        self._pictures: list[Picture | None] = [None] * pictures
        self._ranked: Sequence[Picture] = ()
        self._heights = (0, 0)

    @property
    def ssrcs(self) -> dict[str, int]:
        """Under which number each media section is sent."""
        return {slot.mid: slot.ssrc for slot in self.slots.values()}

    def agree(self, shown: Mapping[str, Shown]) -> None:
        """What the browser's answer says of the slots."""
        for mid, agreed in shown.items():
            self.slots[mid].agree(stamped=agreed.stamped, repeats=agreed.repeats)

    def arrange(self, voices: Sequence[int], pictures: Sequence[Picture], heights: tuple[int, int]) -> None:
        """Hear ``voices`` and see ``pictures``; the first ``heights[0]`` pixels high, others ``[1]``."""
        self._voices = place(self._voices, [Picture(person, "microphone") for person in voices])
        self._pictures = place(self._pictures, pictures)
        self._ranked, self._heights = pictures, heights

    def connect(self, streams: Streams) -> None:
        """Let each slot carry what comes of whom it is to show."""
        for picture, slot in zip(self._voices, self._slots_of(VOICES), strict=True):
            slot.show(_stream(streams, picture, "m"))
        chosen = self._layers(streams)
        for number, picture in enumerate(self._pictures):
            mid = "s" if picture and picture.track == "screen" else chosen.get(picture, "l")
            self.slots[f"v{number}"].show(_stream(streams, picture, mid))

    def settle(self, streams: Streams, now: float) -> None:
        """Every second: see what the line holds, and which layers come by now."""
        sent = sum(slot.stream.rate for slot in self.slots.values() if slot.stream)
        wanted = sum(wants_high(choice) for choice in self._choices(streams).values())
        self.downlink.settle(sent, wanted, now)
        self.connect(streams)

    def told(self) -> list[MediaSlot]:
        """Who is where, the most important first."""
        places = [(mid, picture, "microphone") for mid, picture in zip(VOICES, self._voices, strict=True)]
        rank = {picture: number for number, picture in enumerate(self._ranked)}
        seen = [(f"v{n}", picture, "camera") for n, picture in enumerate(self._pictures)]
        seen.sort(key=lambda seat: rank.get(seat[1], len(rank)) if seat[1] else len(rank))
        return [
            MediaSlot(mid, picture and picture.person, picture.track if picture else track)  # type: ignore[arg-type]
            for mid, picture, track in (*places, *seen)
        ]

    def shut(self) -> None:
        """Carry nothing any more."""
        for slot in self.slots.values():
            slot.show(None)

    def _slots_of(self, mids: Sequence[str]) -> Iterator[Slot]:
        return (self.slots[mid] for mid in mids)

    def _layers(self, streams: Streams) -> dict[Picture | None, str]:
        choices = self._choices(streams)
        return dict(zip(choices, layers(list(choices.values()), self.downlink.allowed), strict=True))

    def _choices(self, streams: Streams) -> dict[Picture | None, Choice]:
        """The cameras seen, the most important first, as they are wanted and as they come."""
        choices: dict[Picture | None, Choice] = {}
        for number, picture in enumerate(self._ranked):
            if picture.track == "camera" and picture in self._pictures:
                height = self._heights[0 if number == 0 else 1]
                choices[picture] = Choice(height, *(_rate(streams, picture, mid) for mid in ("l", "h")))
        return choices


def _stream(streams: Streams, picture: Picture | None, mid: str) -> Stream | None:
    return streams.get(picture.person, {}).get(mid) if picture else None


def _rate(streams: Streams, picture: Picture, mid: str) -> int:
    stream = _stream(streams, picture, mid)
    return stream.rate if stream else 0
