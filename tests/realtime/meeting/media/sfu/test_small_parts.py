"""Key frame requests, the rate limit of one person, and their connection quality."""

from realtime.meeting.media.sfu.key_frames import AT_MOST_EVERY, KeyFrameRequester
from realtime.meeting.media.sfu.quality import GONE_AFTER, SILENT_AFTER, QualityMonitor
from realtime.meeting.media.sfu.token_bucket import TokenBucket


class TestKeyFrames:
    def test_nobody_asks_nothing(self) -> None:
        assert not KeyFrameRequester().due(100.0)

    def test_many_viewers_are_one_request(self) -> None:
        frames = KeyFrameRequester()
        for _ in range(30):
            frames.want()
        assert [frames.due(100.0), frames.due(100.1)] == [True, False]

    def test_it_is_asked_again_when_none_comes(self) -> None:
        frames = KeyFrameRequester()
        frames.want()
        frames.due(100.0)
        assert frames.due(100.0 + AT_MOST_EVERY)

    def test_one_that_came_serves_all_who_wait(self) -> None:
        frames = KeyFrameRequester()
        frames.want()
        frames.due(100.0)
        frames.came()
        assert not frames.due(200.0)

    def test_who_asks_right_after_one_waits_for_their_turn(self) -> None:
        frames = KeyFrameRequester()
        frames.want()
        frames.due(100.0)
        frames.came()
        frames.want()
        assert not frames.due(100.1)
        assert frames.due(100.0 + AT_MOST_EVERY)


class TestPace:
    def test_a_burst_of_a_second_passes_and_no_more(self) -> None:
        pace = TokenBucket(100.0, rate=10)
        assert [pace.allows(100.0) for _ in range(12)].count(True) == 10

    def test_it_fills_again_with_time(self) -> None:
        pace = TokenBucket(100.0, rate=10)
        for _ in range(20):
            pace.allows(100.0)
        assert [pace.allows(100.5) for _ in range(10)].count(True) == 5

    def test_it_never_holds_more_than_a_second(self) -> None:
        pace = TokenBucket(100.0, rate=10)
        assert [pace.allows(900.0) for _ in range(30)].count(True) == 10


class TestHealth:
    def test_a_change_is_told_once(self) -> None:
        quality_monitor = QualityMonitor(100.0)
        quality_monitor.uplink = 0.2
        assert [quality_monitor.judge(100.1), quality_monitor.judge(100.2)] == ["poor", None]

    def test_it_is_good_again_only_when_it_is_clearly_better(self) -> None:
        quality_monitor = QualityMonitor(100.0)
        quality_monitor.downlink = 0.2
        quality_monitor.judge(100.1)
        quality_monitor.downlink = 0.06
        assert quality_monitor.judge(100.2) is None
        quality_monitor.downlink = 0.01
        assert quality_monitor.judge(100.3) == "good"

    def test_who_is_silent_is_lost_and_then_gone(self) -> None:
        quality_monitor = QualityMonitor(100.0)
        assert quality_monitor.judge(100.1 + SILENT_AFTER) == "lost"
        assert not quality_monitor.is_gone(100.1 + SILENT_AFTER)
        assert quality_monitor.is_gone(100.1 + GONE_AFTER)

    def test_a_sign_of_life_is_enough(self) -> None:
        quality_monitor = QualityMonitor(100.0)
        quality_monitor.judge(100.1 + SILENT_AFTER)
        quality_monitor.heard(110.0)
        assert quality_monitor.judge(110.1) == "good"
