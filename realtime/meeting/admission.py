"""Who may enter a meeting, read from the database and handed to the state machine as plain values."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils import translation
from msgspec import convert

from people.refusals import Refusal
from realtime.meeting.state.attendees import Barred
from realtime.meeting.state.machine import MeetingMachine, MeetingPolicy
from realtime.wire.meeting import IceServer, MeetingState, Reason, ShownText
from rooms.log import millis
from rooms.meetings import ice, keeping
from rooms.meetings.keeping import AttendanceRecord
from rooms.meetings.models import Meeting
from rooms.meetings.rights import AttendeeRights

REASONS: dict[str, Reason] = {
    "removed": "removed",
    "meeting_removed": "removed",
    "meeting_over": "ended",
    "meeting_cancelled": "ended",
}
NOT_YET = ("meeting_not_yet", "not_open_yet")


def admit(person: int, meeting: int, now: datetime, language: str) -> tuple[Meeting, AttendeeRights] | Barred:
    """Return the meeting and what ``person`` may do there, or why they may not come (in ``language``)."""
    try:
        found = keeping.find(person, meeting)
    except Refusal as refusal:
        return barred(refusal, language)
    rights = _rights(found, now)
    return rights if isinstance(rights, Barred) else (found.meeting, rights)


def readmit(inside: Mapping[int, list[int]], now: datetime) -> dict[tuple[int, int], AttendeeRights | Barred]:
    """Check again everybody who is ``inside`` (meeting to people).

    Whoever entered before the opening hour is not put out because it is early.
    """
    asked = {(meeting, who) for meeting, people in inside.items() for who in people}
    answers: dict[tuple[int, int], AttendeeRights | Barred] = dict.fromkeys(asked, Barred("not_allowed", ""))
    for found in keeping.find_again(inside):
        answers[found.meeting.pk, found.person.pk] = _rights(found, now)
    return {
        key: answer for key, answer in answers.items() if not (isinstance(answer, Barred) and answer.again)
    }


def machine_of(meeting: Meeting, policy: MeetingPolicy, now: int) -> MeetingMachine:
    """Build the state machine of a meeting as the database left it, with nobody inside."""
    state = MeetingState(
        mode="janus" if policy.janus else "mesh",
        locked=meeting.locked,
        lobby=meeting.lobby,
        floor=meeting.floor,
        spotlight=meeting.spotlight_id,
        groups=meeting.groups,
        groups_end_at=millis(meeting.groups_end_at) if meeting.groups_end_at else None,
        text=convert(meeting.text, ShownText | None),
    )
    return MeetingMachine(
        meeting.pk,
        policy,
        state,
        frozenset(meeting.room.reactions),
        meeting.live,
        empty_since=now,
        groups_phase=meeting.groups_phase,
        group_size=meeting.group_size,
        parted_in=meeting.parted_in,
        now=now,
    )


def ice_servers(person: int, at: int) -> list[IceServer]:
    """List our TURN servers, with credentials of ``person``'s own."""
    return [IceServer(**each) for each in ice.ice_servers(person, datetime.fromtimestamp(at / 1000, UTC))]


def barred(refusal: Refusal, language: str) -> Barred:
    """Turn a domain refusal into the reason why somebody is out."""
    with translation.override(language):
        sentence = refusal.sentence
    return Barred(REASONS.get(refusal.code, "not_allowed"), sentence, refusal.code in NOT_YET)


def _rights(found: AttendanceRecord, now: datetime) -> AttendeeRights | Barred:
    try:
        return found.rights(now)
    except Refusal as refusal:
        return barred(refusal, found.person.language)
