"""What everybody's screen shows large: a text, one step at a time, led by a host or by whoever reads."""

from msgspec import to_builtins
from msgspec.structs import replace

from realtime.meeting.state.attendees import MeetingMember
from realtime.meeting.state.machine import MeetingMachine
from realtime.wire.meeting import PutTextAway, ReadText, ShownText, TurnStep


def read(g: MeetingMachine, by: MeetingMember, command: ReadText) -> None:
    """Show a text; one that is shown already goes on where it is. Refuses ``not_here``."""
    if command.reader is not None and not g.inside(command.reader, by):
        return
    before = g.state.text
    is_same = before is not None and (before.what, before.id) == (command.what, command.id)
    step = before.step if before and is_same else 0
    _show(g, ShownText(command.what, command.id, step, command.reader))


def turn(g: MeetingMachine, member: MeetingMember, command: TurnStep) -> None:
    """Show another step. Refuses ``not_reader``."""
    if g.state.text is not None and _leads_text(g, member, g.state.text):
        _show(g, replace(g.state.text, step=command.step))


def put_away(g: MeetingMachine, member: MeetingMember, _command: PutTextAway) -> None:
    """Show the text no more. Refuses ``not_reader``."""
    if g.state.text is not None and _leads_text(g, member, g.state.text):
        _show(g, None)


def _show(g: MeetingMachine, text: ShownText | None) -> None:
    g.set(text=text)
    g.save_meeting(text=to_builtins(text))


def _leads_text(g: MeetingMachine, member: MeetingMember, text: ShownText) -> bool:
    """Return whether they may turn its steps; refuse them otherwise."""
    may = member.host or text.reader == member.person.id
    if not may:
        g.refuse(member, "not_reader")
    return may
