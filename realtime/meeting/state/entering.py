"""Entering a meeting: directly, through the lobby, after a disconnection, or from a second page."""

from dataclasses import replace

from realtime.meeting.state import effects as e
from realtime.meeting.state import groups, media_control
from realtime.meeting.state.attendees import Knock, MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import JoinMeeting, ViewMeeting
from rooms.meetings.rights import AttendeeRights


def arrive(
    g: MeetingMachine, client: int, rights: AttendeeRights, join: JoinMeeting, has_connection: bool
) -> None:
    """Let somebody who may attend enter or knock. ``has_connection``: a media connection of theirs is up."""
    who, rights = rights.person.id, with_pending_writes(g, rights)
    if who in g.members:
        come_back(g, g.members[who], client, join, has_connection)
    elif g.over:
        g.out(client, "ended", again=False)
    elif "removed_at" in g.facts.get(who, {}):
        g.out(client, "removed", again=False)
    elif _must_knock(g, rights):
        knock(g, client, rights, join)
    else:
        enter(g, client, rights, join)


def with_pending_writes(g: MeetingMachine, rights: AttendeeRights) -> AttendeeRights:
    """Merge what the database says with what has not been written yet."""
    facts = g.facts.get(rights.person.id, {})
    return replace(
        rights,
        host=rights.host or "host" in facts,
        admitted=rights.admitted or "admitted_at" in facts,
        entered=rights.entered or "entered_at" in facts,
        silenced=facts.get("silenced", rights.silenced),
        let=facts.get("may_speak", rights.let),
        group=facts.get("group", rights.group),
        stood_down=facts.get("stood_down", rights.stood_down),
    )


def _must_knock(g: MeetingMachine, rights: AttendeeRights) -> bool:
    known = rights.host or rights.admitted or rights.entered
    return g.state.lobby and not g.state.locked and not known


def knock(g: MeetingMachine, client: int, rights: AttendeeRights, join: JoinMeeting) -> None:
    """Put somebody in the lobby; from another page, in the place of the first one."""
    who = rights.person.id
    before = g.knocks.get(who)
    if before is None:
        g.save_attendance(who, knocked_at=g.now)
        g.knocks[who] = Knock(rights, client, join)
        return
    if before.client != client:
        g.out(before.client, "elsewhere", again=True)
    before.client, before.join, before.told = client, join, None


def enter(g: MeetingMachine, client: int, rights: AttendeeRights, join: JoinMeeting) -> bool:
    """Enter, unless the meeting is locked, full, or recorded without their consent; return whether they are
    in.

    Hosts find every door open, except that nobody is recorded who did not agree.
    """
    knocked = g.knocks.pop(rights.person.id, None)
    if knocked is not None and knocked.client != client:
        g.out(knocked.client, "elsewhere", again=True)
    if g.state.locked and not (rights.host or rights.entered or rights.admitted):
        g.out(client, "locked", again=True)
    elif len(g.members) >= g.policy.most and not rights.host:
        g.out(client, "full", again=True)
    elif g.state.recording != "off" and not join.consents:
        g.out(client, "recorded", again=True)
    else:
        _come_in(g, client, rights, join)
        return True
    return False


def _come_in(g: MeetingMachine, client: int, rights: AttendeeRights, join: JoinMeeting) -> None:
    member = _member(g, client, rights, join)
    g.members[member.person.id] = member
    g.empty_since = None
    g.save_attendance(member.person.id, entered_at=g.now, left_at=None)
    if member.host and not g.begun:
        g.begun = True
        g.save(e.SaveBeginning(member.person.id))
    _apply_join(g, member, join)
    groups.place(g, member)
    media_control.choose(g)
    g.welcome(member)


def _member(g: MeetingMachine, client: int, rights: AttendeeRights, join: JoinMeeting) -> MeetingMember:
    return MeetingMember(
        person=rights.person,
        may_lead=rights.host,
        client=client,
        resume=g.policy.token(),
        view=_view(join),
        pictures=join.pictures,
        silenced=rights.silenced,
        let=rights.let,
        group=rights.group if rights.group <= g.state.groups else 0,
        agrees=join.consents,
        quieted=rights.quieted,
        quiet_until=rights.quiet_until,
        stood_down=rights.stood_down,
    )


def come_back(
    g: MeetingMachine, member: MeetingMember, client: int, join: JoinMeeting, has_connection: bool
) -> None:
    """Reconnect a member, after a disconnection or from a second page, which takes the first one's place."""
    resumes = join.resume == member.resume
    if member.client != client:
        g.out(member.client, "elsewhere", again=True)
    member.client, member.strikes, member.lobby = client, 0, ()
    member.to_open = member.to_open or not (resumes and has_connection)
    if not resumes:
        member.resume, member.screen, member.view = g.policy.token(), False, _view(join)
    member.pictures = join.pictures
    member.agrees = member.agrees or join.consents
    _apply_join(g, member, join)
    g.welcome(member)


def _apply_join(g: MeetingMachine, member: MeetingMember, join: JoinMeeting) -> None:
    """Apply what this page has switched on already; a voice that may not be heard stays off."""
    member.camera = join.camera
    member.microphone = join.microphone
    if not g.may_speak(member):
        member.quieten()
    elif member.microphone:
        member.held = False


def _view(join: JoinMeeting) -> ViewMeeting:
    return ViewMeeting(meeting=join.meeting, pictures=join.pictures)
