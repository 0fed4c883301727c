"""``python -m realtime.wire.generate [--check]``: write the papers of the wire, or say which one is stale."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = "python -m realtime.wire.generate"


def papers() -> dict[Path, str]:
    """Each generated file, and what it should hold. Django must be set up."""
    from realtime.wire.papers import asyncapi, browser, reference  # the scene's type stands beside models

    return {
        HOUSE / "docs" / "wire.md": reference.reference(),
        HOUSE / "docs" / "wire.asyncapi.json": asyncapi.document(),
        HOUSE / "frontend" / "static" / "js" / "wire.d.ts": browser.declarations(),
    }


def stale() -> list[Path]:
    """Which files say something else than the types."""
    return [path for path, text in papers().items() if not path.exists() or path.read_text() != text]


def main(words: Sequence[str]) -> int:
    """Return 1 when a paper is stale and was only to be checked, else 0."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the papers of the wire.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a paper is stale")
    only_check = parser.parse_args(words).check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    django.setup()
    if only_check:
        return _tell(stale())
    for path, text in papers().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


def _tell(late: list[Path]) -> int:
    names = ", ".join(str(path.relative_to(HOUSE)) for path in late)
    if late:
        print(f"Stale: {names}. Run {COMMAND}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
