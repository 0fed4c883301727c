"""``python -m realtime.wire.generate [--check]``: write the generated files, or report stale ones."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = "python -m realtime.wire.generate"


def generated_files() -> dict[Path, str]:
    """Return the content of each generated file, by path. Django must be set up."""
    from realtime.wire.docgen import (  # it imports models
        asyncapi,
        browser,
        reference,
        tables,
    )

    return {
        HOUSE / "docs" / "wire.md": reference.reference(),
        HOUSE / "docs" / "wire.asyncapi.json": asyncapi.document(),
        HOUSE / "frontend" / "static" / "js" / "wire.d.ts": browser.declarations(),
        HOUSE / "frontend" / "static" / "js" / "wire-tables.js": tables.tables(),
    }


def stale_files() -> list[Path]:
    """Return the files that differ from what the types generate."""
    return [path for path, text in generated_files().items() if not path.exists() or path.read_text() != text]


def main(words: Sequence[str]) -> int:
    """Write the files, or with ``--check`` return 1 if one is stale."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the files generated from the wire.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is stale")
    only_check = parser.parse_args(words).check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    django.setup()
    if only_check:
        return _report_stale(stale_files())
    for path, text in generated_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


def _report_stale(late: list[Path]) -> int:
    names = ", ".join(str(path.relative_to(HOUSE)) for path in late)
    if late:
        print(f"Stale: {names}. Run {COMMAND}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
