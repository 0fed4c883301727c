"""Rencontres are announced, changed, cancelled; what may be written of them, and by whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.models import Person
from people.refusals import Refusals
from protocols.reading import scene
from rooms import joining, moderating
from rooms.meetings import announcing, living
from rooms.meetings.announcing import MeetingPlan
from rooms.meetings.models import Meeting
from rooms.models import Event, Room
from tests.cast import Cast, announces, planned
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


def wrong(person: Person, room: Room, plan: MeetingPlan) -> dict[str, str]:
    """Return the fields that are wrong, with their sentences."""
    no = refusal(announcing.announce, person, room.pk, None, plan)
    assert isinstance(no, Refusals)
    return {field: str(sentence) for field, sentence in no.wrong.items()}


def test_everybody_of_the_room_sees_what_is_announced_in_order_of_its_hour(cast: Cast) -> None:
    announces(cast.judith, cast.fabrique, "Plus tard", days=3)
    plan = replace(planned(cast.awa, "  Se   lire ", words="Apportez **un risque**."), lobby=True)
    announcing.announce(cast.awa, cast.fabrique.pk, None, plan)
    first, second = scene(cast.fabrique.pk).snapshot.meetings
    assert (first.title, first.html) == ("Se lire", "<p>Apportez <strong>un risque</strong>.</p>")
    assert (first.host.name, first.host.role, first.minutes, first.lobby) == ("Awa", "staff", 60, True)
    assert (second.title, second.host.role, second.opened_at) == ("Plus tard", "artist", None)


def test_it_is_announced_once_however_often_it_is_sent(judith: Person, fabrique: Room) -> None:
    ref = uuid4()
    first = announcing.announce(judith, fabrique.pk, ref, planned(judith))
    assert announcing.announce(judith, fabrique.pk, ref, planned(judith)) == first
    assert Meeting.objects.count() == 1


def test_in_mezza_the_team_announces(cast: Cast) -> None:
    assert announces(cast.awa, cast.mezza).room == cast.mezza
    assert (
        refused(announcing.announce, cast.judith, cast.mezza.pk, None, planned(cast.judith)) == "not_leader"
    )


def test_only_those_who_lead_the_room_announce_change_and_cancel(cast: Cast, meeting: Meeting) -> None:
    room, plan = cast.fabrique.pk, planned(cast.judith, "Autre")
    for person in (cast.nadia, cast.ousmane):
        assert refused(announcing.announce, person, room, None, plan) == "not_leader"
        assert refused(announcing.change, person, room, None, meeting.pk, plan) == "not_leader"
        assert refused(announcing.cancel, person, room, None, meeting.pk) == "not_leader"


def test_a_fabrique_that_is_over_announces_nothing(judith: Person, ended: Room) -> None:
    assert refused(announcing.announce, judith, ended.pk, None, planned(judith)) == "closed"


def test_all_that_is_wrong_is_said_at_once_beside_its_box(cast: Cast) -> None:
    plan = MeetingPlan(" \u200b ", "x" * 2_001, timezone.now() - timedelta(hours=1), 9, cast.ousmane.pk)
    assert list(wrong(cast.judith, cast.fabrique, plan)) == ["title", "words", "date", "minutes", "host"]
    assert not Meeting.objects.exists()


def test_a_title_has_80_signs_at_most_and_a_length_10_to_240_minutes(judith: Person, fabrique: Room) -> None:
    plan = planned(judith)
    assert list(wrong(judith, fabrique, replace(plan, title="x" * 81))) == ["title"]
    for minutes in (9, 241, -60):
        assert list(wrong(judith, fabrique, replace(plan, minutes=minutes))) == ["minutes"]
    for minutes in (10, 240):
        announcing.announce(judith, fabrique.pk, None, replace(plan, title="x" * 80, minutes=minutes))


def test_it_is_neither_for_the_past_nor_for_after_a_year(judith: Person, fabrique: Room) -> None:
    now = timezone.now()
    for hour in (now - timedelta(minutes=16), now + timedelta(days=367)):
        assert list(wrong(judith, fabrique, replace(planned(judith), starts_at=hour))) == ["date"]
    for hour in (now - timedelta(minutes=14), now + timedelta(days=365)):
        announcing.announce(judith, fabrique.pk, None, replace(planned(judith), starts_at=hour))


def test_it_is_led_by_an_artist_of_the_room_or_by_the_team(cast: Cast) -> None:
    for host in (cast.nadia, cast.ousmane):
        assert list(wrong(cast.awa, cast.fabrique, planned(host))) == ["host"]
    for host in (cast.judith, cast.awa):
        announcing.announce(cast.judith, cast.fabrique.pk, None, planned(host))


def test_an_artist_who_was_removed_leads_no_more(cast: Cast) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.judith.pk, True)
    assert list(wrong(cast.awa, cast.fabrique, planned(cast.judith))) == ["host"]


def test_fifty_are_announced_at_most_and_those_that_are_over_do_not_count(
    judith: Person, fabrique: Room
) -> None:
    rows = [
        Meeting(room=fabrique, host=judith, title="Une", starts_at=timezone.now(), ended_at=over)
        for over in (None, timezone.now())
        for _each in range(49)
    ]
    Meeting.objects.bulk_create(rows)
    last = announces(judith, fabrique)
    assert refused(announcing.announce, judith, fabrique.pk, None, planned(judith)) == "meetings_many"
    announcing.cancel(judith, fabrique.pk, None, last.pk)
    announces(judith, fabrique)


def test_a_change_is_seen_and_numbered_for_calendars(cast: Cast, meeting: Meeting) -> None:
    plan = planned(cast.awa, "Se relire", words="Autre chose.", days=2, minutes=90)
    announcing.change(cast.judith, cast.fabrique.pk, None, meeting.pk, plan)
    (shown,) = scene(cast.fabrique.pk).snapshot.meetings
    assert (shown.title, shown.minutes, shown.host.name) == ("Se relire", 90, "Awa")
    changed = Meeting.objects.get(pk=meeting.pk)
    assert (changed.uid, changed.edition, changed.starts_at) == (meeting.uid, 1, plan.starts_at)
    assert changed.changed_at > meeting.changed_at


def test_what_is_the_same_is_not_said_again(cast: Cast, meeting: Meeting) -> None:
    head = Room.objects.get(pk=cast.fabrique.pk).head
    same = MeetingPlan(meeting.title, meeting.words, meeting.starts_at, meeting.minutes, meeting.host_id)
    assert announcing.change(cast.judith, cast.fabrique.pk, None, meeting.pk, same).seq == head
    assert Meeting.objects.get(pk=meeting.pk).edition == 0


def test_words_that_were_changed_or_cancelled_leave_the_log(cast: Cast, meeting: Meeting) -> None:
    room = cast.fabrique.pk
    announcing.change(cast.judith, room, None, meeting.pk, planned(cast.judith, "Un secret"))
    assert not Event.objects.filter(data__contains=meeting.title).exists()
    announcing.cancel(cast.judith, room, None, meeting.pk)
    assert not Event.objects.filter(data__contains="Un secret").exists()


def test_the_words_of_another_meeting_stay_in_the_log(cast: Cast, meeting: Meeting) -> None:
    room, alike = cast.fabrique.pk, int(f"{meeting.pk}1")
    Meeting.objects.create(pk=alike, room=cast.fabrique, host=cast.judith, starts_at=meeting.starts_at)
    announcing.change(cast.judith, room, None, alike, planned(cast.judith, "Une autre"))
    announcing.cancel(cast.judith, room, None, meeting.pk)
    assert Event.objects.filter(data__contains="Une autre").exists()


def test_what_is_live_keeps_its_hour_and_its_door(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    room, plan = cast.fabrique.pk, planned(cast.judith, "Plus longue", minutes=120)
    other = replace(plan, starts_at=meeting.starts_at + timedelta(hours=1))
    assert refusal(announcing.change, cast.judith, room, None, meeting.pk, other).field == "date"
    same_hour = replace(plan, starts_at=meeting.starts_at, lobby=True)
    announcing.change(cast.judith, room, None, meeting.pk, same_hour)
    now = Meeting.objects.get(pk=meeting.pk)
    assert (now.title, now.minutes, now.lobby, now.live) == ("Plus longue", 120, False, True)


def test_a_change_writes_nothing_of_what_happens_inside(cast: Cast, meeting: Meeting) -> None:
    living.begin(meeting.pk, cast.judith)
    Meeting.objects.filter(pk=meeting.pk).update(locked=True, floor=False)
    plan = replace(planned(cast.judith, "Autre"), starts_at=meeting.starts_at)
    announcing.change(cast.judith, cast.fabrique.pk, None, meeting.pk, plan)
    assert Meeting.objects.filter(locked=True, floor=False, opened_at__isnull=False).exists()


def test_what_nobody_opened_is_announced_for_another_day(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=8))
    plan = planned(cast.judith)
    announcing.change(cast.judith, cast.fabrique.pk, None, meeting.pk, plan)
    assert Meeting.objects.get().starts_at == plan.starts_at


def test_the_host_who_was_announced_may_stay_whatever_became_of_them(cast: Cast, meeting: Meeting) -> None:
    joining.give_role(cast.judith, cast.fabrique, "participant")
    announcing.change(cast.awa, cast.fabrique.pk, None, meeting.pk, planned(cast.judith, "Toujours elle"))
    assert Meeting.objects.get().host == cast.judith


def test_what_is_cancelled_leaves_the_screens_once(cast: Cast, meeting: Meeting) -> None:
    receipt = announcing.cancel(cast.judith, cast.fabrique.pk, None, meeting.pk)
    assert scene(cast.fabrique.pk).snapshot.meetings == []
    assert announcing.cancel(cast.awa, cast.fabrique.pk, None, meeting.pk).seq == receipt.seq
    assert Meeting.objects.get().edition == 1
    assert refused(
        announcing.change, cast.judith, cast.fabrique.pk, None, meeting.pk, planned(cast.judith)
    ) == ("meeting_cancelled")


def test_what_is_live_or_over_is_not_cancelled(cast: Cast, meeting: Meeting) -> None:
    room = cast.fabrique.pk
    living.begin(meeting.pk, cast.judith)
    assert refused(announcing.cancel, cast.judith, room, None, meeting.pk) == "meeting_live"
    living.finish(meeting.pk, cast.judith)
    assert refused(announcing.cancel, cast.judith, room, None, meeting.pk) == "meeting_over"
    assert (
        refused(announcing.change, cast.judith, room, None, meeting.pk, planned(cast.judith))
        == "meeting_over"
    )


def test_a_meeting_of_another_room_is_not_found(cast: Cast, meeting: Meeting) -> None:
    plan = planned(cast.awa)
    assert refused(announcing.change, cast.awa, cast.mezza.pk, None, meeting.pk, plan) == "meeting_unknown"
    assert refused(announcing.cancel, cast.awa, cast.mezza.pk, None, meeting.pk) == "meeting_unknown"


def test_the_host_has_their_new_name_in_what_was_announced_where_they_are_no_member(cast: Cast) -> None:
    meeting = announces(cast.awa, cast.fabrique)
    joining.rename(cast.awa, "Awa D.")
    (shown,) = scene(cast.fabrique.pk).snapshot.meetings
    assert (shown.id, shown.host.name) == (meeting.pk, "Awa D.")
    assert Event.objects.filter(room=cast.fabrique, data__contains="Awa D.").exists()
