"""Fixtures of the recordings' tests."""

import pytest

from tests.machine.hub import Hub
from tests.realtime.meeting.evening import MeetingEvening, prepare


@pytest.fixture
def evening(hub: Hub) -> MeetingEvening:
    """In a house of its own: what lies in its folder, and waits for its worker of tasks, is of one test."""
    return prepare(hub)
