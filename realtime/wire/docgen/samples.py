"""Generates examples from the types, for kinds without one written by hand."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect

from realtime.wire.docgen.shapes import Kind, slots

REF = UUID("5f0c3a52-8e0d-4a53-9b0a-3f1c2d7e9a01")
NUMBERS = {"room": 12, "post": 90, "comment": 31, "person": 8, "seq": 345, "at": 1_777_024_800_000}


def sample(kind: Kind) -> msgspec.Struct:
    """Make one ``kind``, with the usual values of its fields. Raises ``NotImplementedError`` for a type that
    needs an example by hand (``realtime/wire/docgen/examples.py``)."""
    return kind(**{slot.name: _value(slot.name, slot.type) for slot in slots(kind) if slot.required})


def _value(name: str, info: inspect.Type) -> Any:
    match info:
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return NUMBERS.get(name, 1)
        case inspect.StrType():
            return "…"
        case inspect.UUIDType():
            return REF
        case inspect.ListType():
            return []
        case inspect.StructType(cls=kind):
            return sample(kind)
    raise NotImplementedError(f"{name}: {info}")
