"""Whoever leads rehearses a session alone, with simulated people; nothing of it stays, and nobody sees it."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from people.models import Person
from realtime import rehearsal
from rooms import joining, reading
from rooms.models import Event, Membership, Post, Room
from rooms.sessions import advancing, composing, conducting, rehearsing
from rooms.sessions.models import Session
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.sessions.conftest import Seance

pytestmark = pytest.mark.storage

NAMES = rehearsing.NAMES


@pytest.fixture
def rehearsed(seance: Seance) -> Session:
    return rehearsing.rehearse(seance.cast.judith, seance.room, seance.pk, 20)


def begin(session: Session, position: int = 0) -> None:
    conducting.start(session.by, session.room_id, uuid4(), session.pk)
    for to in range(1, position + 1):
        conducting.pass_to(session.by, session.room_id, uuid4(), session.pk, to, to)


def play(seconds: float) -> None:
    """Let everybody on stage act as they do when the phase has lasted so long."""
    gone_by = timedelta(seconds=seconds)
    shifted = {name: F(name) - gone_by for name in ("phase_began_at", "phase_ends_at")}
    Session.objects.filter(room__rehearses__isnull=False).update(**shifted)
    for played in rehearsing.played():
        for act in rehearsal.acts(played, random.Random(1)):
            act()


def test_it_is_the_same_score_faster_with_people_who_are_nobody(seance: Seance, rehearsed: Session) -> None:
    assert [each.seconds for each in rehearsed.phases.all()] == [3, 6, 4, None]
    assert [each.title for each in rehearsed.phases.all()] == [each.title for each in seance.phases]
    members = set(rehearsed.room.memberships.values_list("person__name", flat=True))
    assert members == {"Judith", *NAMES}


def test_nobody_else_finds_it(cast: Cast, rehearsed: Session) -> None:
    stage = rehearsed.room
    assert stage.code is None
    for person in (cast.judith, cast.awa, cast.nadia):
        assert stage not in reading.rooms_of(person)
    assert stage not in reading.announced(timezone.now())
    given = (cast.nadia, rehearsed.room_id, uuid4(), rehearsed.pk)
    assert refused(conducting.start, *given) == "not_leader"


def test_simulated_people_write_in_silence_finish_and_are_revealed(rehearsed: Session) -> None:
    begin(rehearsed, 1)
    play(0.0)
    assert Post.objects.filter(room=rehearsed.room, held="draft").count() == 1
    play(5.9)
    assert Post.objects.filter(room=rehearsed.room, held="silence").count() == len(NAMES)
    conducting.pass_to(rehearsed.by, rehearsed.room_id, uuid4(), rehearsed.pk, 2, 2)
    conducting.pass_to(rehearsed.by, rehearsed.room_id, uuid4(), rehearsed.pk, 3, 3)
    assert Post.objects.visible().filter(room=rehearsed.room).count() == len(NAMES)


def test_a_phase_that_ends_with_the_last_passes_in_a_rehearsal_too(rehearsed: Session) -> None:
    rehearsed.phases.filter(kind="silence").update(until_finished=True)
    begin(rehearsed, 1)
    play(5.9)
    (awaited,) = (each for each in advancing.awaited() if each.session == rehearsed.pk)
    assert advancing.pass_when_finished(awaited, {rehearsed.by_id})


def test_nothing_stays_when_one_leaves(cast: Cast, rehearsed: Session) -> None:
    people, before = Person.objects.count(), Room.objects.count()
    begin(rehearsed, 1)
    play(5.9)
    rehearsing.leave(cast.judith, rehearsed.room)
    assert (Person.objects.count(), Room.objects.count()) == (people - len(NAMES), before - 1)
    assert not Post.objects.exists()
    assert not Event.objects.filter(room=rehearsed.room_id).exists()
    assert not Session.objects.filter(pk=rehearsed.pk).exists()


def test_one_has_one_rehearsal_and_it_ends_by_itself(seance: Seance, rehearsed: Session) -> None:
    again = rehearsing.rehearse(seance.cast.judith, seance.room, seance.pk, 4)
    assert list(Room.objects.filter(rehearses__isnull=False)) == [again.room]
    rehearsing.strike_old(timezone.now())
    assert Room.objects.filter(rehearses__isnull=False).exists()
    rehearsing.strike_old(timezone.now() + timedelta(hours=4))
    assert not Room.objects.filter(rehearses__isnull=False).exists()
    assert Session.objects.filter(pk=seance.pk).exists()


def test_from_within_a_rehearsal_what_it_rehearses_begins_anew(seance: Seance, rehearsed: Session) -> None:
    again = rehearsing.rehearse(rehearsed.by, rehearsed.room, rehearsed.pk, 4)
    assert again.rehearses == seance.row
    assert again.room.rehearses == seance.room
    assert [each.seconds for each in again.phases.all()] == [15, 30, 22, None]
    assert list(Room.objects.filter(rehearses__isnull=False)) == [again.room]


def test_what_was_composed_in_a_rehearsal_can_be_rehearsed_too(seance: Seance, rehearsed: Session) -> None:
    composing.open_session(rehearsed.by, rehearsed.room_id, uuid4(), "Une autre", "silent")
    other = Session.objects.get(title="Une autre")
    again = rehearsing.rehearse(rehearsed.by, rehearsed.room, other.pk, 1)
    assert (again.rehearses, again.room.rehearses) == (None, seance.room)
    assert again.phases.count() == 4


def test_who_leads_no_more_does_not_rehearse_on_from_within(seance: Seance, rehearsed: Session) -> None:
    joining.give_role(rehearsed.by, seance.room, Membership.Role.PARTICIPANT)
    given = (rehearsed.by, rehearsed.room, rehearsed.pk, 4)
    assert refused(rehearsing.rehearse, *given) == "not_leader"


def test_only_those_who_lead_rehearse_and_only_at_a_known_speed(seance: Seance) -> None:
    given = (seance.room, seance.pk)
    assert refused(rehearsing.rehearse, seance.cast.nadia, *given, 4) == "not_leader"
    assert refused(rehearsing.rehearse, seance.cast.judith, *given, 1_000) == "speed_wrong"
    assert refused(rehearsing.leave, seance.cast.nadia, seance.room) == "not_leader"
    rehearsing.leave(seance.cast.judith, seance.room)
    assert Room.objects.filter(pk=seance.room.pk).exists()
