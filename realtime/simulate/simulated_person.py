"""A simulated person: they arrive, read, post, comment, react and submit; their phone sleeps and
disconnects."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from realtime.simulate import phrases
from realtime.simulate.phone import Phone
from realtime.simulate.process_messages import Newcomer, PeopleJob
from realtime.simulate.room_page import PageUnavailable, RoomPage, open_page
from realtime.simulate.scenario import Between, ScenarioPhase, ScheduledPhase, timeline
from realtime.simulate.session_watch import SessionWatch, silent_text
from realtime.simulate.slow_line import SlowPhoneLine
from realtime.simulate.tally import RunTally

SIGNS = ("merci", "emeut", "essayer")
FORGETFUL = 0.15  # chance that somebody never says that they have finished: their text stays theirs
LATE = 0.1  # chance that somebody finishes only after the reveal has begun
# What is answered where somebody is quieted, and what they wrote is gone.
IN_A_STORM = {"gone", "quieted", "reports_many", "own_words"}
ATTEMPTS = 3  # to load the page, before giving up

Act = Callable[[], Awaitable[None]]


@dataclass(eq=False)
class SimulatedPerson:
    """``phone`` is set once the page has been loaded."""

    who: Newcomer
    job: PeopleJob
    tally: RunTally
    phone: Phone | None = None
    _line: SlowPhoneLine | None = None
    _signs: set[tuple[int, str]] = field(default_factory=set)
    _read: int = 0
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Not for secrets: the same seed repeats the same rehearsal.
        self.chance = random.Random(f"{self.job.seed}·{self.who.name}")  # noqa: S311

    async def live(self) -> None:
        """Arrive, and act until the last phase ends. The phone stays connected."""
        await self._until(self.chance.random() * self.job.scenario.arrival * self.job.seconds)
        if self.who.is_slow:
            self._line = SlowPhoneLine(self.job.url)
            await self._line.open()
        entry = await self._come_in()
        if entry is None:
            return
        self.phone = Phone(self._url, entry, self.tally, self.chance, is_slow=self.who.is_slow)
        self.phone.is_measured = not (self.who.part or self.who.is_slow)
        if self.job.scenario.is_storm:
            self.phone.expected |= IN_A_STORM
        if self.job.sessions:
            self.phone.watch = SessionWatch()
            self._look_at(entry)
        self._meanwhile(self.phone.keep_connected())
        for number, scheduled in enumerate(self._timeline):
            if scheduled.phase.kind == "silence" and self._now < scheduled.ends:
                self._meanwhile(self._write_silently(self.phone, number, scheduled))
            await self._play(self.phone, scheduled)

    async def leave(self) -> None:
        """Cancel all tasks, and raise the first error of one that failed."""
        for task in self._tasks:
            task.cancel()
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
        if self._line is not None:
            await self._line.close()

    @property
    def _url(self) -> str:
        return self._line.own_url if self._line else self.job.url

    async def _come_in(self) -> RoomPage | None:
        for attempt in range(ATTEMPTS):
            try:
                return await self._load_page()
            except (PageUnavailable, OSError) as error:
                self.tally.error(f"no page: {error}")
            await asyncio.sleep(self.chance.random() * 2**attempt)
        return None

    async def _load_page(self) -> RoomPage:
        wanted = self._now
        entry = await asyncio.to_thread(open_page, self._url, self.who)
        self.tally.opened_page(self._now - wanted, slow=self.who.is_slow)
        self._look_at(entry)
        return entry

    def _look_at(self, entry: RoomPage) -> None:
        """Note whose texts are on a page that came while all were silent."""
        first = next((each for each in self._timeline if each.phase.kind == "reveal"), None)
        watch = self.phone.watch if self.phone else None
        if watch is not None and first is not None and self._now < first.starts - 1:
            watch.early |= entry.silent - {self.who.name}

    # Acting.

    async def _play(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        if self._now >= scheduled.ends:
            return
        await self._burst(phone, scheduled)
        while True:
            acts = self._acts(phone, scheduled.phase)
            often = sum(times for times, _act in acts) / 60
            pause = self.chance.expovariate(often) if often else self.job.seconds
            if self._now + pause >= scheduled.ends:
                await self._until(scheduled.ends)
                return
            await asyncio.sleep(pause)
            _times, act = self.chance.choices(acts, [times for times, _act in acts])[0]
            await act()

    async def _burst(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        """As a phase begins, some of those present post at once."""
        is_there = self._now < scheduled.starts + 1
        if is_there and self.chance.random() < scheduled.phase.burst:
            within = min(scheduled.phase.burst_seconds, (scheduled.ends - scheduled.starts) / 2)
            await asyncio.sleep(self.chance.random() * within)
            await self._say(phone)

    def _acts(self, phone: Phone, phase: ScenarioPhase) -> list[tuple[float, Act]]:
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

    async def _write_silently(self, phone: Phone, number: int, scheduled: ScheduledPhase) -> None:
        """Keep a text as it grows, then finish it: in time, after the reveal has begun, or never."""
        phase = self.job.sessions[phone.entry.room][number]
        words = self.chance.choice(phrases.POSTS)
        text = silent_text(self.who.name, words)
        began, left = self._now, scheduled.ends - self._now
        for share in (0.3, 0.6):
            await self._until(began + share * left * self.chance.uniform(0.7, 1))
            grown = text[: len(text) - round((1 - share) * len(words))]
            await phone.ask("text.keep", phase=phase, body=grown)
            self.tally.act("kept")
        if (chance := self.chance.random()) < FORGETFUL:
            return
        share = 1.2 if chance > 1 - LATE else 0.85
        await self._until(began + share * left)
        answer = await phone.ask("phase.finish", phase=phase, body=text, on=True)
        if answer["type"] == "reply" and phone.watch is not None:
            phone.watch.finished = text
            self.tally.act("finished")

    # Actions.

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
        """Add or remove a reaction to a recent post."""
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
        except (PageUnavailable, OSError) as error:
            self.tally.error(f"no page: {error}")

    async def _lose_network(self, phone: Phone) -> None:
        """Cut the network in the background: the person goes on acting."""
        self._meanwhile(phone.be_cut(self._while(self.job.scenario.network.cut_seconds)))

    # Time.

    @property
    def _timeline(self) -> list[ScheduledPhase]:
        return timeline(self.job.scenario, self.job.seconds)

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time() - self.job.begins

    async def _until(self, second: float) -> None:
        await asyncio.sleep(max(0.0, second - self._now))

    def _between(self, bounds: Between) -> float:
        return self.chance.uniform(*bounds)

    def _while(self, bounds: Between) -> float:
        """Choose how long a disturbance lasts, at most until the end of the rehearsal."""
        return min(self._between(bounds), max(0.0, self.job.seconds - self._now))

    def _meanwhile(self, task: Awaitable[None]) -> None:
        self._tasks.add(asyncio.ensure_future(task))
