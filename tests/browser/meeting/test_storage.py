"""A rencontre needs nothing of what the device may refuse to keep."""

import pytest

from tests.browser.meeting.conftest import Gathering
from tests.machine.devices import INDEXED_DB_HANGS, STORAGE_DENIED


@pytest.mark.parametrize("refusal", [STORAGE_DENIED, INDEXED_DB_HANGS], ids=["denied", "hangs"])
def test_one_enters_a_rencontre_whatever_the_storage_does(gathering: Gathering, refusal: str) -> None:
    judith = gathering.at_the_door(gathering.stage.judith, script=refusal).enter()
    nadia = gathering.at_the_door(gathering.stage.nadia, script=refusal).enter()
    gathering.all_meet(Judith=judith, Nadia=nadia)
