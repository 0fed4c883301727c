"""What somebody writes in silence reaches nobody before its reveal, in no byte; and then everybody."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from realtime.simulate.seeding import cookie_of
from rooms.models import Room
from rooms.sessions import reading
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, gather
from tests.faults.silent_crowd import PollingReader, SilentPhone, bodies, silent_crowd, told_early
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer
from tests.realtime import score
from tests.realtime.visitor import signed_in

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]

PLANS = [
    PhasePlan("read", "Lire"),
    PhasePlan("silence", "Écrire en silence"),
    PhasePlan("reveal", "Tout se dévoile", order="paced", pace=1),
    PhasePlan("react", "Se répondre"),
]
PAGES = ("", "protocoles/", "rencontres/", "parties/poster/", "parties/strip-time/", "events?since=0")


@dataclass
class Evening:
    """A session with its phones, and with those who read pages: the artist, the team, a newcomer."""

    servers: list[Hub]
    cast: Cast
    session: Session
    phones: list[SilentPhone]
    readers: list[PollingReader]

    @property
    def polling(self) -> PollingReader:
        """Who follows it by long poll."""
        return self.readers[-1]

    @property
    def words(self) -> dict[str, bytes]:
        """What is searched for, by the name of who wrote it."""
        return {phone.name: f"{phone.name} murmure".encode() for phone in self.phones}

    @property
    def finished(self) -> list[str]:
        return sorted(phone.texts[-1] for phone in self.phones if phone.is_finished)

    def passes_on(self) -> int:
        """Let Judith begin the next phase; return the number of the last line."""
        with self.servers[0].inside():
            score.pass_on(self.cast, self.session)
            return Room.objects.get(pk=self.cast.fabrique.pk).head

    def tally(self) -> tuple[int, int]:
        """Return how many have finished, and how many write."""
        with self.servers[0].inside():
            counted = reading.tally(score.phase_of(self.session, "silence"))
            return counted.finished, counted.writing

    def all_were_silent(self) -> None:
        """Search every byte that anybody was sent, and every log of a server."""
        for phone in self.phones:
            others = {name: said for name, said in self.words.items() if name != phone.name}
            assert told_early(phone.frames, others) == []
        for reader in self.readers:
            assert not [said for said in self.words.values() if said in b"\0".join(reader.frames)]
        for server in self.servers:
            assert not [said for said in self.words.values() if said.decode() in server.process.text()]


def evening(servers: list[Hub], people: int) -> Evening:
    """Return an evening of ``people`` in the silence of a session."""
    with servers[0].inside():
        cast = gather()
        session = score.compose(cast, PLANS)
        phones = silent_crowd(servers, cast, people)
        room = cast.fabrique
        score.start(cast, session)
        pages = [f"/f/{room.slug}/{page}" for page in PAGES] + ["/moi/mots/", "/mes-espaces/"]
        readers = [
            PollingReader(servers[0], cookie_of(signed_in(person)), (room.slug, room.epoch), pages)
            for person in (cast.judith, cast.awa, cast.marcel)
        ]
    return Evening(servers, cast, session, phones, readers)


@asynccontextmanager
async def living(of: Evening) -> AsyncIterator[None]:
    """Let all phones be on, and somebody poll, meanwhile."""
    lives = [asyncio.create_task(phone.live()) for phone in of.phones]
    lives.append(asyncio.create_task(of.polling.poll()))
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def written(of: Evening, fault: Callable[[], object]) -> None:
    """Let everybody write in silence while ``fault`` happens, and others read all there is to read."""
    with of.servers[0].inside():
        phase = score.phase_of(of.session, "silence").pk
    first, second = of.phones[::2], of.phones[1::2]
    await asyncio.gather(*(phone.write(phase) for phone in first))
    faulty = asyncio.to_thread(fault)
    await asyncio.gather(faulty, *(phone.write(phase) for phone in second))
    await asyncio.gather(*(reader.read_all() for reader in of.readers))


async def revealed(of: Evening) -> None:
    """Reveal, some texts at their pace and the rest as the next phase begins."""
    head = await asyncio.to_thread(of.passes_on)
    assert len(of.finished) > 3
    await asyncio.gather(*(phone.reaches(head + 2) for phone in of.phones))
    head = await asyncio.to_thread(of.passes_on)
    await asyncio.gather(of.polling.reaches(head), *(phone.reaches(head) for phone in of.phones))


def all_came_out(of: Evening) -> None:
    """Check that everybody has every finished text once, in one order, and nobody a draft."""
    heard = [of.polling.lines, *(phone.lines for phone in of.phones)]
    orders = {tuple(bodies(lines)) for lines in heard}
    assert len(orders) == 1
    assert sorted(orders.pop()) == of.finished


async def play(servers: Sequence[Hub], fault: Callable[[], object]) -> None:
    """Play an evening, and hold it to what it promises."""
    of = evening(list(servers), people=30)
    async with living(of):
        await asyncio.to_thread(of.passes_on)
        await written(of, fault)
        assert await asyncio.to_thread(of.tally) == (len(of.finished), 30 - len(of.finished))
        of.all_were_silent()
        await revealed(of)
    all_came_out(of)
    for phone in of.phones:
        others = {name: said for name, said in of.words.items() if name != phone.name}
        assert told_early(phone.frames, others) == []


async def test_nothing_silent_is_sent_when_a_server_dies(servers: list[Hub]) -> None:
    def dies() -> None:
        servers[-1].kill()
        servers[-1].start()

    await play(servers, dies)


@pytest.mark.thorough
async def test_nothing_silent_is_sent_when_redis_is_away(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    servers: list[Hub] = request.getfixturevalue("servers")

    def goes_away() -> None:
        redis_server.kill()
        redis_server.start()

    await play(servers, goes_away)
