"""Extract from docs/operating.md the files that it tells people to write, so that tests can try them."""

import re
from collections.abc import Mapping
from configparser import ConfigParser

from tests.machine.node import HOUSE

OPERATING = HOUSE / "docs" / "operating.md"
UNIT = re.compile(r"`(hub-[a-z]+@?\.(?:service|timer))`")


def file(name: str, instead: Mapping[str, str]) -> str:
    """Return the file ``name`` as the page has it, with other words in place of its examples.

    Raises ``ValueError`` when the page does not have it, or an example is not in it.
    """
    page = OPERATING.read_text()
    after = page[page.index(f"`{name}`") :]
    text = after.split("```", 2)[1].partition("\n")[2]
    for example, ours in instead.items():
        if example not in text:
            raise ValueError(f"{name} has no {example}")
        text = text.replace(example, ours)
    return text


def variables() -> dict[str, str]:
    """Return the examples of the table of variables, by name."""
    rows = [line.split("|") for line in OPERATING.read_text().splitlines() if line.startswith("| `")]
    return {row[1].strip(" `"): row[4].strip(" `") for row in rows if len(row) == 6 and "`" in row[4]}


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in ``language``, as ``sh``."""
    fenced = OPERATING.read_text().split("```")[1::2]
    return [block.partition("\n")[2] for block in fenced if block.partition("\n")[0] == language]


def units() -> dict[str, ConfigParser]:
    """Return the systemd units of the page by name; those that only say what differs are none."""
    found = {}
    page = OPERATING.read_text()
    for block in blocks("ini"):
        if "[Unit]" in block:
            before = page[: page.index(block)].rsplit("```", 1)[0]
            found[UNIT.findall(before)[-1]] = _parsed(block)
    return found


def _parsed(block: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # systemd's names have capitals
    parser.read_string(block)
    return parser
