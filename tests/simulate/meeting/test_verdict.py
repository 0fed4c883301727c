"""A rencontre is judged by what its people would have noticed."""

import msgspec
import pytest

from realtime.simulate.meeting.result import MediaResult, MediaServerCost, MissingPictures
from realtime.simulate.meeting.verdict import judge
from realtime.simulate.result import Durations, SimulatorCost
from realtime.simulate.sampling import MachineInfo

SOME = Durations(30, 200.0, 400.0, 450.0, 500.0)
GOOD = MediaResult(
    people=30,
    cameras=9,
    speaking=3,
    tiles=9,
    seconds=60.0,
    loss=0.0,
    seed="metallos",
    goal_ms=1_500.0,
    mode="forwarder",
    came=30,
    connected=30,
    joins=SOME,
    media=SOME,
    first=SOME,
    changes=SOME,
    blind=[],
    pictures=261,
    packets=100_000,
    gaps=0,
    repaired=0,
    replayed=0,
    broken=0,
    unsent=0,
    frames=15.0,
    fewest_frames=14.9,
    longest_freeze=0.1,
    jitter_ms=2.0,
    keys_asked=9,
    troubles={},
    server=MediaServerCost(1, 0.4, 0.3, 0.35, 170.0),
    simulator=SimulatorCost(1, 0.3, 0.4, 3.0),
    machine=MachineInfo(2, "", "", ""),
    series=[],
)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def but(**facts: object) -> MediaResult:
    """Return the good result with some fields replaced."""
    return msgspec.structs.replace(GOOD, **facts)


def test_it_holds_when_everybody_saw_everything_soon() -> None:
    verdict = judge(GOOD)
    assert verdict.held
    assert verdict.sentence == (
        "This server holds a rencontre of 30 people, 9 cameras and 9 tiles: first picture within 400 ms for "
        "95 of 100, 0 packets lost of 100,000, longest pause 0.10 s, 0.30 cores."
    )
    assert verdict.cautions == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"came": 28}, "2 of 30 people did not come in"),
        ({"connected": 29}, "1 people had neither sound nor pictures"),
        ({"blind": [MissingPictures("Nadia", 9, 4)]}, "1 people did not see all the pictures"),
        ({"gaps": 1}, "too many packets never came"),
        ({"gaps": 101, "loss": 0.03}, "too many packets never came"),
        ({"first": Durations(30, 900.0, 1_600.0, 1_700.0, 1_800.0)}, "takes more than 1,500 ms"),
        ({"first": Durations(0, None, None, None, None)}, "takes more than 1,500 ms"),
        ({"longest_freeze": 2.5}, "stood still for 2.5 s"),
    ],
)
def test_it_does_not_hold_and_the_sentence_says_why(facts: dict[str, object], reason: str) -> None:
    verdict = judge(but(**facts))
    assert not verdict.held
    assert reason in verdict.sentence


def test_on_a_network_that_loses_one_in_a_thousand_may_stay_lost() -> None:
    assert judge(but(loss=0.03, gaps=100)).held


def test_what_went_wrong_on_the_way_and_a_crowd_in_trouble_are_told_beside_it() -> None:
    verdict = judge(but(troubles={"closed: 1006": 2}, simulator=SimulatorCost(1, 0.9, 0.99, 150.0)))
    assert verdict.held
    assert [caution.split(":")[0] for caution in verdict.cautions] == ["Caution", "To be looked at"]
