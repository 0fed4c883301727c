"""Read and write the state of a live meeting that must survive its process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms.log import millis
from rooms.meetings import rules
from rooms.meetings.models import Attendance, Caption, Meeting, Recording
from rooms.meetings.rights import AttendeeRights
from rooms.models import Membership, Room
from rooms.showing import person as shown
from rooms.transaction import role_of


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """One person at one meeting, read at one moment."""

    meeting: Meeting
    room: Room
    person: Person
    membership: Membership | None
    attendance: Attendance | None

    @property
    def role(self) -> str | None:
        """Return their role in the meeting's room."""
        return role_of(self.person, self.membership)

    def rights(self, now: datetime) -> AttendeeRights:
        """Return what they may do there. Raises the ``Refusal`` of ``rules.may_attend``."""
        rules.may_attend(
            self.person, self.role, self.membership, self.room, self.meeting, self.attendance, now
        )
        host = rules.is_host(self.person, self.role, self.meeting, self.attendance)
        who, kept = shown(self.person, self.role), self.attendance or Attendance()
        return AttendeeRights(
            who,
            host,
            admitted=kept.admitted_at is not None,
            entered=kept.entered_at is not None,
            silenced=kept.silenced,
            let=kept.may_speak,
            group=kept.group,
            quieted=self.membership is not None and self.membership.is_quiet(now),
            quiet_until=self._quiet_until(now),
            stood_down=kept.stood_down,
        )

    def _quiet_until(self, now: datetime) -> int | None:
        until = self.membership.quieted_until if self.membership else None
        return millis(until) if until and until > now else None


def find(person: int, meeting: int) -> AttendanceRecord:
    """Read everything that decides whether somebody may enter. Raises ``meeting_unknown``."""
    found = Meeting.objects.select_related("room").filter(pk=meeting).first()
    who = Person.objects.filter(pk=person).first()
    if found is None or who is None:
        raise Refusal("meeting_unknown", _("Cette rencontre n’existe pas, ou plus."))
    membership = Membership.objects.filter(room=found.room_id, person=person).first()
    attendance = Attendance.objects.filter(meeting=meeting, person=person).first()
    return AttendanceRecord(found, found.room, who, membership, attendance)


def find_again(inside: Mapping[int, Iterable[int]]) -> list[AttendanceRecord]:
    """Read the same for everybody ``inside`` (meeting to people), in four queries however many they are."""
    people = {who for each in inside.values() for who in each}
    meetings = Meeting.objects.select_related("room").in_bulk(list(inside))
    persons = Person.objects.in_bulk(list(people))
    rooms = {meeting.room_id for meeting in meetings.values()}
    theirs = {
        (m.room_id, m.person_id): m for m in Membership.objects.filter(room__in=rooms, person__in=people)
    }
    kept = {(a.meeting_id, a.person_id): a for a in Attendance.objects.filter(meeting__in=meetings)}
    return [
        AttendanceRecord(
            meeting, meeting.room, persons[who], theirs.get((meeting.room_id, who)), kept.get((pk, who))
        )
        for pk, meeting in meetings.items()
        for who in inside[pk]
        if who in persons
    ]


def live() -> list[Meeting]:
    """List the meetings that a host has opened and nobody has ended."""
    return list(
        Meeting.objects.select_related("room").filter(~Q(opened_at=None), ended_at=None, cancelled_at=None)
    )


# The writes below may each be repeated safely.


def attendance(meeting: int, person: int, columns: Mapping[str, Any]) -> None:
    """Write columns of somebody's attendance; a moment is in milliseconds since 1970."""
    Attendance.objects.update_or_create(meeting_id=meeting, person_id=person, defaults=_columns(columns))


def clear_groups(meeting: int) -> None:
    """Bring everybody back to the whole room."""
    Attendance.objects.filter(meeting=meeting).exclude(group=0).update(group=0)


def meeting(pk: int, columns: Mapping[str, Any]) -> None:
    """Write columns of the meeting itself; a moment is in milliseconds since 1970."""
    Meeting.objects.filter(pk=pk).update(**_columns(columns))


def caption(meeting: int, person: int, text: str, at: int) -> None:
    """Write one line of the transcript."""
    Caption.objects.get_or_create(meeting_id=meeting, person_id=person, text=text, at=_moment(at))


def recording_begins(meeting: int, by: int, at: int) -> int:
    """Insert the recording of ``meeting`` that began at ``at``, asked for by ``by``; return its id."""
    kept, _made = Recording.objects.get_or_create(
        meeting_id=meeting, started_at=_moment(at), defaults={"by_id": by}
    )
    return kept.pk


def recording_ends(meeting: int, began_at: int, at: int) -> int | None:
    """End the recording that began at ``began_at``; return its id, None when there is none (any more)."""
    kept = Recording.objects.filter(meeting=meeting, started_at=_moment(began_at), erased_at=None).first()
    if kept is None:
        return None
    if kept.ended_at is None:
        kept.ended_at = _moment(at)
        kept.save(update_fields=["ended_at"])
    return kept.pk


def _columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {_attribute(name): _value(name, value) for name, value in columns.items()}


def _attribute(name: str) -> str:
    return "spotlight_id" if name == "spotlight" else name


def _value(name: str, value: Any) -> Any:
    return _moment(value) if name.endswith("_at") and value is not None else value


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
