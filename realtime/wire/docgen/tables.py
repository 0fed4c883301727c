"""Generates ``wire-tables.js``, what the browser looks up, from the types and tables of the wire."""

import json
from typing import Any

from protocols.commands import COMMANDS
from realtime.wire.docgen.browser import HEAD
from realtime.wire.docgen.shapes import tag
from realtime.wire.events import EVENTS
from rooms.command import CommandSpec
from rooms.events import RoomEvent

LONGEST_LINE = 121  # with its end
BOX = {str: "text", int: "number", bool: "truth"}


def tables() -> str:
    """Return the whole file."""
    forms = {address: _form(spec, address) for spec in COMMANDS for address in spec.forms}
    redraws = {_kind(event): list(event.redraws) for event in EVENTS if event.redraws}
    parts = (
        HEAD,
        _table(
            "FORMS", "FormSpec", "The end of a form's address under a room, and the command it means.", forms
        ),
        _table(
            "REDRAWS", "string[]", "Kinds of event, and the fragments of the page that they change.", redraws
        ),
    )
    return "\n\n".join([*parts, TYPES]) + "\n"


TYPES = """/**
 * @typedef {object} FormSpec
 * @property {string} type of the command
 * @property {string | null} subject the field that is the number in the address
 * @property {Record<string, string>} boxes name to what stands in it: text, number or truth
 * @property {Record<string, boolean | number>} sets fields that the address itself sets
 */"""


def _form(spec: CommandSpec, address: str) -> dict[str, Any]:
    boxes = {name: BOX[kind] for name, kind in spec.boxes(address).items()}
    subject = spec.subject
    tagged = tag(spec.command)
    return {
        "type": tagged[1] if tagged else "",
        "subject": subject,
        "boxes": boxes,
        "sets": dict(spec.forms[address]),
    }


def _kind(event: type[RoomEvent]) -> str:
    tagged = tag(event)
    return tagged[1] if tagged else ""


def _table(name: str, value: str, about: str, entries: dict[str, Any]) -> str:
    rows = "".join(_row(f"  {_name(key)}: ", each) for key, each in entries.items())
    return f"/** {about} @type {{Record<string, {value}>}} */\nexport const {name} = {{\n{rows}}};"


def _row(head: str, value: Any) -> str:
    """Write one entry: on one line if it has the room, else a field on each, as the formatter does."""
    line = f"{head}{_literal(value)},\n"
    if len(line) <= LONGEST_LINE:
        return line
    fields = "".join(f"    {key}: {_literal(each)},\n" for key, each in value.items())
    return f"{head}{{\n{fields}  }},\n"


def _name(key: str) -> str:
    """Write a key, without quotes where JavaScript needs none."""
    return key if key.isidentifier() else json.dumps(key)


def _literal(value: Any) -> str:
    """Write a value as the formatter of the browser's modules does."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key}: {_literal(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return json.dumps(value)
