"""What docs/operating.md tells people to write, taken out of it and tried."""

from collections.abc import Mapping

from tests.machine.node import HOUSE

OPERATING = HOUSE / "docs" / "operating.md"


def file(name: str, instead: Mapping[str, str]) -> str:
    """The file ``name`` as the page has it, with other words in the place of its examples.

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
