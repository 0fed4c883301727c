"""Fixtures of the meetings' tests."""

import pytest

from tests.machine.hub import Hub
from tests.realtime.meeting.evening import MeetingEvening, prepare


@pytest.fixture
def evening(shared_hub: Hub) -> MeetingEvening:
    """A fabrique with its people, and a meeting at its hour."""
    return prepare(shared_hub)
