from realtime.meeting.media.sfu.simulcast import FIRST_REST, DownlinkBudget, LayerChoice, choose_layers

LARGE, SMALL = LayerChoice(720, 120_000, 900_000), LayerChoice(180, 120_000, 900_000)


def settle(downlink: DownlinkBudget, seconds: range, sent: int = 1_000_000, wanted: int = 3) -> None:
    for second in seconds:
        downlink.settle(sent, wanted, float(second))


def test_a_small_tile_gets_the_low_layer_and_a_large_one_the_high_one() -> None:
    assert choose_layers([LARGE, SMALL, LARGE], 3) == ["h", "l", "h"]


def test_the_most_important_come_large_when_the_line_does_not_hold_all() -> None:
    assert choose_layers([LARGE, SMALL, LARGE], 1) == ["h", "l", "l"]


def test_who_sends_one_layer_is_seen_in_that_one() -> None:
    assert choose_layers([LayerChoice(720, 120_000, 0), LayerChoice(180, 0, 900_000)], 2) == ["l", "h"]


def test_large_pictures_are_tried_one_at_a_time() -> None:
    downlink = DownlinkBudget()
    settle(downlink, range(100, 102))
    assert downlink.allowed == 2
    settle(downlink, range(102, 110))
    assert downlink.allowed == 3


def test_one_is_taken_back_when_more_is_sent_than_arrives() -> None:
    downlink = DownlinkBudget()
    settle(downlink, range(100, 104))
    downlink.estimate(500_000)
    settle(downlink, range(104, 105))
    assert downlink.allowed == 2


def test_one_is_taken_back_when_much_is_lost() -> None:
    downlink = DownlinkBudget()
    settle(downlink, range(100, 104))
    for _ in range(5):
        downlink.lose(0.3)
    settle(downlink, range(104, 105))
    assert downlink.allowed == 2


def test_a_little_loss_is_borne() -> None:
    downlink = DownlinkBudget()
    for _ in range(20):
        downlink.lose(0.05)
    settle(downlink, range(100, 104))
    assert downlink.allowed == 3


def test_each_failed_try_makes_the_next_one_wait_longer() -> None:
    downlink, rests, now = DownlinkBudget(), [], 100.0
    for _ in range(3):
        downlink.estimate(10_000_000)
        began = now
        while not downlink.allowed:
            downlink.settle(1_000_000, 1, now := now + 1)
        rests.append(now - began)
        downlink.estimate(100_000)
        while downlink.allowed:
            downlink.settle(1_000_000, 1, now := now + 1)
    assert rests[0] < FIRST_REST <= rests[1] < rests[2]


def test_nothing_is_allowed_that_nobody_wants() -> None:
    downlink = DownlinkBudget()
    settle(downlink, range(100, 110), wanted=0)
    assert downlink.allowed == 0
