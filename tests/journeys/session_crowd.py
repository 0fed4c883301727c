"""``python -m tests.journeys.session_crowd URL ROOM EPOCH PHASE``: people of a session, each with a socket.

Reads their session cookies from standard input, a line each. They write in the silent phase ``PHASE`` and
finish, watch the reveal, and end when the session does: then what each has seen is printed, as JSON.
"""

import asyncio
import json
import sys
from contextlib import suppress
from uuid import uuid4

from realtime.simulate.wire_client import JSON, MSGPACK, Fact, connect_wire
from tests.realtime.visitor import SocketVisitor

LONGEST = 600.0  # seconds


async def live(url: str, cookie: str, number: int, room: int, epoch: str, silent: int) -> dict[str, object]:
    """Be one of them; return the phases in their order, and the texts that were revealed."""
    phases: list[str] = []
    texts: list[str] = []
    early: list[str] = []
    async with connect_wire(url, cookie, MSGPACK if number % 2 else JSON) as socket:
        visitor = SocketVisitor(socket)
        await visitor.follow(room, epoch)
        while True:
            for line in await next_lines(visitor, room):
                event = line["event"]
                if event["kind"] == "post.published" and event["post"]["kind"] == "silence":
                    texts.append(event["post"]["body"])
                    early += [] if "Tout se dévoile" in phases else [event["post"]["body"]]
                if event["kind"] != "session.changed":
                    continue
                session = event["session"]
                if session["ended_at"] is not None:
                    return {"phases": phases, "texts": sorted(texts), "early": early}
                if phases[-1:] != [session["phase"]["title"]]:
                    phases.append(session["phase"]["title"])
                    if session["phase"]["id"] == silent:
                        await write(visitor, room, silent, number)


async def next_lines(visitor: SocketVisitor, room: int) -> list[Fact]:
    """Return the next lines of the room, however long nothing comes."""
    while True:
        with suppress(TimeoutError):
            return list((await visitor.hear("events", room=room))["events"])


async def write(visitor: SocketVisitor, room: int, phase: int, number: int) -> None:
    """Write a text as people do, in three goes."""
    words = f"Geste {number}, compter jusqu’à {number + 7} avant de répondre."
    for part in (words[:12], words):
        await visitor.ask("text.keep", ref=str(uuid4()), room=room, phase=phase, body=part)
    await visitor.ask("phase.finish", ref=str(uuid4()), room=room, phase=phase, body=words, on=True)


async def main(url: str, room: int, epoch: str, silent: int, cookies: list[str]) -> None:
    async with asyncio.timeout(LONGEST):
        people = (live(url, each, number, room, epoch, silent) for number, each in enumerate(cookies))
        found = await asyncio.gather(*people)
    print(json.dumps(found))


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(main(given[0], int(given[1]), given[2], int(given[3]), sys.stdin.read().split("\n")))
