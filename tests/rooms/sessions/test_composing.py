"""A score is composed: opened, filled, changed, put in order, duplicated; what is wrong is told beside it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from people.refusals import Refusals
from rooms import opening
from rooms.models import Room
from rooms.sessions import composing, conducting, roster
from rooms.sessions.composing import MOST_PHASES, MOST_SESSIONS
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from rooms.sessions.scores import SCORES
from rooms.sessions.timetable import timetable, total
from tests.cast import Cast
from tests.refusing import refusal, refused
from tests.rooms.history import lines
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance

pytestmark = pytest.mark.storage


def titles(seance: Seance) -> list[str]:
    return [phase.title for phase in seance.phases]


def adds(seance: Seance, plan: PhasePlan, *position: int) -> None:
    composing.add(seance.cast.judith, seance.room.pk, uuid4(), seance.pk, plan, *position)


def wrong(seance: Seance, plan: PhasePlan) -> dict[str, Any]:
    """Return what is told of each box when ``plan`` is added."""
    said = refusal(composing.add, seance.cast.judith, seance.room.pk, uuid4(), seance.pk, plan)
    assert isinstance(said, Refusals)
    return said.wrong


@pytest.mark.parametrize("score", SCORES)
def test_a_session_opens_with_the_phases_of_a_score(cast: Cast, score: str) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "  Une   heure ", score)
    made = Session.objects.get()
    assert (made.title, made.by) == ("Une heure", cast.judith)
    planned = [(each.title, each.seconds) for each in SCORES[score].plans()]
    assert [(each.title, each.seconds) for each in made.phases.all()] == planned
    assert total(list(made.phases.all())) == SCORES[score].seconds


def test_only_those_who_lead_compose(seance: Seance) -> None:
    nadia, room, phase = seance.cast.nadia, seance.room.pk, seance.phases[0].pk
    for service, given in (
        (composing.open_session, ("Une heure",)),
        (composing.duplicate, (seance.pk,)),
        (composing.rename, (seance.pk, "À moi")),
        (composing.add, (seance.pk, READ)),
        (composing.change, (phase, READ)),
        (composing.remove, (phase,)),
        (composing.place, (phase, 2)),
        (composing.discard, (seance.pk,)),
        (composing.open_wall, (seance.pk, True)),
    ):
        assert refused(service, nadia, room, uuid4(), *given) == "not_leader", service


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "a" * 61, "é" * 10_000])
def test_a_session_and_a_phase_need_a_title_that_can_be_read(seance: Seance, title: str) -> None:
    code = refused(composing.open_session, seance.cast.judith, seance.room.pk, uuid4(), title)
    assert code in {"title_empty", "text_long"}
    assert list(wrong(seance, replace(READ, title=title))) == ["title"]


@pytest.mark.parametrize("seconds", [0, -1, -60, 6 * 3_600 + 1, 30 * 3_600, 10**15])
def test_no_phase_lasts_nothing_or_thirty_hours(seance: Seance, seconds: int) -> None:
    assert list(wrong(seance, replace(READ, seconds=seconds))) == ["minutes"]


@pytest.mark.parametrize("seconds", [1, 90, 6 * 3_600, None])
def test_a_phase_lasts_from_a_second_to_six_hours_or_until_one_says(
    seance: Seance, seconds: int | None
) -> None:
    adds(seance, replace(READ, seconds=seconds))
    assert seance.phases[-1].seconds == seconds


def test_everything_that_is_wrong_is_told_at_once(seance: Seance) -> None:
    plan = PhasePlan("danser", "", "a" * 2_001, 0, "personne", order="jamais", pace=0)
    assert list(wrong(seance, plan)) == ["kind", "title", "words", "minutes", "writers", "order", "pace"]


def test_a_score_has_forty_phases_at_most(seance: Seance) -> None:
    for _each in range(MOST_PHASES - len(seance.phases)):
        adds(seance, TALK)
    given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, TALK)
    assert refused(composing.add, *given) == "phases_many"


def test_a_room_has_a_hundred_sessions_at_most(cast: Cast) -> None:
    Session.objects.bulk_create(
        Session(room=cast.fabrique, title="Une heure", by=cast.judith) for _each in range(MOST_SESSIONS)
    )
    given = (cast.judith, cast.fabrique.pk, uuid4(), "Une de trop")
    assert refused(composing.open_session, *given) == "sessions_many"


def test_a_score_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    given = (cast.judith, cast.fabrique.pk, uuid4(), "Une heure", "n’importe quoi")
    assert refused(composing.open_session, *given) == "score_unknown"


def test_what_is_sent_twice_is_done_once_and_with_other_words_refused(cast: Cast) -> None:
    judith, room, ref = cast.judith, cast.fabrique.pk, uuid4()
    for _each in "ab":
        composing.open_session(judith, room, ref, "Une heure", "risks")
    made = Session.objects.get()
    assert refused(composing.open_session, judith, room, ref, "Une autre") == "ref_used"
    assert refused(composing.open_session, judith, room, ref, "Une heure", "silent") == "ref_used"
    for _each in "ab":
        composing.add(judith, room, ref, made.pk, TALK, 2)
    assert made.phases.count() == 7
    assert refused(composing.add, judith, room, ref, made.pk, READ) == "ref_used"


@pytest.mark.parametrize(
    ("position", "order"),
    [
        (0, ["Se répondre", "Lire la consigne", "Écrire en silence", "Tout se dévoile"]),
        (1, ["Lire la consigne", "Se répondre", "Écrire en silence", "Tout se dévoile"]),
        (-5, ["Se répondre", "Lire la consigne", "Écrire en silence", "Tout se dévoile"]),
        (99, ["Lire la consigne", "Écrire en silence", "Tout se dévoile", "Se répondre"]),
    ],
)
def test_a_phase_is_put_anywhere(seance: Seance, position: int, order: list[str]) -> None:
    composing.place(seance.cast.judith, seance.room.pk, uuid4(), seance.phases[-1].pk, position)
    assert titles(seance) == order
    assert [phase.position for phase in seance.phases] == [0, 1, 2, 3]


def test_a_phase_is_added_where_it_is_wanted(seance: Seance) -> None:
    adds(seance, PhasePlan("pause", "Boire"), 1)
    assert titles(seance)[:3] == ["Lire la consigne", "Boire", "Écrire en silence"]
    assert [phase.position for phase in seance.phases] == list(range(5))


def test_a_phase_that_is_taken_out_leaves_no_gap(seance: Seance) -> None:
    composing.remove(seance.cast.judith, seance.room.pk, uuid4(), seance.phases[1].pk)
    assert titles(seance) == ["Lire la consigne", "Tout se dévoile", "Se répondre"]
    assert [phase.position for phase in seance.phases] == [0, 1, 2]


def test_while_it_runs_only_what_is_to_come_changes_and_screens_are_told(seance: Seance) -> None:
    seance.start()
    begun, silence, reveal, talk = seance.phases
    room, judith = seance.room.pk, seance.cast.judith
    assert refused(composing.change, judith, room, uuid4(), begun.pk, SILENCE) == "phase_begun"
    assert refused(composing.remove, judith, room, uuid4(), begun.pk) == "phase_begun"
    assert refused(composing.place, judith, room, uuid4(), begun.pk, 3) == "phase_begun"
    before = len(lines(seance.room.pk))
    composing.change(judith, room, uuid4(), silence.pk, replace(SILENCE, title="Écrire", seconds=600))
    assert seance.shown.next is not None
    assert (seance.shown.next.title, seance.shown.next.seconds) == ("Écrire", 600)
    composing.place(judith, room, uuid4(), talk.pk, 0)
    assert titles(seance)[:2] == ["Lire la consigne", "Se répondre"]
    composing.remove(judith, room, uuid4(), reveal.pk)
    assert (seance.shown.count, seance.current) == (3, "Lire la consigne")
    assert len(lines(seance.room.pk)) > before


def test_the_clock_passes_to_what_was_changed_meanwhile(seance: Seance) -> None:
    seance.start()
    composing.remove(seance.cast.judith, seance.room.pk, uuid4(), seance.phases[1].pk)
    seance.goes_by(60)
    assert seance.current == "Tout se dévoile"


def test_a_score_is_composed_without_a_word_in_the_log(seance: Seance) -> None:
    assert lines(seance.room.pk) == []


def test_what_is_over_changes_no_more(seance: Seance) -> None:
    seance.start()
    seance.does(conducting.end)
    room, judith = seance.room.pk, seance.cast.judith
    assert refused(composing.add, judith, room, uuid4(), seance.pk, TALK) == "session_over"
    assert refused(composing.rename, judith, room, uuid4(), seance.pk, "Autre") == "session_over"
    assert refused(composing.discard, judith, room, uuid4(), seance.pk) == "session_begun"


def test_what_runs_or_is_over_can_be_duplicated_and_played_again(seance: Seance) -> None:
    seance.start()
    seance.does(conducting.end)
    composing.duplicate(seance.cast.judith, seance.room.pk, uuid4(), seance.pk)
    copy = Session.objects.latest("pk")
    assert copy.began_at is None
    assert [phase.title for phase in copy.phases.all()] == titles(seance)
    conducting.start(seance.cast.judith, seance.room.pk, uuid4(), copy.pk)


def test_a_score_is_duplicated_where_one_leads_and_nowhere_else(seance: Seance, ended: Room) -> None:
    room, judith = seance.room.pk, seance.cast.judith
    composing.duplicate(judith, room, uuid4(), seance.pk, ended.pk)
    assert ended.sessions.get().phases.count() == 4
    closed = seance.cast.mezza.pk
    assert refused(composing.duplicate, judith, room, uuid4(), seance.pk, closed) == "not_leader"
    for unknown in (seance.cast.wings.pk, 10**9):
        assert refused(composing.duplicate, judith, room, uuid4(), seance.pk, unknown) == "room_unknown"


def test_rooms_that_one_leads_are_those_of_the_artist_and_all_for_the_team(cast: Cast, ended: Room) -> None:
    assert {room.title for room in roster.led_by(cast.judith)} == {"Prises de risque", "Attentions partagées"}
    assert cast.mezza in roster.led_by(cast.awa)
    assert roster.led_by(cast.nadia) == []


def test_a_session_of_another_room_is_not_reached(seance: Seance, cast: Cast) -> None:
    now = seance.row.created_at
    other = opening.open_fabrique("Lapins", now - timedelta(days=1), now + timedelta(days=6))
    phase = seance.phases[0].pk
    for service, given in (
        (composing.rename, (seance.pk, "Ici")),
        (composing.add, (seance.pk, READ)),
        (composing.change, (phase, READ)),
        (composing.place, (phase, 1)),
        (composing.remove, (phase,)),
        (composing.duplicate, (seance.pk,)),
        (conducting.start, (seance.pk,)),
    ):
        assert refused(service, cast.awa, other.pk, uuid4(), *given) == "session_unknown", service


def test_a_score_that_was_never_played_is_thrown_away(seance: Seance) -> None:
    composing.discard(seance.cast.judith, seance.room.pk, uuid4(), seance.pk)
    composing.discard(seance.cast.judith, seance.room.pk, uuid4(), seance.pk)
    assert not Session.objects.exists()


def test_a_wall_has_an_address_until_it_is_closed_and_never_the_same_again(seance: Seance) -> None:
    given = (seance.cast.judith, seance.room.pk)
    composing.open_wall(*given, uuid4(), seance.pk, True)
    first = seance.row.wall
    composing.open_wall(*given, uuid4(), seance.pk, True)
    assert seance.row.wall == first
    composing.open_wall(*given, uuid4(), seance.pk, False)
    assert seance.row.wall == ""
    composing.open_wall(*given, uuid4(), seance.pk, True)
    assert seance.row.wall not in {"", first}


def test_the_timetable_tells_when_each_phase_is_to_begin(seance: Seance) -> None:
    assert [slot.after for slot in timetable(seance.row, seance.phases)] == [0, 60, 180, 270]
    assert {slot.at for slot in timetable(seance.row, seance.phases)} == {None}
    seance.start()
    seance.passes_to("Écrire en silence")
    slots = timetable(seance.row, seance.phases)
    assert [slot.state for slot in slots] == ["past", "current", "coming", "coming"]
    began = seance.began_at
    expected: list[datetime | None] = [None, began]
    expected += [began + timedelta(seconds=120), began + timedelta(seconds=210)]
    assert [slot.at for slot in slots] == expected


def test_after_a_phase_without_an_end_nobody_knows_when_the_next_begins(seance: Seance) -> None:
    adds(seance, REVEAL)
    seance.start()
    assert timetable(seance.row, seance.phases)[-1].at is None


def test_who_writes_is_known_to_whoever_leads_and_what_they_write_is_not(silent: Seance) -> None:
    cast = silent.cast
    silent.keeps(cast.nadia, "Rien que pour moi")
    silent.finishes(cast.marcel, "Voilà.")
    conducting.give_grace(cast.judith, silent.room.pk, uuid4(), silent.pk, cast.nadia.pk, 120)
    phase = roster.silent_phase(silent.row)
    assert phase is not None
    nadia, marcel = roster.writers(phase, silent.began_at)
    assert (nadia.person, nadia.has_finished) == (cast.nadia, False)
    assert nadia.until == silent.ends_at + timedelta(seconds=120)
    assert (marcel.person, marcel.has_finished, marcel.until) == (cast.marcel, True, None)
    assert "Rien" not in repr([nadia, marcel])
    assert roster.writers(phase, silent.ends_at + timedelta(seconds=121))[0].until is None


def test_the_team_composes_as_the_artist_does(seance: Seance) -> None:
    for who in (seance.cast.judith, seance.cast.awa):
        composing.rename(who, seance.room.pk, uuid4(), seance.pk, f"De {who.name}")
        assert seance.row.title == f"De {who.name}"
