"""Who may come in, as the database says it now: rows into the facts that the state machine goes by."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils import translation

from people.refusals import Refusal
from realtime.meeting.state.gathering import Gathering, Terms
from realtime.meeting.state.people import Barred
from realtime.wire.meeting import IceServer, MeetingState, Reason
from rooms.log import millis
from rooms.meetings import keeping, relaying
from rooms.meetings.keeping import Found
from rooms.meetings.standing import Standing
from rooms.models import Meeting

REASONS: dict[str, Reason] = {
    "removed": "removed",
    "meeting_removed": "removed",
    "meeting_over": "ended",
    "meeting_cancelled": "ended",
}
NOT_YET = ("meeting_not_yet", "not_open_yet")


def of(person: int, meeting: int, now: datetime, language: str) -> tuple[Meeting, Standing] | Barred:
    """Whether somebody, who speaks ``language``, may come to the door of a meeting, and how it was left."""
    try:
        found = keeping.find(person, meeting)
    except Refusal as refusal:
        return barred(refusal, language)
    standing = _standing(found, now)
    return standing if isinstance(standing, Barred) else (found.meeting, standing)


def again(inside: Mapping[int, list[int]], now: datetime) -> dict[tuple[int, int], Standing | Barred]:
    """The same of everybody ``inside`` (meeting to people). Who is in is not put out because it is early."""
    asked = {(meeting, who) for meeting, people in inside.items() for who in people}
    answers: dict[tuple[int, int], Standing | Barred] = dict.fromkeys(asked, Barred("not_allowed", ""))
    for found in keeping.find_again(inside):
        answers[found.meeting.pk, found.person.pk] = _standing(found, now)
    return {
        key: answer for key, answer in answers.items() if not (isinstance(answer, Barred) and answer.again)
    }


def gathering(meeting: Meeting, terms: Terms, now: int) -> Gathering:
    """A meeting as it was left, with nobody inside."""
    state = MeetingState(
        mode="janus" if terms.janus else "mesh",
        locked=meeting.locked,
        lobby=meeting.lobby,
        floor=meeting.floor,
        spotlight=meeting.spotlight_id,
        groups=meeting.groups,
        groups_end_at=millis(meeting.groups_end_at) if meeting.groups_end_at else None,
    )
    signs = frozenset(meeting.room.reactions)
    return Gathering(meeting.pk, terms, state, signs, meeting.live, empty_since=now, now=now)


def ice(person: int, at: int) -> list[IceServer]:
    """The relays of the house, with credentials of ``person``'s own."""
    return [
        IceServer(**each) for each in relaying.ice_servers(person, datetime.fromtimestamp(at / 1000, UTC))
    ]


def barred(refusal: Refusal, language: str) -> Barred:
    """A refusal of the domain, as a reason to be out."""
    with translation.override(language):
        sentence = refusal.sentence
    return Barred(REASONS.get(refusal.code, "not_allowed"), sentence, refusal.code in NOT_YET)


def _standing(found: Found, now: datetime) -> Standing | Barred:
    try:
        return found.standing(now)
    except Refusal as refusal:
        return barred(refusal, found.person.language)
