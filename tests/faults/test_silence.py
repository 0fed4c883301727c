"""What somebody writes in silence reaches nobody before its reveal, in no byte; and then everybody."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from django.utils import timezone

from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON, Fact
from rooms.models import Room
from rooms.sessions import reading
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from rooms.text import LONGEST
from tests.browser.line import NetworkLine
from tests.cast import Cast, gather
from tests.faults.silent_crowd import PollingReader, SilentPhone, bodies, silent_crowd, told_early
from tests.machine.hub import Hub
from tests.machine.process import wait_until
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
TIMED = [PLANS[0], replace(PLANS[1], seconds=600), replace(PLANS[2], seconds=2), PLANS[3]]
PAGES = ("", "protocoles/", "rencontres/", "parties/poster/", "parties/strip-time/", "events?since=0")


@dataclass
class _Evening:
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
        """What has to come out."""
        return sorted(phone.texts[-1] for phone in self.phones if phone.is_finished)

    @property
    def silence(self) -> int:
        """The silent phase."""
        with self.servers[0].inside():
            return score.phase_of(self.session, "silence").pk

    @property
    def head(self) -> int:
        """The number of the last line."""
        with self.servers[0].inside():
            return Room.objects.get(pk=self.cast.fabrique.pk).head

    def is_at_the_end(self) -> bool:
        """Return whether the last phase has begun."""
        with self.servers[0].inside():
            self.session.refresh_from_db()
        return self.session.index == len(PLANS) - 1

    def passes_on(self) -> int:
        """Let Judith begin the next phase; return the number of the last line."""
        with self.servers[0].inside():
            score.pass_on(self.cast, self.session)
        return self.head

    def runs_out(self) -> None:
        """Let the time of the current phase be over: the clock passes on by itself."""
        with self.servers[0].inside():
            now = timezone.now()
            Session.objects.filter(pk=self.session.pk).update(phase_ends_at=now, due_at=now)

    def tally(self) -> tuple[int, int]:
        """Return how many have finished, and how many write."""
        with self.servers[0].inside():
            counted = reading.tally(score.phase_of(self.session, "silence"))
            return counted.finished, counted.writing

    def all_were_silent(self) -> None:
        """Search every byte that anybody was sent, and every log of a server."""
        self.nobody_knew_sooner()
        for reader in self.readers:
            assert not [said for said in self.words.values() if said in b"\0".join(reader.frames)]
        for server in self.servers:
            assert not [said for said in self.words.values() if said.decode() in server.process.text()]

    def nobody_knew_sooner(self) -> None:
        """Search every byte that each phone was sent before the line that reveals a text of another."""
        for phone in self.phones:
            others = {name: said for name, said in self.words.items() if name != phone.name}
            assert told_early(phone.frames, others) == []


def evening(servers: list[Hub], people: int, plans: Sequence[PhasePlan] = PLANS) -> _Evening:
    """Return an evening of ``people``, at the beginning of a session of ``plans``."""
    with servers[0].inside():
        cast = gather()
        session = score.compose(cast, plans)
        phones = silent_crowd(servers, cast, people)
        room = cast.fabrique
        score.start(cast, session)
        pages = [f"/f/{room.slug}/{page}" for page in PAGES] + ["/moi/mots/", "/mes-espaces/"]
        readers = [
            PollingReader(servers[0], cookie_of(signed_in(person)), (room.slug, room.epoch), pages)
            for person in (cast.judith, cast.awa, cast.marcel)
        ]
    return _Evening(servers, cast, session, phones, readers)


@asynccontextmanager
async def living(of: _Evening, *others: SilentPhone) -> AsyncIterator[None]:
    """Let all phones be on, and those of ``others``, and somebody poll, meanwhile."""
    lives = [asyncio.create_task(phone.live()) for phone in [*of.phones, *others]]
    lives.append(asyncio.create_task(of.polling.poll()))
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def written(of: _Evening, fault: Callable[[], object]) -> None:
    """Let everybody write in silence while ``fault`` happens, and others read all there is to read."""
    phase = of.silence
    first, second = of.phones[::2], of.phones[1::2]
    await asyncio.gather(*(phone.write(phase) for phone in first))
    faulty = asyncio.to_thread(fault)
    await asyncio.gather(faulty, *(phone.write(phase) for phone in second))
    await asyncio.gather(*(reader.read_all() for reader in of.readers))


async def revealed(of: _Evening) -> None:
    """Reveal, some texts at their pace and the rest as the next phase begins."""
    head = await asyncio.to_thread(of.passes_on)
    assert len(of.finished) > 3
    await asyncio.gather(*(phone.reaches(head + 2) for phone in of.phones))
    head = await asyncio.to_thread(of.passes_on)
    await asyncio.gather(of.polling.reaches(head), *(phone.reaches(head) for phone in of.phones))


def all_came_out(of: _Evening) -> None:
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
    of.nobody_knew_sooner()


async def test_nothing_silent_is_sent_when_a_server_dies(servers: list[Hub]) -> None:
    def dies() -> None:
        servers[-1].kill()
        servers[-1].start()

    await play(servers, dies)


@pytest.mark.thorough
async def test_nothing_silent_is_sent_when_redis_is_away(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, long: bool
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    servers: list[Hub] = request.getfixturevalue("servers")

    def goes_away() -> None:
        redis_server.kill()
        time.sleep(10 if long else 2)
        redis_server.start()

    await play(servers, goes_away)


@pytest.fixture
def line() -> Iterator[Callable[[Hub], NetworkLine]]:
    """``line(hub)`` lays a line to it, which can be cut; it ends with the test."""
    laid: list[NetworkLine] = []

    def lay(hub: Hub) -> NetworkLine:
        laid.append(NetworkLine(hub.port))
        return laid[-1]

    yield lay
    for each in laid:
        each.close()


async def test_without_its_artist_a_session_goes_on_and_she_comes_back_to_the_present(
    servers: list[Hub], line: Callable[[Hub], NetworkLine]
) -> None:
    of = evening(servers, people=8, plans=TIMED)
    hers = line(servers[0])
    artist = artist_of(of, hers)
    async with living(of, artist):
        left_at = await asyncio.to_thread(of.passes_on)
        await artist.reaches(left_at)
        await written(of, hers.cut)
        of.all_were_silent()
        of.runs_out()
        last = left_at + len(of.finished) + 2  # the reveal begins, each text appears, the last phase begins
        await asyncio.gather(of.polling.reaches(last), *(phone.reaches(last) for phone in of.phones))
        assert artist.last == left_at
        hers.mend()
        await artist.reaches(last)
        await she_conducts(artist, of.session.pk, artist.lines[last]["event"]["session"])
    assert told_early(artist.frames, of.words) == []
    of.nobody_knew_sooner()
    all_came_out(of)


async def she_conducts(artist: SilentPhone, session: int, shown: Fact) -> None:
    """Let the artist end what she sees to be in its last phase; an act that was decided before is refused."""
    assert shown["phase"]["title"] == "Se répondre"
    act, version = {"session": session, "to": 4}, shown["version"]
    assert (await artist.tell("session.pass", version=version - 1, **act))["code"] == "session_moved"
    await artist.ask("session.pass", version=version, **act)


def artist_of(of: _Evening, hers: NetworkLine) -> SilentPhone:
    """Return the phone of the artist, who writes nothing, at the end of her line."""
    with of.servers[0].inside():
        cookie = cookie_of(signed_in(of.cast.judith))
    return SilentPhone("Judith", hers.url, cookie, of.phones[0].place, JSON, is_finished=False)


async def test_the_longest_texts_of_everybody_at_the_last_second_are_all_kept(
    servers: list[Hub], long: bool
) -> None:
    of = evening(servers, people=200 if long else 25, plans=TIMED)
    for phone in of.phones:
        phone.length, phone.is_finished = LONGEST, True
    async with living(of):
        await asyncio.to_thread(of.passes_on)
        phase = of.silence
        await asyncio.gather(asyncio.to_thread(of.runs_out), *(phone.write(phase) for phone in of.phones))
        assert await asyncio.to_thread(wait_until, of.is_at_the_end)
        head = of.head
        await asyncio.gather(of.polling.reaches(head), *(phone.reaches(head) for phone in of.phones))
    of.nobody_knew_sooner()
    all_came_out(of)
