"""Fixtures of the meetings' tests."""

import pytest

from tests.machine.hub import Hub
from tests.realtime.meeting.evening import Evening, prepare


@pytest.fixture
def evening(hub: Hub) -> Evening:
    """A house with its people, and a meeting at its hour."""
    return prepare(hub)
