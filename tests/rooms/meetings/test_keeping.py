"""What survives the process that leads a meeting is written as it was told."""

import pytest

from rooms.meetings import keeping
from rooms.meetings.models import Meeting
from tests.cast import Cast

pytestmark = pytest.mark.storage


def test_all_are_back_in_the_whole_room_those_too_who_have_left(cast: Cast, meeting: Meeting) -> None:
    keeping.attendance(meeting.pk, cast.nadia.pk, {"group": 2, "left_at": 1_777_024_800_000})
    keeping.attendance(meeting.pk, cast.marcel.pk, {"group": 1})
    keeping.clear_groups(meeting.pk)
    assert set(meeting.attendances.values_list("group", flat=True)) == {0}
