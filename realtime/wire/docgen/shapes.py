"""Describes the types of the wire for the generators: their fields, and how each language spells them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import inspect

from protocols.events import ShownProtocole
from protocols.reading import Scene
from realtime.wire.answers import Line
from realtime.wire.catalog import COMMANDS, MESSAGES
from realtime.wire.events import EVENTS, AnyEvent
from rooms.events import PostEdited, RoomEvent, ShownPost
from rooms.sessions.kinds import ShownReveal

Kind = type[msgspec.Struct]

# Where one app carries another's data unread, its own type is loose; here is what really travels.
PRECISE: dict[tuple[Kind, str], Any] = {
    (ShownPost, "card"): ShownProtocole | ShownReveal | None,
    (PostEdited, "card"): ShownProtocole | ShownReveal | None,
    (Line, "event"): AnyEvent,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a type. ``default`` has a meaning only if ``required`` is false."""

    name: str
    type: inspect.Type
    required: bool
    default: Any


@dataclass(frozen=True, slots=True)
class Words:
    """A language's words for types. ``many`` and ``mapped`` hold ``{}`` for what they contain; ``bounds``:
    whether the limits of numbers and texts are given."""

    text: str
    whole: str
    decimal: str
    truth: str
    uuid: str
    nothing: str
    either: str
    many: str
    mapped: str
    bounds: bool = False


@cache
def slots(kind: Kind) -> tuple[Slot, ...]:
    """Return the fields of ``kind``, without its tag."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - narrows: a Struct has no other type
    return tuple(_slot(kind, field) for field in info.fields)


def doc(kind: Kind) -> str:
    """Return the docstring of the type."""
    return cleandoc(kind.__doc__ or "")


def tag(kind: Kind) -> tuple[str, str] | None:
    """Return the name and value of the tag field of ``kind``, if it has one."""
    config = kind.__struct_config__
    return (str(config.tag_field), str(config.tag)) if config.tag_field and config.tag else None


def shown() -> tuple[Kind, ...]:
    """Return every type that only occurs inside others, and the scene that a page is rendered from."""
    families = (*COMMANDS, *MESSAGES, *EVENTS)
    found = dict.fromkeys(each for kind in (*families, Scene) for each in reached(kind))
    return tuple(kind for kind in found if kind not in families)


@cache
def reached(kind: Kind) -> tuple[Kind, ...]:
    """Return ``kind`` and every type inside it, innermost first."""
    inner = [each for slot in slots(kind) for within in _structs(slot.type) for each in reached(within)]
    return tuple(dict.fromkeys([*inner, kind]))


def spell(info: inspect.Type, words: Words) -> str:
    """Spell a type in the words of a language. Raises ``NotImplementedError`` for one not used so far."""
    match info:
        case inspect.StructType(cls=kind):
            return str(kind.__name__)
        case inspect.UnionType(types=types):
            return _family(types) or words.either.join(spell(each, words) for each in types)
        case inspect.ListType(item_type=item):
            return words.many.format(_held(item, words))
        case inspect.DictType(value_type=value):
            return words.mapped.format(spell(value, words))
        case _:
            return _plain(info, words)


def _plain(info: inspect.Type, words: Words) -> str:
    match info:
        case inspect.IntType(ge=least):
            return words.whole + (f", at least {least}" if words.bounds and least is not None else "")
        case inspect.StrType(max_length=most):
            return words.text + (f", at most {most} signs" if words.bounds and most is not None else "")
        case inspect.FloatType():
            return words.decimal
        case inspect.LiteralType(values=values):
            return words.either.join(json.dumps(value) for value in values)
        case inspect.BoolType():
            return words.truth
        case inspect.UUIDType():
            return words.uuid
        case inspect.NoneType():
            return words.nothing
    raise NotImplementedError(f"the generators have no word for {info}")


def _family(types: tuple[inspect.Type, ...]) -> str:
    kinds = tuple(each.cls for each in types if isinstance(each, inspect.StructType))
    return RoomEvent.__name__ if kinds == EVENTS else ""


def _held(item: inspect.Type, words: Words) -> str:
    spelt = spell(item, words)
    return f"({spelt})" if isinstance(item, inspect.UnionType) else spelt


def _slot(kind: Kind, field: inspect.Field) -> Slot:
    precise = next((info for (of, name), info in PRECISE.items() if name == field.name and of is kind), None)
    info = field.type if precise is None else inspect.type_info(precise)
    made = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
    return Slot(field.encode_name, info, field.required, made)


def _structs(info: inspect.Type) -> Iterator[Kind]:
    match info:
        case inspect.StructType(cls=kind):
            yield kind
        case inspect.UnionType(types=types):
            for each in types:
                yield from _structs(each)
        case inspect.ListType(item_type=held) | inspect.DictType(value_type=held):
            yield from _structs(held)
