"""Generates ``wire.md``, the reference of the wire, with a literal example of each message."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from realtime.wire.catalog import ANSWERS, ROOM_SIGNALS
from realtime.wire.close_codes import MEANING, Close, comes_back
from realtime.wire.codec import CODECS, MAX_FRAME_BYTES
from realtime.wire.commands import ROOM_COMMANDS
from realtime.wire.docgen.examples import EXAMPLES, EXCHANGE
from realtime.wire.docgen.meeting_examples import MEETING_EXCHANGES
from realtime.wire.docgen.shapes import Kind, Slot, Words, doc, shown, slots, spell, tag
from realtime.wire.events import EVENTS
from realtime.wire.meeting import MEETING_COMMANDS, MEETING_MESSAGES

ENGLISH = Words(
    text="text",
    whole="whole number",
    decimal="number",
    truth="true or false",
    uuid="UUID",
    nothing="null",
    either=" or ",
    many="list of {}",
    mapped="map of text to {}",
    bounds=True,
)
WIDE = 140
PASSING = "They pass by: nothing is numbered, and what is lost is not sent again."
MEETINGS = """A video meeting goes through signals on the same socket. One browser is one member; the service
writes who speaks, and decides. They do not go over plain HTTP: a network that lets no WebSocket through lets
no rencontre through either. One person may say 240 things at once and 60 a second; past that they are told
once (`meeting.refused`, `too_fast`), and closed when they go on."""
OPENING = Path(__file__).with_name("opening.md")


def reference() -> str:
    """Return the whole file."""
    parts = [
        _opening(),
        _family("Commands", "From browser to service.", ROOM_COMMANDS),
        _family("Answers", "From service to one browser; `events` carries the lines of a log.", ANSWERS),
        _family("Events", "Each is the `event` of one line; its `kind` tells which.", EVENTS),
        _family("Signals", PASSING, ROOM_SIGNALS),
        _exchanges(),
        _family("Commands of a rencontre", "From browser to service; none lasts in a log.", MEETING_COMMANDS),
        _family("Messages of a rencontre", "From service to one browser.", MEETING_MESSAGES),
        _family("What they hold", "The shapes inside messages, and the scene of a page.", shown()),
        _closing(),
    ]
    return "\n\n".join(parts) + "\n"


def _opening() -> str:
    written = OPENING.read_text().strip()
    texts = {
        "subprotocols": "\n".join(
            f"- `{codec.subprotocol}`: {'text' if codec.is_text else 'binary'} frames" for codec in CODECS
        ),
        "largest": f"{MAX_FRAME_BYTES:,}",
        "exchange": "\n\n".join(f"The {who}:\n\n{_literal(message)}" for who, message in EXCHANGE),
    }
    for name, text in texts.items():
        written = written.replace("{" + name + "}", text)
    return written


def _exchanges() -> str:
    parts = ["## A rencontre, exchange by exchange", MEETINGS]
    for exchange in MEETING_EXCHANGES:
        texts = [f"{who[0].upper()}{who[1:]}:\n\n{_literal(said)}" for who, said in exchange.steps]
        parts += [f"### {exchange.title}", exchange.about, *texts]
    return "\n\n".join(parts)


def _family(title: str, about: str, kinds: Iterable[Kind]) -> str:
    return "\n\n".join([f"## {title}", about, *map(_entry, kinds)])


def _entry(kind: Kind) -> str:
    tagged = tag(kind)
    parts = [f"### `{tagged[1]}`" if tagged else f"### {kind.__name__}", doc(kind).replace("``", "`")]
    if slots(kind):
        parts.append(_table(kind))
    if kind in EXAMPLES:
        parts.append(_literal(EXAMPLES[kind]))
    return "\n\n".join(parts)


def _table(kind: Kind) -> str:
    rows = [f"| `{slot.name}` | {spell(slot.type, ENGLISH)} | {_presence(slot)} |" for slot in slots(kind)]
    return "\n".join(["| field | type | |", "|---|---|---|", *rows])


def _presence(slot: Slot) -> str:
    return "" if slot.required else f"else `{json.dumps(msgspec.to_builtins(slot.default))}`"


def _literal(message: msgspec.Struct) -> str:
    plain = msgspec.to_builtins(message)
    short, long = (json.dumps(plain, ensure_ascii=False, indent=indent) for indent in (None, 2))
    return f"```json\n{short if len(short) <= WIDE else long}\n```"


def _closing() -> str:
    rows = [f"| {code.value} | {MEANING[code]} | {_return(code)} |" for code in Close]
    head = ["## Close codes", "", "| code | why | come back? |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def _return(code: Close) -> str:
    return "yes, after a while drawn at random" if comes_back(code) else "no"
