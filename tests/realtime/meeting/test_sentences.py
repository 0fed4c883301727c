"""Whatever a meeting refuses has its sentence, for people."""

import re
from pathlib import Path
from typing import get_args

import pytest

from realtime.meeting import sentences
from realtime.wire.meeting import Reason

SOURCES = Path(sentences.__file__).parent
CODES = re.compile(r"""(?:refuse\(\w+, |code=|why_not\()"([a-z_]+)\"""")


def told() -> set[str]:
    return {code for file in SOURCES.rglob("*.py") for code in CODES.findall(file.read_text())}


def test_every_refusal_has_its_sentence() -> None:
    assert {"not_host", "bad_media", "media_away"} <= told()
    assert told() <= set(sentences.WHY_NOT)


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_to_be_out_has_its_sentence(reason: str) -> None:
    french, english = sentences.why_out(reason, "fr"), sentences.why_out(reason, "en")
    assert (french == english == "") == (reason == "left")
