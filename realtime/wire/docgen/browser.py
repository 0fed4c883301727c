"""Generates ``wire.d.ts``, the types for the browser's modules, which ``tsc`` checks."""

from collections.abc import Iterable
from textwrap import fill

from realtime.wire.catalog import COMMANDS, MESSAGES
from realtime.wire.close_codes import Close
from realtime.wire.docgen.shapes import Kind, Slot, Words, doc, reached, shown, slots, spell, tag
from realtime.wire.events import EVENTS, FOLDED

TYPESCRIPT = Words(
    text="string",
    whole="number",
    decimal="number",
    truth="boolean",
    uuid="string",
    nothing="null",
    either=" | ",
    many="{}[]",
    mapped="Record<string, {}>",
)
HEAD = "// Written by `python -m realtime.wire.generate` from the types of the wire; not to be edited."
WIDTH = 120


def declarations() -> str:
    """Return the whole file."""
    kinds = (*shown(), *EVENTS, *MESSAGES, *COMMANDS)
    unions = (
        _union("RoomEvent", EVENTS, "A numbered, lasting change of a room: what ``Line.event`` holds."),
        _union("FoldedEvent", FOLDED, "Those whose effect on a scene the reducer knows."),
        _union("Message", MESSAGES, "A frame from service to browser."),
        _union("Command", COMMANDS, "A frame from browser to service."),
        _comment("Close codes of this wire: under 4500, come back.")
        + f"export type CloseCode = {' | '.join(str(code.value) for code in Close)};",
    )
    return "\n\n".join([HEAD, *map(_interface, kinds), *unions]) + "\n"


def _interface(kind: Kind) -> str:
    tagged = tag(kind)
    lines = [f'  readonly {tagged[0]}: "{tagged[1]}";'] if tagged else []
    lines += [_wrapped(f"readonly {_field(kind, slot)};") for slot in slots(kind)]
    body = "{\n" + "\n".join(lines) + "\n}" if lines else "{}"
    return f"{_comment(doc(kind))}export interface {kind.__name__} {body}"


def _field(kind: Kind, slot: Slot) -> str:
    may_be_left_out = "" if slot.required or not _is_sent_by_browsers(kind) else "?"
    return f"{slot.name}{may_be_left_out}: {spell(slot.type, TYPESCRIPT)}"


def _wrapped(field: str) -> str:
    return fill(field, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _is_sent_by_browsers(kind: Kind) -> bool:
    return any(kind in reached(command) for command in COMMANDS)


def _union(name: str, kinds: Iterable[Kind], about: str) -> str:
    members = "".join(f"\n  | {kind.__name__}" for kind in kinds)
    return f"{_comment(about)}export type {name} ={members};"


def _comment(text: str) -> str:
    lines = text.replace("``", "`").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"
