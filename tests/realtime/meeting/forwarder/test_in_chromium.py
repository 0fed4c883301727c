"""Real browsers: frames are counted as decoded, sound as played."""

import pytest

from tests.realtime.meeting.forwarder.conftest import Enter
from tests.realtime.meeting.forwarder.stand import Stand

pytestmark = pytest.mark.browser


def test_two_people_see_and_hear_one_another(stand: Stand, enter: Enter) -> None:
    nadia, marcel = enter(1), enter(2)
    for viewer in (nadia, marcel):
        viewer.await_more("v0", "framesDecoded", 20)
        viewer.await_more("a0", "totalAudioEnergy", 0.05)
    assert [slot.person for slot in stand.notes.slots[1].slots if slot.person] == [2, 2]
    assert [slot.person for slot in stand.notes.slots[2].slots if slot.person] == [1, 1]
