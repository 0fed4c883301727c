"""When to ask for a key frame; how much one person may send; how well they are connected."""

from realtime.meeting.forwarder.health import GONE_AFTER, SILENT_AFTER, Health
from realtime.meeting.forwarder.pace import Pace
from realtime.meeting.forwarder.pictures import AT_MOST_EVERY, KeyFrames


class TestKeyFrames:
    def test_nobody_asks_nothing(self) -> None:
        assert not KeyFrames().due(100.0)

    def test_many_viewers_are_one_request(self) -> None:
        frames = KeyFrames()
        for _ in range(30):
            frames.want()
        assert [frames.due(100.0), frames.due(100.1)] == [True, False]

    def test_it_is_asked_again_when_none_comes(self) -> None:
        frames = KeyFrames()
        frames.want()
        frames.due(100.0)
        assert frames.due(100.0 + AT_MOST_EVERY)

    def test_one_that_came_serves_all_who_wait(self) -> None:
        frames = KeyFrames()
        frames.want()
        frames.due(100.0)
        frames.came()
        assert not frames.due(200.0)

    def test_who_asks_right_after_one_waits_for_their_turn(self) -> None:
        frames = KeyFrames()
        frames.want()
        frames.due(100.0)
        frames.came()
        frames.want()
        assert not frames.due(100.1)
        assert frames.due(100.0 + AT_MOST_EVERY)


class TestPace:
    def test_a_burst_of_a_second_passes_and_no_more(self) -> None:
        pace = Pace(100.0, rate=10)
        assert [pace.allows(100.0) for _ in range(12)].count(True) == 10

    def test_it_fills_again_with_time(self) -> None:
        pace = Pace(100.0, rate=10)
        for _ in range(20):
            pace.allows(100.0)
        assert [pace.allows(100.5) for _ in range(10)].count(True) == 5

    def test_it_never_holds_more_than_a_second(self) -> None:
        pace = Pace(100.0, rate=10)
        assert [pace.allows(900.0) for _ in range(30)].count(True) == 10


class TestHealth:
    def test_a_change_is_told_once(self) -> None:
        health = Health(100.0)
        health.uplink = 0.2
        assert [health.judge(100.1), health.judge(100.2)] == ["poor", None]

    def test_it_is_good_again_only_when_it_is_clearly_better(self) -> None:
        health = Health(100.0)
        health.downlink = 0.2
        health.judge(100.1)
        health.downlink = 0.06
        assert health.judge(100.2) is None
        health.downlink = 0.01
        assert health.judge(100.3) == "good"

    def test_who_is_silent_is_lost_and_then_gone(self) -> None:
        health = Health(100.0)
        assert health.judge(100.1 + SILENT_AFTER) == "lost"
        assert not health.is_gone(100.1 + SILENT_AFTER)
        assert health.is_gone(100.1 + GONE_AFTER)

    def test_a_sign_of_life_is_enough(self) -> None:
        health = Health(100.0)
        health.judge(100.1 + SILENT_AFTER)
        health.heard(110.0)
        assert health.judge(110.1) == "good"
