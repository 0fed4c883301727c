"""What one person, or a script, does to stop the others: in a process of its own that yields to all others:
whoever attacks has a machine of their own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import PIPE
from urllib.parse import urlencode
from uuid import uuid4

from tests.realtime.raw_websocket import DEADLINE, RawClient

HOUSE = Path(__file__).resolve().parents[2]
AT_ONCE = 5  # messages that anybody may send, whatever the pace
STACKED = "a" + "\u0301\u0323" * 1_350  # as long as a form may be


@dataclass(frozen=True)
class Attacker:
    """Somebody with the ``cookie`` of a session in the room, who asks ``times`` over."""

    port: int
    cookie: str
    slug: str
    code: str
    times: int

    async def ask(self, head: str, body: bytes = b"", cookie: str = "") -> int:
        """Make one request; return the status of its answer once all of it has come."""
        async with asyncio.timeout(DEADLINE):
            client = await RawClient.dial(self.port)
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            house = f"Host: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            fixed = f"{house}Connection: close\r\nCookie: {cookie}\r\n{length}"
            client.write(f"{head} HTTP/1.1\r\n{fixed}".encode() + self._kind(body) + b"\r\n" + body)
            status = await client.answer()
            await client.end()
            await client.hang_up()
        return status

    async def post(self, path: str, cookie: str = "", **boxes: str) -> int:
        """Send a form."""
        typed = urlencode(boxes).encode()
        return await self.ask(f"POST {path}", typed, f"cookies=1; {cookie}")

    @staticmethod
    def _kind(body: bytes) -> bytes:
        return b"Content-Type: application/x-www-form-urlencoded\r\n" if body else b""


Attack = Callable[[Attacker], Coroutine[None, None, None]]


async def stacks_marks_in_a_name(one: Attacker) -> None:
    for _time in range(one.times):
        assert await one.post(f"/r/{one.code}/", name=STACKED) == 422


async def stacks_marks_in_a_message(one: Attacker) -> None:
    for number in range(one.times):
        answered = await one.post(f"/f/{one.slug}/publier/", one.cookie, body=STACKED, ref=str(uuid4()))
        assert answered in ((302,) if number < AT_ONCE else (302, 429)), answered


async def asks_for_pages_six_at_a_time(one: Attacker) -> None:
    async def loop() -> None:
        for _time in range(-(-one.times // 6)):
            assert await one.ask(f"GET /f/{one.slug}/", cookie=one.cookie) == 200

    await asyncio.gather(*(loop() for _each in range(6)))


async def half_sends_three_hundred_requests(one: Attacker) -> None:
    clients = []
    for _each in range(300):
        clients.append(await RawClient.dial(one.port))
        clients[-1].write(b"POST /code/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\ncode=")
        await asyncio.sleep(0.01)  # they are held: it is not their opening that is tried
    assert await one.ask("GET /") == 200
    for client in clients:
        await client.hang_up()
    assert await one.ask("GET /") == 200  # once the house has let them go


async def sends_bodies_that_nobody_asked_for(one: Attacker) -> None:
    for _time in range(4 * one.times):  # the first are refused so soon that nobody is answered beside them
        assert await one.post("/code/", code="x" * 100_000) == 413


ATTACKS: list[Attack] = [
    stacks_marks_in_a_name,
    stacks_marks_in_a_message,
    asks_for_pages_six_at_a_time,
    half_sends_three_hundred_requests,
    sends_bodies_that_nobody_asked_for,
]


@asynccontextmanager
async def ready_to(attack: Attack) -> AsyncIterator[Callable[[Attacker], Awaitable[None]]]:
    """Start the attackers' process. What is yielded lets one of them ``attack``, and returns once they have.
    Raises ``AssertionError`` when the house answered otherwise than the attack expects."""
    command = ["nice", "-n", "10", sys.executable, "-P", "-m", "tests.faults.attacks", attack.__name__]
    process = await asyncio.create_subprocess_exec(*command, cwd=HOUSE, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    asked, told = process.stdin, process.stdout

    async def go(one: Attacker) -> None:
        asked.write(json.dumps(asdict(one)).encode() + b"\n")
        assert await told.readline(), attack.__name__

    try:
        assert await told.readline(), attack.__name__
        yield go
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def main(name: str) -> None:
    """Say that all is ready; attack as each of those who are named, and say when that is over."""
    attack = next(each for each in ATTACKS if each.__name__ == name)
    print("ready", flush=True)
    for attacker in sys.stdin:
        asyncio.run(attack(Attacker(**json.loads(attacker))))
        print("over", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
