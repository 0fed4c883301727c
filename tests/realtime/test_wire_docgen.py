"""The generated files say what the types say."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from realtime.wire import generate
from realtime.wire.answers import Line
from realtime.wire.catalog import COMMANDS, MESSAGES
from realtime.wire.docgen import asyncapi, browser, reference
from realtime.wire.docgen.examples import EXAMPLES
from realtime.wire.events import EVENTS
from rooms.events import PostEdited, ShownPost


def test_the_generated_files_are_fresh() -> None:
    assert generate.stale_files() == []


def test_a_stale_file_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = tmp_path / "docs" / "wire.md"
    monkeypatch.setattr(generate, "HOUSE", tmp_path)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    late.write_text("Another wire.")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "Stale: docs/wire.md. Run python -m realtime.wire.generate\n"
    assert late.read_text() == "Another wire."


def test_writing_twice_writes_the_same() -> None:
    assert generate.generated_files() == generate.generated_files()


def test_the_reference_tells_every_message_with_a_literal_example() -> None:
    text = reference.reference()
    for kind in (*COMMANDS, *MESSAGES, *EVENTS):
        assert f"### `{kind.__struct_config__.tag}`" in text
        assert f'": "{kind.__struct_config__.tag}"' in text
    assert "{" not in text.split("## An exchange")[0]


def test_the_browser_knows_what_travels_where_the_types_are_loose() -> None:
    text = browser.declarations()
    assert text.count("readonly card: ShownProtocole | ShownReveal | null;") == 2
    assert "readonly event: RoomEvent;" in text


def test_every_reference_inside_the_document_leads_somewhere() -> None:
    document = json.loads(asyncapi.document())
    for path in references(document):
        found: Any = document
        for step in path.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def references(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        own = [thing["$ref"]] if isinstance(thing.get("$ref"), str) else []
        return own + [path for each in thing.values() for path in references(each)]
    return [path for each in thing for path in references(each)] if isinstance(thing, list) else []


def test_the_schemas_say_what_the_loose_types_carry() -> None:
    schemas = asyncapi.schemas([ShownPost, PostEdited, Line, *EVENTS])
    card, _nothing = schemas["ShownPost"]["properties"]["card"]["anyOf"]
    assert card["anyOf"] == [
        {"$ref": "#/components/schemas/ShownProtocole"},
        {"$ref": "#/components/schemas/ShownReveal"},
    ]
    assert len(schemas["Line"]["properties"]["event"]["anyOf"]) == len(EVENTS)


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_every_example_is_of_its_type(kind: type[msgspec.Struct]) -> None:
    assert msgspec.convert(msgspec.to_builtins(EXAMPLES[kind]), kind) == EXAMPLES[kind]
