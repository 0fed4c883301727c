"""Words that are taken out of sight as soon as they are published are in no byte that comes after."""

import asyncio
from collections.abc import Coroutine, Sequence
from itertools import cycle

import pytest

from realtime.simulate.wire_client import JSON, MSGPACK
from rooms.models import Room
from tests.cast import gather, says
from tests.faults.silent_crowd import PollingReader, SilentPhone, lines_in
from tests.faults.test_waiting_words import phone, reader
from tests.machine.hub import Hub

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]

FATES = ("post.hide", "post.hold", "post.withdraw", "comment.hide", "comment.hold", "comment.withdraw")
EACH = 3  # texts of each fate
STAYS = "ce-qui-reste"
Gone = tuple[str, int, str]


def text(fate: str, number: int) -> str:
    """Return words that nothing else contains."""
    return f"bref-{fate.replace('.', '-')}-{number}-fin"


async def appears_and_goes(
    writer: SilentPhone, team: SilentPhone, under: int, fate: str, number: int
) -> Gone:
    """Publish a text and take it away at once; return its kind, its number and its words."""
    thing = fate.partition(".")[0]
    sent = {"post": under} if thing == "comment" else {}
    answer = await writer.ask("comment" if sent else "publish", body=text(fate, number), **sent)
    await (writer if fate.endswith("withdraw") else team).ask(fate, **{thing: answer[thing]})
    return thing, answer[thing], text(fate, number)


async def vanish(acts: list[Coroutine[None, None, Gone]], gone: list[Gone]) -> None:
    """Do ``acts`` at once; keep in ``gone`` what each took away, as soon as it is done."""
    for done in asyncio.as_completed(acts):
        gone.append(await done)


async def reads_on(polling: PollingReader, gone: list[Gone]) -> list[str]:
    """Read every page while words go; return those that were gone when a page was asked for and are in it."""
    late: list[str] = []
    while len(gone) < len(FATES) * EACH:
        for page in polling.pages:
            before = list(gone)
            answer = await polling.get(page)
            late += [f"{words} in {page}" for _thing, _id, words in before if words.encode() in answer]
    return late


def told_after(frames: Sequence[bytes], gone: list[Gone]) -> list[str]:
    """Return the words that came in a frame after the one that takes them away."""
    by_id = {(thing, number): words for thing, number, words in gone}
    taken: list[str] = []
    late: list[str] = []
    for frame in frames:
        late += [words for words in taken if words.encode() in frame]
        taken += [words for event in events_in(frame) if (words := by_id.get(event))]
    return late


def events_in(frame: bytes) -> list[tuple[str, int]]:
    """Return what the events of a frame take away."""
    events = [line["event"] for line in lines_in(frame)]
    taken = [event for event in events if event["kind"].endswith((".hidden", ".withdrawn"))]
    return [(thing, event[thing]) for event in taken if (thing := event["kind"].partition(".")[0])]


async def test_words_that_go_as_soon_as_they_come_are_told_to_nobody_after(servers: list[Hub]) -> None:
    with servers[0].inside():
        cast, gone = gather(), list[Gone]()
        under = says(cast.judith, cast.fabrique, STAYS).pk
        hubs = cycle(servers)
        writer, team = phone(next(hubs), cast, "nadia", JSON), phone(next(hubs), cast, "awa", MSGPACK)
        others = [phone(server, cast, "marcel", codec) for server in servers for codec in (JSON, MSGPACK)]
        after = [phone(server, cast, "marcel", JSON) for server in servers]
        readers = [reader(server, cast) for server in servers]
    acts = [appears_and_goes(writer, team, under, fate, number) for number in range(EACH) for fate in FATES]
    lives = [asyncio.create_task(each.live()) for each in (writer, team, *others)]
    lives += [asyncio.create_task(each.poll()) for each in readers]
    try:
        late = await asyncio.gather(*(reads_on(each, gone) for each in readers), vanish(acts, gone))
        with servers[0].inside():
            head = Room.objects.get(pk=cast.fabrique.pk).head
        lives += [asyncio.create_task(each.live()) for each in after]
        outside: list[SilentPhone | PollingReader] = [*others, *after, *readers]
        await asyncio.gather(*(each.reaches(head) for each in outside))
        fresh = [await each.get(page) for each in readers for page in each.pages]
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
    assert [words for found in late if found for words in found] == []
    assert [words for each in others for words in told_after(each.frames, gone)] == []
    fresh += [b"\0".join(each.frames) for each in after]
    assert [words for _thing, _id, words in gone for told in fresh if words.encode() in told] == []
    assert all(STAYS.encode() in b"\0".join(each.frames) for each in outside)
