"""Rehearse a session alone: a room of its own with simulated people, of which nothing stays.

The room is in no list and has no code; whoever leads reaches it by its address. ``realtime/rehearsal.py``
plays the people.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import joining, rules
from rooms import reading as rooms
from rooms.models import Membership, Room
from rooms.sessions import composing, reading
from rooms.sessions.models import Finish, Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from rooms.transaction import role_of

SPEEDS = (1, 4, 20)
LONGEST = timedelta(hours=3)
LINGERS = timedelta(minutes=10)  # after its end, so that one can look at what was done
NAMES = (
    *("Colette", "Idriss", "Simone", "Paul", "Leïla", "Bernard"),
    *("Yuna", "Mehdi", "Odile", "Tomás", "Inès", "Luc"),
)
LOOKS = ("title", "presentation", "led_by", "hot", "pairing", "reactions")


@dataclass(frozen=True, slots=True)
class Played:
    """A rehearsal that runs: its current phase, and the simulated people who have finished it or not."""

    room: int
    phase: Phase
    began_at: datetime
    ends_at: datetime | None
    finished: tuple[int, ...]
    others: tuple[int, ...]


def rehearse(person: Person, room: Room, session: int, speed: int) -> Session:
    """Return a copy of ``session``, ``speed`` times as fast, in a room with simulated people.

    Whoever rehearses has one rehearsal at a time; from within it, what it rehearses begins anew. Raises
    ``not_leader``, ``session_unknown``, ``speed_wrong``.
    """
    home = room.rehearses or room
    for led in {room, home}:
        rules.may_lead(role_of(person, rooms.membership(person, led)))
    if speed not in SPEEDS:
        raise Refusal("speed_wrong", _("Choisissez l’allure dans la liste."), "speed")
    found = reading.find(room, session)
    score = found.rehearses or found
    with transaction.atomic():
        before = Room.objects.filter(rehearses__isnull=False, sessions__by=person)
        struck = list(before.values_list("pk", flat=True))
        stage = _stage(home)
        joining.give_role(person, stage, Membership.Role.ARTIST)
        for name in NAMES:
            Membership.objects.create(room=stage, person=Person.objects.arrive(name))
        # What was composed on a stage goes with it.
        rehearsed = score if score.room_id == home.pk else None
        copy = Session.objects.create(room=stage, title=score.title, by=person, rehearses=rehearsed)
        composing.copy_score(score, copy, lambda plan: _faster(plan, speed))
        _strike(Room.objects.filter(pk__in=struck))
    return copy


def leave(person: Person, room: Room) -> None:
    """End the rehearsal in ``room``, of which nothing stays. Raises ``not_leader``."""
    rules.may_lead(role_of(person, rooms.membership(person, room)))
    _strike(Room.objects.filter(pk=room.pk, rehearses__isnull=False))


def strike_old(now: datetime) -> None:
    """Remove rehearsals that are over, or that somebody forgot."""
    over = Q(sessions__ended_at__lt=now - LINGERS) | Q(sessions__created_at__lt=now - LONGEST)
    _strike(Room.objects.filter(over, rehearses__isnull=False))


def played() -> list[Played]:
    """List the rehearsals that run, unless paused."""
    running = Session.objects.filter(room__rehearses__isnull=False, began_at__isnull=False, ended_at=None)
    return [_played(each) for each in running.filter(paused_at=None).select_related("room")]


def _played(session: Session) -> Played:
    phase = session.phases.get(position=session.index)
    members = session.room.memberships.filter(role=Membership.Role.PARTICIPANT).order_by("person")
    people = list(members.values_list("person", flat=True))
    done = set(Finish.objects.filter(phase=phase).values_list("person", flat=True))
    finished = tuple(each for each in people if each in done)
    others = tuple(each for each in people if each not in done)
    began = session.phase_began_at or timezone.now()
    return Played(session.room_id, phase, began, session.phase_ends_at, finished, others)


def _stage(room: Room) -> Room:
    looks = {name: getattr(room, name) for name in LOOKS}
    slug = f"repetition-{secrets.token_hex(8)}"
    return Room.objects.create(kind=Room.Kind.FABRIQUE, slug=slug, rehearses=room, **looks)


def _faster(plan: PhasePlan, speed: int) -> PhasePlan:
    seconds = max(1, plan.seconds // speed) if plan.seconds else None
    return replace(plan, seconds=seconds, pace=max(1, plan.pace // speed))


def _strike(stages: QuerySet[Room]) -> None:
    for stage in stages.distinct():
        simulated = stage.memberships.filter(role=Membership.Role.PARTICIPANT)
        people = list(simulated.values_list("person", flat=True))
        stage.delete()
        Person.objects.filter(pk__in=people).delete()
