"""Leaving a meeting: by oneself, by disconnection, by a host; and its end."""

from realtime.meeting.state import effects as e
from realtime.meeting.state import entering, groups, media_control, recording, speaking
from realtime.meeting.state.attendees import Barred, Knock, MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import EndMeeting, LeaveMeeting, Reason, RemoveFromMeeting
from rooms.meetings.rights import AttendeeRights

AWAY = 15_000
RESTART = 60_000
EMPTY = 10 * 60_000


def leave(g: MeetingMachine, member: MeetingMember, _command: LeaveMeeting) -> None:
    """Leave by oneself."""
    put_out(g, member, "left", again=True)


def put_out(
    g: MeetingMachine, member: MeetingMember, reason: Reason, *, again: bool, sentence: str = ""
) -> None:
    """Remove a member and tell them why."""
    who = member.person.id
    g.out(member.client, reason, again=again, sentence=sentence)
    del g.members[who]
    g.control_media(e.ShutMedia(who))
    g.save_attendance(who, left_at=g.now)
    if g.state.spotlight == who:
        g.set(spotlight=None)
        g.save_meeting(spotlight=None)
    recording.look(g)
    groups.left(g, member.group)
    if not g.members:
        g.empty_since = g.now
        media_control.reset_mode(g)


def disconnect(g: MeetingMachine, client: int, restarts: bool) -> None:
    """Mark a client disconnected: a member is expected back, who waited in the lobby may knock again.

    ``restarts``: its gateway restarts, which takes longer than a browser's reconnection.
    """
    member = g.member_at(client)
    if member is not None:
        member.client, member.away_until = None, g.now + (RESTART if restarts else AWAY)
    for who, knock in list(g.knocks.items()):
        if knock.client == client:
            del g.knocks[who]


def expire_disconnected(g: MeetingMachine) -> None:
    """Remove members who have been disconnected for too long."""
    for member in list(g.members.values()):
        if member.client is None and g.now >= member.away_until:
            put_out(g, member, "left", again=True)


def turn_away(g: MeetingMachine, knock: Knock, reason: Reason, *, again: bool, sentence: str = "") -> None:
    """Remove somebody from the lobby and tell them why."""
    del g.knocks[knock.rights.person.id]
    g.out(knock.client, reason, again=again, sentence=sentence)


def remove(g: MeetingMachine, by: MeetingMember, command: RemoveFromMeeting) -> None:
    """Remove somebody from the meeting or the lobby for good. Refuses ``is_host``, ``not_here``."""
    who = command.person
    member, knock = g.members.get(who), g.knocks.get(who)
    if member is None and knock is None:
        g.refuse(by, "not_here")
    elif member is not None and member.may_lead:
        g.refuse(by, "is_host")
    else:
        g.save_attendance(who, removed_at=g.now)
        _make_knock(g)
        if member is not None:
            put_out(g, member, "removed", again=False)
        if knock is not None:
            turn_away(g, knock, "removed", again=False)


def _make_knock(g: MeetingMachine) -> None:
    """Let nobody new walk in: whoever was removed may come to the space again under another name."""
    if not g.state.lobby:
        g.set(lobby=True)
        g.save_meeting(lobby=True)


def end(g: MeetingMachine, by: MeetingMember, _command: EndMeeting) -> None:
    """End the meeting for all."""
    finish(g, by.person.id)


def finish(g: MeetingMachine, by: int | None, sentence: str = "") -> None:
    """End the meeting: everybody is put out, and nobody enters any more."""
    g.over = True
    recording.stop(g)
    for member in list(g.members.values()):
        put_out(g, member, "ended", again=False, sentence=sentence)
    for knock in list(g.knocks.values()):
        turn_away(g, knock, "ended", again=False, sentence=sentence)
    g.control_media(e.CloseBackend())
    if g.begun:
        g.save(e.SaveEnd(by))


def end_empty(g: MeetingMachine) -> None:
    """End a meeting that had begun once it has been empty for ten minutes."""
    if g.empty_since is not None and not g.over and g.now - g.empty_since >= EMPTY and not g.knocks:
        finish(g, None)


def apply_rights(g: MeetingMachine, who: int, found: AttendeeRights | Barred) -> None:
    """Apply what the database says of somebody now."""
    member, knock = g.members.get(who), g.knocks.get(who)
    if isinstance(found, AttendeeRights):
        if member is not None:
            _stand(g, member, found)
        return
    if member is not None:
        put_out(g, member, found.reason, again=found.again, sentence=found.sentence)
    if knock is not None:
        turn_away(g, knock, found.reason, again=found.again, sentence=found.sentence)


def _stand(g: MeetingMachine, member: MeetingMember, found: AttendeeRights) -> None:
    left = entering.with_pending_writes(g, found)
    member.person = found.person
    member.quieted, member.quiet_until = found.quieted, found.quiet_until
    member.may_lead, member.stood_down = left.host, left.stood_down
    speaking.hold_back(g, member)
