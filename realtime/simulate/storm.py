"""People who come to harm, and the team that quiets them and takes away what they wrote."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from realtime.simulate.phone import Phone
from realtime.simulate.received_message import ReceivedLine
from realtime.simulate.scenario import ScheduledPhase
from realtime.simulate.simulated_person import SIGNS, SimulatedPerson
from realtime.simulate.storm_result import HIDDEN, HOSTILE_ACT, LEFT, QUIETED

FLOOD = 4  # posts of one person within ``LATELY`` seconds: nobody else writes so
LATELY = 15.0
PAUSE = (0.2, 1.5)  # seconds between the acts of one who harms
WHY = "Messages en rafale"
HARMFUL = (
    "GAGNEZ 500 € https://ailleurs.example/{0} https://ailleurs.example/{0}?encore",
    "{0} VOUS ÊTES TOUS NULS !!!",
    "{0} " + "BLA " * 400,
)


@dataclass(eq=False)
class HostilePerson(SimulatedPerson):
    """Publishes, reacts and reports as fast as the house lets them, until the team quiets them."""

    async def _play(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        number = 0
        while self._now < scheduled.ends:
            number += 1
            if await self._harm(phone, number) == "quieted":
                break
            self.tally.act(HOSTILE_ACT)
            await asyncio.sleep(self._between(PAUSE))
        await self._until(scheduled.ends)

    async def _harm(self, phone: Phone, number: int) -> str:
        """Do something; return the code of its refusal."""
        post = self.chance.choice(phone.posts) if phone.posts else None
        if number % 3 or post is None:
            words = self.chance.choice(HARMFUL).format(f"{self.who.name} {number}")
            answer = await phone.ask("publish", body=words)
        elif number % 2:
            answer = await phone.ask("post.report", post=post, word="Supprimez ça")
        else:
            answer = await phone.ask("react", post=post, sign=self.chance.choice(SIGNS), on=True)
        return str(answer.get("code", ""))


@dataclass(eq=False)
class Moderator(SimulatedPerson):
    """One of the team: quiets whoever floods, and once all are quiet hides what they wrote.

    One act for a whole flood would stand in ``_quiet``, and leave nothing to hide one by one.
    """

    _written: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    _quieted: set[int] = field(default_factory=set)
    _to_hide: deque[int] = field(default_factory=deque)

    async def _play(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        phone.listener = self._note
        while self._now < scheduled.ends:
            if (person := self._flooding()) is not None:
                await self._quiet(phone, person)
            elif self._to_hide:
                await phone.ask("post.hide", post=self._to_hide.popleft(), why=WHY)
                self.tally.act(HIDDEN)
            else:
                await asyncio.sleep(0.2)
        self.tally.counts[LEFT] += len(self._to_hide)

    def _note(self, line: ReceivedLine) -> None:
        if line.post is None or line.by is None:
            return
        if line.by in self._quieted:
            self._to_hide.append(line.post)
        else:
            self._written[line.by].append((self._now, line.post))

    def _flooding(self) -> int | None:
        """Return somebody of this moderator's share who floods now."""
        since, (mine, shares) = self._now - LATELY, self.who.share
        for person, written in self._written.items():
            if person % shares == mine and sum(at > since for at, _post in written) >= FLOOD:
                return person
        return None

    async def _quiet(self, phone: Phone, person: int) -> None:
        self._quieted.add(person)
        self._to_hide.extend(post for _at, post in self._written.pop(person))
        await phone.ask("person.quiet", person=person, on=True, why=WHY)
        self.tally.act(QUIETED)
