"""Compiles ``.po`` files whose ``.mo`` file is missing or older."""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(folders: Iterable[Path]) -> list[Path]:
    """Compile every changed ``LANGUAGE/LC_MESSAGES/*.po`` in the folders. Return the files written."""
    return [
        _compile(po)
        for folder in folders
        for po in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if _is_stale(po)
    ]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime


def _compile(po: Path) -> Path:
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
    draft, mo = po.with_suffix(".mo.new"), po.with_suffix(".mo")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    return draft.replace(mo)
