"""``moderation``: how soon every desk has what waits or was reported, and everybody what was decided.

In one room after another: somebody writes, which the team reads first; it is published; somebody reports it;
it is hidden. From each command, with its commit, until each desk has the line in the wings, and until each
participant has it in the room.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.bench.desks import DeskCrowd, FollowedRoom, Hand, read_first
from tests.bench.results import BenchResult, Spread, percentile, percentiles
from tests.bench.workspace import Workspace, until_calm

WORDS = "Je propose de traverser la place les yeux fermés, au bras d’une personne inconnue."
NO_PEER = "there is no peer: none of the anchors holds words back and tells of them live"


@dataclass(frozen=True)
class ModerationPlan:
    """``rooms`` of ``people``, and ``desks`` over all of them; so many ``turns`` of the four acts, one room
    after another, each ``pause`` seconds after the one before."""

    rooms: int = 10
    people: int = 100
    desks: int = 3
    turns: int = 15
    pause: float = 0.1


@dataclass
class _Evening:
    """Who follows, by session key; the hands of two people of each room, and of the team."""

    crowd: DeskCrowd
    rooms: list[FollowedRoom]
    wings: list[FollowedRoom]
    desks: list[str]
    people: list[list[str]]
    authors: list[Hand]
    others: list[Hand]
    team: list[Hand]
    to_desks: list[float] = field(default_factory=list)
    to_people: list[float] = field(default_factory=list)


def run(workspace: Workspace, plan: ModerationPlan = ModerationPlan()) -> list[BenchResult]:
    """Measure both ways."""
    evening = _opened(workspace, plan)
    with ThreadPoolExecutor(plan.rooms) as hands:
        for _turn in range(plan.turns):
            _turn_of_all(evening, hands, plan.pause)
    title = f"moderation: {plan.rooms} rooms of {plan.people}, {plan.desks} desks, {1 / plan.pause:.0f}/s"
    outcome = BenchResult(title, note=NO_PEER)
    for row, waits in (("to every desk", evening.to_desks), ("to every participant", evening.to_people)):
        outcome.rows[row] = {**percentiles(waits), "lines": Spread.of([len(waits)])}
    outcome.figures["desk_p99_ms"] = percentile(evening.to_desks, 99)
    outcome.figures["decision_p99_ms"] = percentile(evening.to_people, 99)
    return [outcome]


def _opened(workspace: Workspace, plan: ModerationPlan) -> _Evening:
    database = workspace.database(plan.rooms * plan.people, fabriques=plan.rooms)
    made, keys = read_first(database, plan.desks), database.facts.keys
    hub = workspace.start(database.hub())
    crowd = workspace.keep(DeskCrowd(database, hub))
    people = [keys[number * plan.people : (number + 1) * plan.people] for number in range(plan.rooms)]
    crowd.follow(made.desks, made.wings)
    for room, of_room in zip(made.rooms, people, strict=True):
        crowd.follow(of_room, [room])
    until_calm(crowd)

    def hand(key: str) -> Hand:
        made_hand = Hand(key, hub.port)
        workspace.ends_with(made_hand.close)
        return made_hand

    return _Evening(
        crowd,
        made.rooms,
        made.wings,
        made.desks,
        people,
        authors=[hand(of_room[0]) for of_room in people],
        others=[hand(of_room[1]) for of_room in people],
        team=[hand(made.desks[number % plan.desks]) for number in range(plan.rooms)],
    )


def _turn_of_all(evening: _Evening, hands: ThreadPoolExecutor, pause: float) -> None:
    """Write, publish, report and hide once in every room, each of these in all rooms."""
    posts = [0] * len(evening.rooms)

    def write(number: int) -> None:
        posts[number] = evening.authors[number].ask("publish", evening.rooms[number].room, body=WORDS)

    def by(who: list[Hand], act: str) -> Callable[[int], None]:
        def do(number: int) -> None:
            who[number].ask(act, evening.rooms[number].room, post=posts[number])

        return do

    evening.to_desks += _told_to(evening, hands, write, pause, desks=True)
    evening.to_people += _told_to(evening, hands, by(evening.team, "post.approve"), pause, people=True)
    evening.to_desks += _told_to(evening, hands, by(evening.others, "post.report"), pause, desks=True)
    evening.to_people += _told_to(evening, hands, by(evening.team, "post.hide"), pause, people=True)


def _told_to(
    evening: _Evening,
    hands: ThreadPoolExecutor,
    act: Callable[[int], None],
    pause: float,
    *,
    desks: bool = False,
    people: bool = False,
) -> list[float]:
    """Do ``act`` in each room; return how many milliseconds each waited who is to hear of it.

    The desks hear of a decision too, which is waited for and not counted.
    """
    crowd = evening.crowd
    begun = []
    for number, (room, wings) in enumerate(zip(evening.rooms, evening.wings, strict=True)):
        now = time.monotonic()
        if people:
            crowd.awaited |= dict.fromkeys(((key, room.room) for key in evening.people[number]), now)
        if desks:
            crowd.awaited |= dict.fromkeys(((key, wings.room) for key in evening.desks), now)
        begun.append(hands.submit(act, number))
        crowd.hear_for(pause)
    waits = crowd.hear_all()
    for each in begun:
        each.result()
    return waits
