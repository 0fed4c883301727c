"""One believable person: they arrive, read, write, answer, react, hand in; their phone sleeps and is cut."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from realtime.simulate import phrases
from realtime.simulate.page import Entry, NoWayIn, open_page
from realtime.simulate.phone import Phone
from realtime.simulate.scenario import Between, Phase, Scene, timeline
from realtime.simulate.tally import Tally
from realtime.simulate.telling import Job, Newcomer

SIGNS = ("merci", "emeut", "essayer")
ATTEMPTS = 3  # at the door, before somebody goes home

Act = Callable[[], Awaitable[None]]


@dataclass(eq=False)
class Person:
    """``phone`` is there once they have come in."""

    who: Newcomer
    job: Job
    tally: Tally
    phone: Phone | None = None
    _signs: set[tuple[int, str]] = field(default_factory=set)
    _read: int = 0
    _errands: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Not for secrets: the same seed plays the same evening.
        self.chance = random.Random(f"{self.job.seed}·{self.who.name}")  # noqa: S311

    async def live(self) -> None:
        """From arrival until they have nothing more to say; the phone stays connected."""
        await self._until(self.chance.random() * self.job.scenario.arrival * self.job.seconds)
        entry = await self._come_in()
        if entry is None:
            return
        self.phone = Phone(self.job.url, entry, self.tally, self.chance)
        self._meanwhile(self.phone.keep_connected())
        for scene in timeline(self.job.scenario, self.job.seconds):
            await self._play(self.phone, scene)

    async def leave(self) -> None:
        """Switch everything off. What broke meanwhile is raised here."""
        for errand in self._errands:
            errand.cancel()
        for outcome in await asyncio.gather(*self._errands, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def _come_in(self) -> Entry | None:
        for attempt in range(ATTEMPTS):
            try:
                return await self._load_page()
            except (NoWayIn, OSError) as error:
                self.tally.error(f"no page: {error}")
            await asyncio.sleep(self.chance.random() * 2**attempt)
        return None

    async def _load_page(self) -> Entry:
        wanted = self._now
        entry = await asyncio.to_thread(open_page, self.job.url, self.who)
        self.tally.opened_page(self._now - wanted)
        return entry

    # An evening.

    async def _play(self, phone: Phone, scene: Scene) -> None:
        if self._now >= scene.ends:
            return
        await self._burst(phone, scene)
        while True:
            acts = self._acts(phone, scene.phase)
            often = sum(times for times, _act in acts) / 60
            pause = self.chance.expovariate(often) if often else self.job.seconds
            if self._now + pause >= scene.ends:
                await self._until(scene.ends)
                return
            await asyncio.sleep(pause)
            _times, act = self.chance.choices(acts, [times for times, _act in acts])[0]
            await act()

    async def _burst(self, phone: Phone, scene: Scene) -> None:
        """As a phase opens, some write at once; who comes later does not."""
        is_there = self._now < scene.starts + 1
        if is_there and self.chance.random() < scene.phase.burst:
            within = min(scene.phase.burst_seconds, (scene.ends - scene.starts) / 2)
            await asyncio.sleep(self.chance.random() * within)
            await self._say(phone)

    def _acts(self, phone: Phone, phase: Phase) -> list[tuple[float, Act]]:
        network = self.job.scenario.network
        return [
            (phase.posts, lambda: self._say(phone)),
            (phase.comments, lambda: self._answer(phone)),
            (phase.reactions, lambda: self._react(phone)),
            (phase.protocoles, lambda: self._hand_in(phone)),
            (phase.marks, lambda: self._mark(phone)),
            (network.sleeps, lambda: phone.sleep(self._while(network.sleep_seconds))),
            (network.closes, lambda: self._reopen(phone)),
            (network.cuts, lambda: self._lose_network(phone)),
        ]

    # What they do.

    async def _say(self, phone: Phone) -> None:
        await self._type(phone)
        await phone.ask("publish", body=self.chance.choice(phrases.POSTS))
        self.tally.act("post")

    async def _answer(self, phone: Phone) -> None:
        if not phone.posts:
            return
        post = self.chance.choice(phone.posts)
        await self._type(phone)
        await phone.ask("comment", post=post, body=self.chance.choice(phrases.COMMENTS))
        self.tally.act("comment")

    async def _react(self, phone: Phone) -> None:
        """Make a sign on something recent, or take it back."""
        if not phone.posts:
            return
        made = self.chance.choice(phone.posts), self.chance.choice(SIGNS)
        self._signs ^= {made}
        await phone.ask("react", post=made[0], sign=made[1], on=made in self._signs)
        self.tally.act("reaction")

    async def _hand_in(self, phone: Phone) -> None:
        if phone.entry.consigne is None:
            return
        await self._type(phone)
        written = {
            "title": self.chance.choice(phrases.TITLES),
            "needs": self.chance.choice(phrases.NEEDS),
            "duration": self.chance.choice(phrases.DURATIONS),
            "steps": self.chance.sample(phrases.STEPS, 3),
        }
        await phone.ask("protocole.hand_in", consigne=phone.entry.consigne, written=written)
        self.tally.act("protocole")

    async def _mark(self, phone: Phone) -> None:
        if phone.feed.last > self._read:
            self._read = phone.feed.last
            phone.signal("read", seq=self._read)
            self.tally.act("mark")

    async def _type(self, phone: Phone) -> None:
        phone.signal("typing")
        await asyncio.sleep(self._between(self.job.scenario.typing_seconds))

    async def _reopen(self, phone: Phone) -> None:
        await phone.be_closed(self._while(self.job.scenario.network.away_seconds))
        try:
            await self._load_page()
        except (NoWayIn, OSError) as error:
            self.tally.error(f"no page: {error}")

    async def _lose_network(self, phone: Phone) -> None:
        """They write on meanwhile: nobody tells them."""
        self._meanwhile(phone.be_cut(self._while(self.job.scenario.network.cut_seconds)))

    # Time.

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time() - self.job.begins

    async def _until(self, second: float) -> None:
        await asyncio.sleep(max(0.0, second - self._now))

    def _between(self, bounds: Between) -> float:
        return self.chance.uniform(*bounds)

    def _while(self, bounds: Between) -> float:
        """How long a trouble lasts; by the end everybody is back."""
        return min(self._between(bounds), max(0.0, self.job.seconds - self._now))

    def _meanwhile(self, errand: Awaitable[None]) -> None:
        self._errands.add(asyncio.ensure_future(errand))
