"""Come in: by the door, past the lobby, back after a cut, or from a second page."""

from dataclasses import replace

from realtime.meeting.state import carrying
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Knock, Member
from realtime.wire.meeting import JoinMeeting, ViewMeeting
from rooms.meetings.standing import Standing


def arrive(g: Gathering, seat: int, standing: Standing, join: JoinMeeting, runs: bool) -> None:
    """Somebody who may attend asks to come in. ``runs``: the media have a connection of theirs."""
    who, standing = standing.person.id, as_left(g, standing)
    if who in g.members:
        come_back(g, g.members[who], seat, join, runs)
    elif g.over:
        g.out(seat, "ended", again=False)
    elif "removed_at" in g.facts.get(who, {}):
        g.out(seat, "removed", again=False)
    elif _must_knock(g, standing):
        knock(g, seat, standing, join)
    else:
        enter(g, seat, standing, join)


def as_left(g: Gathering, standing: Standing) -> Standing:
    """What the database says, and what it has not been told yet."""
    facts = g.facts.get(standing.person.id, {})
    return replace(
        standing,
        host=standing.host or "host" in facts,
        admitted=standing.admitted or "admitted_at" in facts,
        entered=standing.entered or "entered_at" in facts,
        silenced=facts.get("silenced", standing.silenced),
        let=facts.get("may_speak", standing.let),
        group=facts.get("group", standing.group),
        stood_down=facts.get("stood_down", standing.stood_down),
    )


def _must_knock(g: Gathering, standing: Standing) -> bool:
    known = standing.host or standing.admitted or standing.entered
    return g.state.lobby and not g.state.locked and not known


def knock(g: Gathering, seat: int, standing: Standing, join: JoinMeeting) -> None:
    """Wait at the door. From another page: there, and no longer here."""
    who = standing.person.id
    before = g.knocks.get(who)
    if before is None:
        g.keep_of(who, knocked_at=g.now)
        g.knocks[who] = Knock(standing, seat, join)
        return
    if before.seat != seat:
        g.out(before.seat, "elsewhere", again=True)
    before.seat, before.join, before.hosted = seat, join, None


def enter(g: Gathering, seat: int, standing: Standing, join: JoinMeeting) -> bool:
    """Be inside, unless it is locked, full, or recorded without one's consent; whether one is.

    Hosts find every door open, except that nobody is recorded who did not agree.
    """
    knocked = g.knocks.pop(standing.person.id, None)
    if knocked is not None and knocked.seat != seat:
        g.out(knocked.seat, "elsewhere", again=True)
    if g.state.locked and not (standing.host or standing.entered or standing.admitted):
        g.out(seat, "locked", again=True)
    elif len(g.members) >= g.terms.most and not standing.host:
        g.out(seat, "full", again=True)
    elif g.state.recording != "off" and not join.consents:
        g.out(seat, "recorded", again=True)
    else:
        _come_in(g, seat, standing, join)
        return True
    return False


def _come_in(g: Gathering, seat: int, standing: Standing, join: JoinMeeting) -> None:
    member = _member(g, seat, standing, join)
    g.members[member.person.id] = member
    g.empty_since = None
    g.keep_of(member.person.id, entered_at=g.now, left_at=None)
    if member.host and not g.begun:
        g.begun = True
        g.keep(e.Begin(member.person.id))
    _bring(g, member, join)
    carrying.choose(g)
    g.welcome(member)


def _member(g: Gathering, seat: int, standing: Standing, join: JoinMeeting) -> Member:
    return Member(
        person=standing.person,
        may_lead=standing.host,
        seat=seat,
        resume=g.terms.token(),
        view=_view(join),
        pictures=join.pictures,
        silenced=standing.silenced,
        let=standing.let,
        group=standing.group if standing.group <= g.state.groups else 0,
        agrees=join.consents,
        quieted=standing.quieted,
        stood_down=standing.stood_down,
    )


def come_back(g: Gathering, member: Member, seat: int, join: JoinMeeting, runs: bool) -> None:
    """The same person again: after a cut, or from a second page, which then takes the first one's place."""
    resumes = join.resume == member.resume
    if member.seat != seat:
        g.out(member.seat, "elsewhere", again=True)
    member.seat, member.strikes, member.lobby = seat, 0, ()
    member.to_open = member.to_open or not (resumes and runs)
    if not resumes:
        member.resume, member.screen, member.view = g.terms.token(), False, _view(join)
    member.pictures = join.pictures
    member.agrees = member.agrees or join.consents
    _bring(g, member, join)
    g.welcome(member)


def _bring(g: Gathering, member: Member, join: JoinMeeting) -> None:
    """What this page has switched on already; a voice that may not be heard stays off."""
    member.camera = join.camera
    member.microphone = join.microphone
    if not g.may_speak(member):
        member.quieten()
    elif member.microphone:
        member.held = False


def _view(join: JoinMeeting) -> ViewMeeting:
    return ViewMeeting(meeting=join.meeting, pictures=join.pictures)
