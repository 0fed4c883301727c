"""How far behind a peer may fall before it is told to come back."""

from realtime.fanout.send_backlog import SendBacklog, SendLimits
from tests.realtime.clock import Clock

LIMITS = SendLimits(unsent_bytes=1_000, unsent_seconds=3_600)


class Alarms:
    """A backlog, and how often it rang."""

    def __init__(self, limits: SendLimits = LIMITS) -> None:
        self.rung = 0
        self.backlog = SendBacklog(limits, self._ring)

    def _ring(self) -> None:
        self.rung += 1


async def test_many_small_frames_unsent_are_slowness() -> None:
    alarms = Alarms()
    for _each in range(10):
        alarms.backlog.grow(100)
    assert not alarms.rung
    alarms.backlog.grow(1)
    assert alarms.rung
    alarms.backlog.clear()


async def test_one_large_frame_of_the_house_is_none_nor_is_what_comes_soon_after() -> None:
    alarms = Alarms()
    alarms.backlog.grow(50_000)
    alarms.backlog.grow(900)
    assert not alarms.rung
    alarms.backlog.grow(101)
    assert alarms.rung
    alarms.backlog.clear()


async def test_who_has_read_it_all_has_the_usual_limit_again() -> None:
    alarms = Alarms()
    alarms.backlog.grow(50_000)
    alarms.backlog.shrink(50_000)
    for _each in range(3):
        alarms.backlog.grow(400)
    assert alarms.rung
    alarms.backlog.clear()


async def test_who_takes_much_slowly_moves_and_who_takes_nothing_for_long_does_not(clock: Clock) -> None:
    alarms = Alarms(SendLimits(unsent_seconds=10))
    alarms.backlog.grow(100)
    for _each in range(20):
        alarms.backlog.grow(100)
        await clock.go_on(4)
        alarms.backlog.shrink(100)
    assert not alarms.rung
    await clock.go_on(11)
    assert alarms.rung
    alarms.backlog.clear()


async def test_who_takes_too_little_of_it_in_all_that_time_is_slow(clock: Clock) -> None:
    alarms = Alarms(SendLimits(unsent_seconds=10))
    alarms.backlog.grow(300)
    for _each in range(6):
        alarms.backlog.grow(100)
        await clock.go_on(2)
        alarms.backlog.shrink(1)
    assert alarms.rung
    alarms.backlog.clear()
