"""Generates ``wire.asyncapi.json``, for tools that read AsyncAPI 3 (https://www.asyncapi.com)."""

import json
from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec

from realtime.wire.catalog import COMMANDS, MESSAGES
from realtime.wire.codec import CODECS
from realtime.wire.docgen.examples import EXAMPLES
from realtime.wire.docgen.shapes import PRECISE, Kind, doc, tag
from realtime.wire.events import EVENTS

ADDRESS = "/wire"
Json = dict[str, Any]


def document() -> str:
    """Return the whole file."""
    families = (*COMMANDS, *MESSAGES)
    whole = {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "channels": {"wire": _channel(families)},
        "operations": {"asked": _operation("receive", COMMANDS), "told": _operation("send", MESSAGES)},
        "components": {
            "messages": {kind.__name__: _message(kind) for kind in families},
            "schemas": schemas((*families, *EVENTS)),
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def schemas(kinds: Iterable[Kind]) -> Json:
    """Return the JSON Schema of each of ``kinds`` and of the types inside them, by name."""
    kinds = tuple(kinds)
    found, components = msgspec.json.schema_components(
        [*kinds, *PRECISE.values()], ref_template="#/components/schemas/{name}"
    )
    for (kind, name), precise in zip(PRECISE, found[len(kinds) :], strict=True):
        loose = components[kind.__name__]["properties"][name]
        components[kind.__name__]["properties"][name] = precise | _default(loose)
    return {name: _undented(schema) for name, schema in components.items()}


def _undented(schema: Json) -> Json:
    """Return ``schema`` with its docstring as Python 3.13 keeps it: without the indentation of its class."""
    return schema | ({"description": cleandoc(schema["description"])} if "description" in schema else {})


def _default(schema: Json) -> Json:
    return {"default": schema["default"]} if "default" in schema else {}


def _info() -> Json:
    return {
        "title": "The wire of the Hub Métallos",
        "version": "1",
        "description": "What browser and service say to each other. wire.md tells it in words.",
        "license": {"name": "AGPL-3.0-or-later"},
    }


def _channel(kinds: Iterable[Kind]) -> Json:
    names = ", ".join(codec.subprotocol for codec in CODECS)
    return {
        "address": ADDRESS,
        "description": f"One WebSocket for all rooms of a browser. Subprotocols: {names}.",
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"} for kind in kinds},
    }


def _operation(action: str, kinds: Iterable[Kind]) -> Json:
    messages = [{"$ref": f"#/channels/wire/messages/{kind.__name__}"} for kind in kinds]
    return {"action": action, "channel": {"$ref": "#/channels/wire"}, "messages": messages}


def _message(kind: Kind) -> Json:
    tagged = tag(kind)
    return {
        "name": tagged[1] if tagged else kind.__name__,
        "title": kind.__name__,
        "summary": doc(kind),
        "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
        "examples": [{"payload": msgspec.to_builtins(EXAMPLES[kind])}],
    }
