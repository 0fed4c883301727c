"""Go out, be cut off, be put out; and the end."""

from realtime.meeting.state import carrying, entering, recording, speaking
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.meeting.state.people import Barred, Knock, Member
from realtime.wire.meeting import EndMeeting, LeaveMeeting, Reason, RemoveFromMeeting
from rooms.meetings.standing import Standing

AWAY = 15_000
RESTART = 60_000
EMPTY = 10 * 60_000


def leave(g: Gathering, member: Member, _command: LeaveMeeting) -> None:
    """Go out."""
    put_out(g, member, "left", again=True)


def put_out(g: Gathering, member: Member, reason: Reason, *, again: bool, sentence: str = "") -> None:
    """Somebody is inside no longer, and told why."""
    who = member.person.id
    g.out(member.seat, reason, again=again, sentence=sentence)
    del g.members[who]
    g.carry(e.Shut(who))
    g.keep_of(who, left_at=g.now)
    if g.state.spotlight == who:
        g.set(spotlight=None)
        g.keep_meeting(spotlight=None)
    recording.look(g)
    if not g.members:
        g.empty_since = g.now
        carrying.begin_anew(g)


def cut(g: Gathering, seat: int, restarts: bool) -> None:
    """The line of a seat is cut: who was inside is expected back, who waited may knock again.

    ``restarts``: by the house, whose server needs its time to begin anew; it is not their doing.
    """
    member = g.seated(seat)
    if member is not None:
        member.seat, member.away_until = None, g.now + (RESTART if restarts else AWAY)
    for who, knock in list(g.knocks.items()):
        if knock.seat == seat:
            del g.knocks[who]


def give_up(g: Gathering) -> None:
    """Those who have been away too long are gone."""
    for member in list(g.members.values()):
        if member.seat is None and g.now >= member.away_until:
            put_out(g, member, "left", again=True)


def turn_away(g: Gathering, knock: Knock, reason: Reason, *, again: bool, sentence: str = "") -> None:
    """Somebody waits at the door no longer."""
    del g.knocks[knock.standing.person.id]
    g.out(knock.seat, reason, again=again, sentence=sentence)


def remove(g: Gathering, by: Member, command: RemoveFromMeeting) -> None:
    """Put somebody out, or away from the door, for good. Refuses ``is_host``, ``not_here``."""
    who = command.person
    member, knock = g.members.get(who), g.knocks.get(who)
    if member is None and knock is None:
        g.refuse(by, "not_here")
    elif member is not None and member.may_lead:
        g.refuse(by, "is_host")
    else:
        g.keep_of(who, removed_at=g.now)
        if member is not None:
            put_out(g, member, "removed", again=False)
        if knock is not None:
            turn_away(g, knock, "removed", again=False)


def end(g: Gathering, by: Member, _command: EndMeeting) -> None:
    """End for all."""
    finish(g, by.person.id)


def finish(g: Gathering, by: int | None, sentence: str = "") -> None:
    """It is over: everybody is out, and nobody comes in any more."""
    g.over = True
    recording.stop(g)
    for member in list(g.members.values()):
        put_out(g, member, "ended", again=False, sentence=sentence)
    for knock in list(g.knocks.values()):
        turn_away(g, knock, "ended", again=False, sentence=sentence)
    g.carry(e.CloseMedia())
    if g.begun:
        g.keep(e.Finish(by))


def rest(g: Gathering) -> None:
    """Nobody has been inside for ten minutes: it is over, if it had begun."""
    if g.empty_since is not None and not g.over and g.now - g.empty_since >= EMPTY and not g.knocks:
        finish(g, None)


def restand(g: Gathering, who: int, found: Standing | Barred) -> None:
    """The database says something else of somebody now."""
    member, knock = g.members.get(who), g.knocks.get(who)
    if isinstance(found, Standing):
        if member is not None:
            _stand(g, member, found)
        return
    if member is not None:
        put_out(g, member, found.reason, again=found.again, sentence=found.sentence)
    if knock is not None:
        turn_away(g, knock, found.reason, again=found.again, sentence=found.sentence)


def _stand(g: Gathering, member: Member, found: Standing) -> None:
    left = entering.as_left(g, found)
    member.person, member.quieted = found.person, found.quieted
    member.may_lead, member.stood_down = left.host, left.stood_down
    speaking.hold_back(g, member)
