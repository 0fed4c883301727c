"""The codecs: they agree, and refuse whatever is invalid."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import msgpack
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.wire.answers import Events, Message
from realtime.wire.catalog import COMMANDS, MESSAGES
from realtime.wire.close_codes import MEANING, Close, comes_back
from realtime.wire.codec import CODECS, JSON, MSGPACK, Codec, InvalidMessage, choose_codec
from realtime.wire.docgen.examples import ABOUT_COMMANDS, ABOUT_MESSAGES, LINE
from realtime.wire.docgen.samples import REF
from realtime.wire.events import EVENTS
from rooms.command import Command
from rooms.events import RoomEvent

READERS: dict[str, Callable[[bytes], Any]] = {
    JSON.subprotocol: json.loads,
    MSGPACK.subprotocol: msgpack.unpackb,
}
WRITERS: dict[str, Callable[[Any], bytes]] = {
    JSON.subprotocol: lambda plain: json.dumps(plain).encode(),
    MSGPACK.subprotocol: msgpack.packb,
}
EACH_CODEC = pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.subprotocol)


def name(message: Any) -> str:
    return type(message).__name__


def kinds_of(event: type[RoomEvent]) -> Iterator[type[RoomEvent]]:
    """Yield the kinds of the product that derive from ``event`` and of which no other is made."""
    derived = [kind for kind in event.__subclasses__() if not kind.__module__.startswith("tests.")]
    for kind in derived:
        yield from kinds_of(kind)
    if not derived:
        yield event


def test_every_kind_of_event_is_on_the_wire() -> None:
    """What a new event's command spec forgets to tell (``tells``) has no type, example or reference."""
    assert {*kinds_of(RoomEvent)} == {*EVENTS}


@EACH_CODEC
@pytest.mark.parametrize("message", [*ABOUT_COMMANDS, *ABOUT_MESSAGES], ids=name)
def test_independent_readers_find_every_field_as_it_was_written(
    codec: Codec, message: Command | Message
) -> None:
    assert READERS[codec.subprotocol](codec.encode(message)) == msgspec.to_builtins(message)


@EACH_CODEC
@pytest.mark.parametrize("command", ABOUT_COMMANDS, ids=name)
def test_a_command_arrives_as_it_left(codec: Codec, command: Command) -> None:
    assert codec.command(codec.encode(command)) == command
    assert codec.command(WRITERS[codec.subprotocol](msgspec.to_builtins(command))) == command


@EACH_CODEC
@pytest.mark.parametrize("message", ABOUT_MESSAGES, ids=name)
def test_a_message_arrives_as_it_left(codec: Codec, message: Message) -> None:
    assert codec.message(codec.encode(message)) == message


@EACH_CODEC
def test_lines_of_the_log_are_joined_as_they_stand(codec: Codec) -> None:
    stored = msgspec.json.encode(LINE)
    assert codec.message(codec.events(12, [stored, stored])) == Events(12, [LINE, LINE])
    assert codec.message(codec.events(12, [])) == Events(12, [])


def test_every_message_has_an_example_and_a_name_of_its_own() -> None:
    assert tuple(map(type, ABOUT_COMMANDS)) == COMMANDS
    assert tuple(map(type, ABOUT_MESSAGES)) == MESSAGES
    for family in (COMMANDS, MESSAGES, EVENTS):
        assert len({kind.__struct_config__.tag for kind in family}) == len(family)


@EACH_CODEC
@pytest.mark.parametrize(
    "plain",
    [
        {"type": "sing", "room": 12},
        {"room": 12},
        {"type": "welcome", "person": 7, "name": "Nadia", "build": "x"},
        {"type": "typing", "room": 12, "colour": "red"},
        {"type": "typing"},
        {"type": "typing", "room": 0},
        {"type": "typing", "room": "12"},
        {"type": "typing", "room": 2**53},
        {"type": "read", "room": 12, "seq": -1},
        {"type": "publish", "room": 12, "ref": "not a uuid", "body": "x"},
        {"type": "publish", "room": 12, "ref": str(REF), "body": None},
        {"type": "react", "room": 12, "ref": str(REF), "post": 1, "sign": "merci", "on": 1},
        {"type": "post.hide", "room": 12, "ref": str(REF), "post": 1, "why": "é" * 501},
        [],
        "publish",
        None,
        7,
    ],
    ids=str,
)
def test_what_is_not_of_this_wire_is_refused_without_being_quoted(codec: Codec, plain: Any) -> None:
    with pytest.raises(InvalidMessage) as wrong:
        codec.command(WRITERS[codec.subprotocol](plain))
    assert "not a uuid" not in str(wrong.value)


@EACH_CODEC
@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"\xc1", b"[" * 100_000, b"\x91" * 100_000])
def test_a_broken_frame_is_refused(codec: Codec, broken: bytes) -> None:
    with pytest.raises(InvalidMessage):
        codec.command(broken)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidMessage):
        JSON.command(rb'{"type": "publish", "room": 1, "ref": "%s", "body": "\ud800"}' % str(REF).encode())


@EACH_CODEC
@given(payload=st.binary(max_size=200))
def test_any_bytes_are_a_command_or_not_of_this_wire(codec: Codec, payload: bytes) -> None:
    assert_command_or_refused(codec, payload)


PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({field for kind in COMMANDS for field in kind.__struct_fields__})


@EACH_CODEC
@given(
    kind=st.sampled_from([str(kind.__struct_config__.tag) for kind in COMMANDS]),
    fields=st.dictionaries(st.sampled_from(FIELDS), PLAIN | st.just(str(uuid4())), max_size=6),
)
def test_any_fields_are_a_command_or_not_of_this_wire(
    codec: Codec, kind: str, fields: dict[str, Any]
) -> None:
    assert_command_or_refused(codec, WRITERS[codec.subprotocol]({"type": kind, **fields}))


def assert_command_or_refused(codec: Codec, payload: bytes) -> None:
    try:
        command = codec.command(payload)
    except InvalidMessage:
        return
    assert isinstance(command, COMMANDS)
    assert codec.command(codec.encode(command)) == command


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (["hub.v1+json"], JSON),
        (["hub.v1+msgpack", "hub.v1+json"], MSGPACK),
        (["hub.v2+json", "hub.v1+json"], JSON),
        (["hub.v2+json"], None),
        ([], None),
    ],
)
def test_the_first_known_subprotocol_is_chosen(offered: list[str], expected: Codec | None) -> None:
    assert choose_codec(offered) is expected


def test_every_close_code_says_why_and_who_comes_back() -> None:
    assert set(MEANING) == set(Close)
    assert all(4000 <= code < 5000 for code in Close)
    assert {code for code in Close if not comes_back(code)} == {
        Close.SIGNED_OUT,
        Close.REMOVED,
        Close.OUTDATED,
        Close.TOO_MANY_SOCKETS,
    }
