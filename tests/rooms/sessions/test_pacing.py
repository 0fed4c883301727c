"""The pace of a reveal is changed while it goes on: what has appeared stays, what is to come follows."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from rooms.sessions import conducting
from rooms.sessions.models import Session
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.history import lines
from tests.rooms.sessions.conftest import REVEAL, SILENCE, TALK, Seance, compose

pytestmark = pytest.mark.storage


@pytest.fixture
def revealing(silent: Seance) -> Seance:
    """A reveal of three texts, one every twenty seconds, of which the first has appeared."""
    for who in (silent.cast.nadia, silent.cast.marcel, silent.cast.awa):
        silent.finishes(who, f"De {who.name}.")
    silent.passes_to("Tout se dévoile")
    silent.goes_by(0)
    assert len(silent.feed()) == 1
    return silent


def appeared(seance: Seance, seconds: float) -> int:
    """Return how many texts have appeared after so many seconds of the phase."""
    seance.goes_by(seconds)
    return len(seance.feed())


def test_texts_come_faster_from_the_one_that_appeared_last(revealing: Seance) -> None:
    revealing.does(conducting.set_pace, 10)
    assert [appeared(revealing, seconds) for seconds in (9, 10, 19, 20)] == [1, 2, 2, 3]


def test_texts_come_more_slowly(revealing: Seance) -> None:
    revealing.does(conducting.set_pace, 40)
    assert [appeared(revealing, seconds) for seconds in (39, 40, 79, 80)] == [1, 2, 2, 3]


def test_a_text_that_is_due_by_the_new_pace_appears_now_and_not_twice(revealing: Seance) -> None:
    Session.objects.filter(pk=revealing.pk).update(
        release_at=F("release_at") - timedelta(seconds=15),
        phase_began_at=F("phase_began_at") - timedelta(seconds=15),
    )
    revealing.does(conducting.set_pace, 10)
    row = revealing.row
    assert row.release_at == row.due_at
    assert (row.release_at - revealing.began_at).total_seconds() >= 15  # type: ignore[operator]
    assert appeared(revealing, 20) == 2


def test_while_the_clock_stands_still_the_pace_is_changed_for_later(revealing: Seance) -> None:
    revealing.does(conducting.pause, True)
    revealing.does(conducting.set_pace, 40)
    assert appeared(revealing, 500) == 1
    revealing.does(conducting.pause, False)
    assert appeared(revealing, 39) == 1
    assert appeared(revealing, 41) == 2


def test_it_is_logged_once_and_not_at_all_where_it_changes_nothing(revealing: Seance) -> None:
    room, ref = revealing.room.pk, uuid4()
    before = len(lines(room))
    given = (revealing.cast.judith, room, ref, revealing.pk, revealing.row.version, 10)
    assert conducting.set_pace(*given) == conducting.set_pace(*given)
    assert len(lines(room)) == before + 1
    revealing.does(conducting.set_pace, 10)
    assert len(lines(room)) == before + 1


def test_of_two_who_lead_one_sets_the_pace(revealing: Seance) -> None:
    version = revealing.row.version
    revealing.does(conducting.set_pace, 10, by=revealing.cast.awa)
    given = (revealing.room.pk, uuid4(), revealing.pk)
    assert refused(conducting.set_pace, revealing.cast.judith, *given, version, 60) == "session_moved"
    version = revealing.row.version
    assert refused(conducting.set_pace, revealing.cast.nadia, *given, version, 60) == "not_leader"
    assert revealing.phases[2].pace == 10


@pytest.mark.parametrize("seconds", [0, -5, 601])
def test_no_text_has_no_time_or_an_hour(revealing: Seance, seconds: int) -> None:
    given = (revealing.cast.judith, revealing.room.pk, uuid4(), revealing.pk, revealing.row.version)
    assert refused(conducting.set_pace, *given, seconds) == "pace_wrong"


@pytest.mark.parametrize("order", ["together", "tapped"])
def test_where_texts_do_not_come_by_themselves_there_is_no_pace(cast: Cast, order: str) -> None:
    seance = compose(cast, replace(REVEAL, order=order), SILENCE, TALK)
    seance.start()
    given = (cast.judith, seance.room.pk, uuid4(), seance.pk)
    assert refused(conducting.set_pace, *given, seance.row.version, 10) == "not_paced"
    seance.passes_to("Écrire en silence")
    assert refused(conducting.set_pace, *given, seance.row.version, 10) == "not_paced"
