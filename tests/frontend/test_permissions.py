"""Everybody may do what docs/permissions.md says, by a form and by the socket, and nothing else."""

import pytest

from protocols.commands import COMMANDS
from tests.frontend.permission_matrix import cells, forms_of_nobody
from tests.frontend.permission_paper import PAPER, paper

pytestmark = pytest.mark.walk


@pytest.mark.django_db
def test_everybody_may_do_what_the_paper_says_by_form_and_by_socket() -> None:
    """Where it fails, a rule changed (``python -m tests.frontend.tell_permissions``) or a form differs."""
    found = list(cells())
    assert [cell for cell in found if not cell.agrees] == []
    assert paper(found) == PAPER.read_text()


def test_every_command_is_in_the_paper() -> None:
    """Where it fails: ``python -m tests.frontend.tell_permissions`` writes it anew."""
    told = PAPER.read_text()
    assert [spec for spec in COMMANDS if f"| `{spec.command.__struct_config__.tag}` |" not in told] == []


@pytest.mark.django_db
def test_nobody_who_is_not_signed_in_may_do_any_of_it() -> None:
    assert [address for address, done in forms_of_nobody() if done] == []
