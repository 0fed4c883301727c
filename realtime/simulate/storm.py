"""People who come to harm, and the team that quiets them, takes away what they wrote, and gives back what was
taken with it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from realtime.simulate.phone import Phone
from realtime.simulate.process_messages import Acknowledged
from realtime.simulate.received_message import ReceivedLine
from realtime.simulate.room_page import PageUnavailable, newest_clearing
from realtime.simulate.scenario import ScheduledPhase
from realtime.simulate.simulated_person import SIGNS, SimulatedPerson
from realtime.simulate.storm_result import BACK, CLEARED, HOSTILE_ACT, LEFT, QUIETED

FLOOD = 4  # posts of one person within ``LATELY`` seconds: nobody else writes so
LATELY = 15.0
CALM = 2.0  # seconds without a flood, before what it left is hidden
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
class InnocentPerson(SimulatedPerson):
    """Came by the code of those who harm, says something in each phase, and reads on."""

    _own: set[int] = field(default_factory=set)

    async def _play(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        phone.listener = self._note
        said = await phone.ask("publish", body="Bonsoir, je viens de trouver ce code sur un mur.")
        await self._until(scheduled.ends)
        for seq in self._own - {said.get("seq")}:  # brought back by the team, under its author's name
            self.tally.done.append(Acknowledged(phone.entry.me, phone.entry.room, seq))
        self._own.clear()

    def _note(self, line: ReceivedLine) -> None:
        if self.phone and line.by == self.phone.entry.me:
            self._own.add(line.seq)


@dataclass(eq=False)
class Moderator(SimulatedPerson):
    """One of the team: quiets whoever of their share floods; the first of it hides all that these wrote in
    one act, once nobody floods any more, and brings back in another what was of the innocent."""

    _written: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    _flooders: set[int] = field(default_factory=set)
    _quieted: set[int] = field(default_factory=set)
    _in_sight: int = 0
    _flooded_at: float = 0.0

    async def _play(self, phone: Phone, scheduled: ScheduledPhase) -> None:
        phone.listener = self._note
        while self._now < scheduled.ends:
            if (person := self._flooding()) is not None:
                await self._quiet(phone, person)
            elif self._in_sight and self._now - self._flooded_at > CALM:
                await self._clear(phone)
            else:
                await asyncio.sleep(0.2)
        self.tally.counts[LEFT] += self._in_sight

    def _note(self, line: ReceivedLine) -> None:
        if line.post is None or line.by is None:
            return
        written = self._written[line.by]
        written.append(self._now)
        if line.by not in self._flooders and sum(at > self._now - LATELY for at in written) >= FLOOD:
            self._flooders.add(line.by)
            self._add_in_sight(len(written))
        elif line.by in self._flooders:
            self._add_in_sight(1)

    def _add_in_sight(self, posts: int) -> None:
        self._flooded_at = self._now
        if self.who.share[0] == 0:
            self._in_sight += posts

    def _flooding(self) -> int | None:
        """Return somebody of this moderator's share who floods and is not quiet yet."""
        mine, shares = self.who.share
        theirs = (person for person in self._flooders - self._quieted if person % shares == mine)
        return next(theirs, None)

    async def _quiet(self, phone: Phone, person: int) -> None:
        self._quieted.add(person)
        await phone.ask("person.quiet", person=person, on=True, why=WHY)
        self.tally.act(QUIETED)

    async def _clear(self, phone: Phone) -> None:
        self._in_sight = 0
        await phone.ask("code.clear", code=self.who.hostile_code, why=WHY)
        self.tally.act(CLEARED)
        await self._give_back(phone)

    async def _give_back(self, phone: Phone) -> None:
        try:
            found = await asyncio.to_thread(newest_clearing, self._url, self.who.slug, self.who.cookie)
        except (PageUnavailable, OSError) as error:
            self.tally.error(f"no régie: {error}")
            return
        back = await phone.ask("clearing.back", clearing=found, whose=self.who.innocent) if found else {}
        self.tally.counts[BACK] += back.get("type") == "reply"
