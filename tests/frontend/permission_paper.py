"""docs/permissions.md, as it is written from what the rules answer."""

from collections.abc import Sequence

from settings.env import HOUSE
from tests.frontend.permission_matrix import DONE, ROLES, Cell

PAPER = HOUSE / "docs/permissions.md"
HEAD = """# Who may do what

Written by `python -m tests.frontend.tell_permissions`, which sends every command of the table as
everybody, in every state of the room and of what it is about. `tests/frontend/test_permissions.py` sends
each by its form and by the socket, and refuses a paper that is not as the rules are.

`yes`: it is done. Any other word is the code of the refusal, which the person reads as a sentence in their
language. Nobody who is not signed in may do any of it. After the first table, only what differs from it is
told.

{roles}
"""


def paper(cells: Sequence[Cell]) -> str:
    """Return the paper: a table for each state, of its commands and roles."""
    usual = _rows(cells, cells[0].state)
    parts = [HEAD.format(roles="\n".join(f"- **{role}**: {told}" for role, told in ROLES.items()))]
    for state in dict.fromkeys(cell.state for cell in cells):
        rows = _rows(cells, state)
        told = rows if rows == usual else {name: row for name, row in rows.items() if row != usual[name]}
        parts.append(_table(state, told))
    return "\n".join(parts)


def _rows(cells: Sequence[Cell], state: str) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        if cell.state == state:
            rows.setdefault(cell.command, {})[cell.role] = cell.by_socket
    return rows


def _table(state: str, rows: dict[str, dict[str, str]]) -> str:
    lines = [f"## {state}\n", f"| command | {' | '.join(ROLES)} |", "|---" * (len(ROLES) + 1) + "|"]
    for command, told in rows.items():
        shown = (_cell(told.get(role, "")) for role in ROLES)
        lines.append(f"| `{command}` | {' | '.join(shown)} |")
    return "\n".join([*lines, ""])


def _cell(told: str) -> str:
    return f"**{DONE}**" if told == DONE else told
