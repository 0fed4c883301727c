"""A session is conducted: it starts, passes, pauses, is prolonged, ends; the clock does what nobody does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from protocols.reading import scene
from rooms import joining, posting
from rooms.meetings import living
from rooms.models import Membership, Post, Room
from rooms.sessions import advancing, conducting, reading
from rooms.sessions.models import Passage, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, announces
from tests.refusing import refusal, refused
from tests.rooms.history import lines
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance, compose

pytestmark = pytest.mark.storage


def test_a_session_begins_once_with_its_first_phase(seance: Seance) -> None:
    seance.start()
    seance.start()
    assert seance.current == "Lire la consigne"
    shown = seance.shown
    assert shown.next is not None
    assert (shown.phase.title, shown.next.title, shown.count) == ("Lire la consigne", "Écrire en silence", 4)
    assert (shown.ends_at or 0) - shown.phase_began_at == 60_000
    assert Passage.objects.count() == 1


def test_the_same_command_sent_again_passes_only_once(seance: Seance) -> None:
    seance.start()
    ref, version = uuid4(), seance.row.version
    given = (seance.cast.judith, seance.cast.fabrique.pk, ref, seance.pk, version, 1)
    assert conducting.pass_to(*given) == conducting.pass_to(*given)
    assert seance.current == "Écrire en silence"


def test_of_two_who_lead_the_first_act_wins_and_the_other_is_told(seance: Seance) -> None:
    seance.start()
    version = seance.row.version
    seance.does(conducting.pass_to, 1, by=seance.cast.awa)
    told = refusal(conducting.pass_to, seance.cast.judith, seance.room.pk, uuid4(), seance.pk, version, 1)
    assert told.code == "session_moved"
    assert "Awa" in told.sentence
    assert "Écrire en silence" in told.sentence
    assert seance.current == "Écrire en silence"


def test_only_those_who_lead_conduct(seance: Seance) -> None:
    room = seance.room.pk
    assert refused(conducting.start, seance.cast.nadia, room, uuid4(), seance.pk) == "not_leader"
    seance.start()
    version = seance.row.version
    assert refused(conducting.end, seance.cast.marcel, room, uuid4(), seance.pk, version) == "not_leader"


def test_an_artist_who_leads_no_more_conducts_no_more_and_the_clock_goes_on(seance: Seance) -> None:
    seance.start()
    joining.give_role(seance.cast.judith, seance.room, Membership.Role.PARTICIPANT)
    given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, seance.row.version, 1)
    assert refused(conducting.pass_to, *given) == "not_leader"
    seance.goes_by(60)
    assert seance.current == "Écrire en silence"


def test_a_pause_stops_the_clock_and_costs_nobody_a_second(seance: Seance) -> None:
    seance.start()
    end = seance.ends_at
    seance.does(conducting.pause, True)
    seance.goes_by(500)
    assert seance.current == "Lire la consigne"
    Session.objects.filter(pk=seance.pk).update(paused_at=F("paused_at") - timedelta(seconds=30))
    seance.does(conducting.pause, False)
    assert seance.ends_at - end >= timedelta(seconds=30)
    assert seance.row.due_at == seance.ends_at


def test_next_while_paused_passes_and_the_clock_runs_again(seance: Seance) -> None:
    seance.start()
    seance.does(conducting.pause, True)
    seance.does(conducting.pass_to, 1)
    assert (seance.current, seance.row.paused_at) == ("Écrire en silence", None)


def test_two_minutes_more_are_added_to_the_end_and_told(seance: Seance) -> None:
    seance.start()
    before = seance.ends_at
    seance.does(conducting.extend, 120)
    assert seance.ends_at - before == timedelta(seconds=120)
    assert seance.shown.added == 120


@pytest.mark.parametrize("seconds", [0, -60, 3_601, 10**15])
def test_no_one_adds_nothing_or_more_than_an_hour(seance: Seance, seconds: int) -> None:
    seance.start()
    given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, seance.row.version, seconds)
    assert refused(conducting.extend, *given) == "grace_wrong"


def test_what_has_no_end_is_not_prolonged_and_is_passed_by_hand(seance: Seance) -> None:
    seance.start()
    seance.passes_to("Se répondre")
    given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, seance.row.version)
    assert refused(conducting.extend, *given, 60) == "phase_open_ended"
    seance.goes_by(10_000)
    assert seance.current == "Se répondre"
    seance.does(conducting.pass_to, 4)
    assert (seance.row.is_running, seance.room.hush) == (False, "")


@pytest.mark.parametrize("to", [-1, 5, 10**9])
def test_there_is_no_phase_before_the_first_or_after_the_end(seance: Seance, to: int) -> None:
    seance.start()
    given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, seance.row.version, to)
    assert refused(conducting.pass_to, *given) == "phase_unknown"


def test_going_back_begins_the_phase_before_anew(seance: Seance) -> None:
    seance.start()
    seance.passes_to("Écrire en silence")
    seance.passes_to("Lire la consigne")
    shown = seance.shown
    assert (shown.phase.title, (shown.ends_at or 0) - shown.phase_began_at) == ("Lire la consigne", 60_000)


def test_the_clock_passes_on_time_once_whoever_wakes(seance: Seance) -> None:
    seance.start()
    before = len(lines(seance.room.pk))
    at = seance.goes_by(60)
    advancing.advance(seance.pk, seance.room.pk, at)
    advancing.advance(seance.pk, seance.room.pk, at)
    assert seance.current == "Écrire en silence"
    assert len(lines(seance.room.pk)) == before + 1
    assert seance.began_at == seance.ends_at - timedelta(seconds=120)


def test_a_clock_that_slept_through_two_ends_comes_to_where_it_says(seance: Seance) -> None:
    seance.start()
    began = seance.began_at
    seance.goes_by(60 + 120 + 30)
    assert seance.current == "Tout se dévoile"
    assert seance.began_at == began + timedelta(seconds=180)
    told = [each.at for each in Passage.objects.order_by("seq")]
    assert [(at - began).total_seconds() for at in told] == [0, 60, 180]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_moves_a_session_once_and_costs_nobody_a_second(
    silent: Seance, hours: int
) -> None:
    nadia, jump = silent.cast.nadia, timedelta(hours=hours)
    conducting.give_grace(silent.cast.judith, silent.room.pk, uuid4(), silent.pk, nadia.pk, 120)
    (awaited,), end = advancing.awaited(), silent.ends_at
    assert advancing.move(awaited, jump)
    assert not advancing.move(awaited, jump)
    assert silent.ends_at == silent.row.due_at == end + jump
    assert reading.grace_of(nadia, silent.room) == silent.ends_at + timedelta(seconds=120)
    assert scene(silent.room.pk).snapshot.session == silent.shown


def test_a_pause_lasts_through_a_clock_that_is_set(seance: Seance) -> None:
    seance.start()
    seance.does(conducting.pause, True)
    left = seance.ends_at - (seance.row.paused_at or seance.ends_at)
    (awaited,) = advancing.awaited()
    advancing.move(awaited, timedelta(hours=-1))
    assert seance.ends_at - (seance.row.paused_at or seance.ends_at) == left
    assert seance.row.due_at is None


def test_a_session_ends_by_itself_after_its_last_phase(cast: Cast) -> None:
    seance = compose(cast, READ, SILENCE)
    seance.start()
    seance.goes_by(3_600)
    assert not seance.row.is_running
    row = seance.row
    assert row.ended_at == (row.began_at or row.created_at) + timedelta(seconds=180)
    posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Après.")


def test_a_room_does_not_close_on_a_session(seance: Seance) -> None:
    seance.start()
    seance.passes_to("Se répondre")
    Room.objects.filter(pk=seance.room.pk).update(closes_at=seance.room.opens_at + timedelta(seconds=1))
    posting.publish(seance.cast.nadia, seance.room.pk, uuid4(), "Ma phrase était commencée.")
    seance.does(conducting.end)
    assert refused(posting.publish, seance.cast.nadia, seance.room.pk, uuid4(), "Trop tard.") == "closed"


def test_no_session_begins_where_one_runs_or_the_room_is_not_open(
    cast: Cast, seance: Seance, ended: Room, coming: Room
) -> None:
    seance.start()
    other = compose(cast, READ)
    assert refused(conducting.start, cast.judith, cast.fabrique.pk, uuid4(), other.pk) == "session_running"
    seance.does(conducting.end)
    other.start()
    assert refused(conducting.start, cast.judith, cast.fabrique.pk, uuid4(), seance.pk) == "session_over"
    for room, code in ((ended, "closed"), (coming, "not_open_yet")):
        made = Session.objects.create(room=room, title="Trop tôt", by=cast.judith)
        assert refused(conducting.start, cast.judith, room.pk, uuid4(), made.pk) == code


def test_an_empty_score_does_not_begin(cast: Cast) -> None:
    empty = compose(cast)
    assert refused(conducting.start, cast.judith, cast.fabrique.pk, uuid4(), empty.pk) == "score_empty"


def test_a_phase_passes_when_all_who_are_there_have_finished(cast: Cast) -> None:
    seance = compose(cast, replace(SILENCE, until_finished=True), REVEAL)
    seance.start()
    present = {cast.judith.pk, cast.nadia.pk, cast.marcel.pk, cast.awa.pk}
    seance.finishes(cast.nadia, "Un.")
    (awaited,) = advancing.awaited()
    assert awaited.finished == frozenset({cast.nadia.pk})
    assert not advancing.pass_when_finished(awaited, present)
    seance.finishes(cast.marcel, "Deux.")
    assert advancing.pass_when_finished(awaited, present)
    assert not advancing.pass_when_finished(awaited, present)
    assert seance.current == "Tout se dévoile"


def test_time_is_given_to_one_person_and_taken_back(silent: Seance) -> None:
    nadia = silent.cast.nadia
    given = (silent.cast.judith, silent.room.pk, uuid4(), silent.pk, nadia.pk, 120)
    conducting.give_grace(*given)
    assert reading.grace_of(nadia, silent.room) == silent.ends_at + timedelta(seconds=120)
    assert reading.grace_of(silent.cast.marcel, silent.room) is None
    conducting.give_grace(silent.cast.awa, silent.room.pk, uuid4(), silent.pk, nadia.pk, 0)
    assert reading.grace_of(nadia, silent.room) is None


def test_after_the_silence_time_is_given_at_once_to_all_who_still_write(silent: Seance) -> None:
    cast = silent.cast
    given = (conducting.give_grace_to_all, cast.judith, silent.room.pk, uuid4(), silent.pk, 120)
    silent.finishes(cast.marcel, "Laisser passer trois métros pleins.")
    assert refused(*given) == "nobody_writes"
    silent.keeps(cast.nadia, "Pas encore fini")
    silent.passes_to("Tout se dévoile")
    given[0](*given[1:])
    until = reading.grace_of(cast.nadia, silent.room)
    assert until is not None
    assert until > timezone.now()
    assert reading.grace_of(cast.marcel, silent.room) is None


def test_time_is_given_only_to_who_is_there_and_where_one_writes(seance: Seance) -> None:
    seance.start()
    for person in (seance.cast.nadia, seance.cast.ousmane):
        given = (seance.cast.judith, seance.room.pk, uuid4(), seance.pk, person.pk, 120)
        assert refused(conducting.give_grace, *given) == "not_a_member"


def test_a_phase_in_which_people_see_each_other_opens_a_rencontre(cast: Cast) -> None:
    seance = compose(cast, READ, PhasePlan("meet", "Se voir", "Avec un objet.", seconds=900), TALK)
    seance.start()
    seance.goes_by(60)
    (announced,) = scene(seance.room.pk).snapshot.meetings
    assert (seance.shown.meeting, announced.title, announced.minutes) == (announced.id, "Se voir", 15)
    seance.goes_by(900)
    assert seance.shown.meeting is None
    seance.passes_to("Se voir")
    assert seance.row.room.meetings.count() == 2


def test_a_rencontre_that_is_live_is_the_one_to_go_to(cast: Cast) -> None:
    live = announces(cast.judith, cast.fabrique, days=0)
    living.begin(live.pk, cast.judith)
    seance = compose(cast, PhasePlan("meet", "Se voir"))
    seance.start()
    assert seance.shown.meeting == live.pk


def test_what_a_scene_has_of_a_session_is_what_was_told(seance: Seance) -> None:
    assert scene(seance.room.pk).snapshot.session is None
    seance.start()
    assert scene(seance.room.pk).snapshot.session == seance.shown
    seance.does(conducting.end)
    assert scene(seance.room.pk).snapshot.session is None


def test_a_phase_says_who_may_publish(seance: Seance) -> None:
    cast, room = seance.cast, seance.room.pk
    seance.start()
    assert refused(posting.publish, cast.nadia, room, uuid4(), "Moi !") == "phase_led"
    posting.publish(cast.judith, room, uuid4(), "Bienvenue.")
    seance.passes_to("Écrire en silence")
    assert refused(posting.publish, cast.nadia, room, uuid4(), "Moi !") == "phase_silent"
    seance.passes_to("Se répondre")
    posting.publish(cast.nadia, room, uuid4(), "Merci.")


def test_a_pause_amid_a_reveal_changes_no_rank_and_makes_nobody_late(silent: Seance) -> None:
    silent.finishes(silent.cast.marcel, "Traverser.")
    silent.finishes(silent.cast.nadia, "Ne rien dire.")
    silent.passes_to("Tout se dévoile")
    silent.goes_by(1)
    silent.does(conducting.pause, True)
    hour_ago = silent.row.paused_at - timedelta(hours=1)  # type: ignore[operator]
    Session.objects.filter(pk=silent.pk).update(paused_at=hour_ago)
    silent.does(conducting.pause, False)
    silent.goes_by(silent.row.phases.get(kind="reveal").pace + 1)
    cards = [post.card for post in Post.objects.filter(kind="silence").order_by("seq")]
    assert [(card["rank"], card["late"]) for card in cards if card] == [(1, False), (2, False)]
