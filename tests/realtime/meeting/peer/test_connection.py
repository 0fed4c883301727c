"""Two peers, one who sends to the other: what is counted is what happened."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from realtime.meeting.peer.connection import PeerConnection
from realtime.meeting.peer.receive_stream import ReceiveStream
from realtime.meeting.peer.transport import SimulatedLoss
from realtime.simulate.meeting.canned_media import LOW, pictures, tone
from realtime.simulate.meeting.canned_tracks import CannedCamera, CannedVoice

PATIENCE = 60.0
SPEAKER = 7


@dataclass
class Pair:
    """A sending peer, a receiving peer, and the loss between them."""

    voice: CannedVoice
    camera: CannedCamera
    sender: PeerConnection
    hearer: PeerConnection

    def tick(self, frames: int) -> None:
        """Send what is due in the time of so many pictures, without waiting."""
        for _frame in range(frames):
            self.camera.tick()
        for _frame in range(frames * 3):
            self.voice.tick()

    def heard(self, mid: str) -> ReceiveStream:
        return next(stream for stream in self.hearer.streams.values() if stream.mid == mid)

    def close(self) -> None:
        self.sender.close()
        self.hearer.close()


async def until(is_so: Callable[[], bool], every: float = 0.01) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - no one tells
            await asyncio.sleep(every)


async def connected(sends: SimulatedLoss, hears: SimulatedLoss) -> Pair:
    voice, camera = CannedVoice("m", 1001, tone(440)), CannedCamera("l", 1002, pictures(LOW, 40))
    up: list[str] = []
    sender = PeerConnection({"m": voice, "l": camera}, lambda: up.append("sender"), sends)
    hearer = PeerConnection({}, lambda: up.append("hearer"), hears)
    answer = hearer.answer(sender.offer())
    hearer.give({"m": SPEAKER, "l": SPEAKER})
    sender.take_answer(answer)
    await until(lambda: len(up) == 2)
    voice.is_on = camera.is_on = True
    return Pair(voice, camera, sender, hearer)


async def test_each_packet_that_is_sent_is_counted_and_each_picture_shown() -> None:
    pair = await connected(SimulatedLoss(), SimulatedLoss())
    for _time in range(10):
        pair.tick(6)
        await asyncio.sleep(0.01)
    await until(lambda: pair.heard("l").sequence.received == pair.camera.packets)
    await until(lambda: pair.heard("m").sequence.received == pair.voice.packets)
    seen, heard = pair.heard("l"), pair.heard("m")
    assert (seen.pictures.shown, seen.pictures.keys) == (60, 1)
    assert seen.sequence.gaps == heard.sequence.gaps == seen.sequence.asked == 0
    assert len(seen.waited) == 1
    pair.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_is_lost_is_asked_for_and_sent_again_until_every_picture_is_whole(seed: int) -> None:
    pair = await connected(
        SimulatedLoss(0.05, random.Random(seed)), SimulatedLoss(0.05, random.Random(-seed))
    )
    for _time in range(60):
        pair.tick(2)
        await asyncio.sleep(0.01)
    seen = pair.heard("l")

    def has_all() -> bool:
        pair.tick(1)  # what is lost last is missed when something follows
        return seen.pictures.shown >= 120 and seen.sequence.repaired > 0

    await until(has_all)
    assert pair.camera.resent > 0
    assert pair.hearer.transport.counts.broken == 0
    pair.close()


async def test_after_what_never_comes_a_key_frame_is_asked_for_and_shown() -> None:
    pair = await connected(SimulatedLoss(), SimulatedLoss())
    pair.tick(5)
    pair.camera.send = lambda _packet: None  # these never leave, nor what is sent again
    pair.tick(5)
    pair.camera.send = pair.sender.transport.send
    pair.camera.again = lambda numbers: None  # type: ignore[method-assign]
    pair.tick(1)
    seen = pair.heard("l")

    def recovered() -> bool:
        pair.tick(1)
        return seen.pictures.keys == 2

    await until(recovered, 1 / 15)  # in time: the loop must not come round by itself
    assert seen.sequence.gaps >= 5
    assert pair.camera.keys_asked >= 1
    pair.close()


async def test_who_is_not_whom_the_description_says_is_not_listened_to() -> None:
    voice = CannedVoice("m", 1001, tone(440))
    sender = PeerConnection({"m": voice}, lambda: None)
    hearer = PeerConnection({}, lambda: None)
    offer = sender.offer()
    line = next(line for line in offer.splitlines() if "fingerprint" in line)
    forged = line[:-2] + ("00" if line[-2:] != "00" else "11")
    sender.take_answer(hearer.answer(offer.replace(line, forged)))
    await until(lambda: hearer.transport.is_closed)
    assert hearer.transport.failure == "HandshakeFailed"
    sender.close()
