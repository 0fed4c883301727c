"""The room follower: the log's order whatever comes late, and no cached entry that was removed since."""

from realtime.fanout.room_follower import RoomFollower
from rooms.log import LogEntry

EMPTY = b'{"seq":0}'


def entry(seq: int, words: bytes = EMPTY, *, removes: bool = False) -> LogEntry:
    return LogEntry(1, seq, words, removes)


class Log:
    """Stands for the log in the database, and counts its reads."""

    def __init__(self) -> None:
        self.lines: list[LogEntry] = []

    async def page(self, _room: int, since: int) -> list[LogEntry]:
        return [line for line in self.lines if line.seq > since]


async def test_hints_that_come_in_another_order_are_told_in_the_logs() -> None:
    follower = RoomFollower(1, "vie", 0, Log().page)
    assert not follower.hint(entry(2))
    assert follower.hint(entry(1))
    told = follower.recent(0)
    assert told is not None
    assert [line.seq for line in told] == [1, 2]


async def test_words_hidden_while_the_hint_was_lost_are_not_told_from_memory() -> None:
    log = Log()
    follower = RoomFollower(1, "vie", 0, log.page)
    follower.hint(entry(1, b"des mots"))
    log.lines = [entry(1), entry(2)]  # hidden: the log has emptied the first line
    await follower.catch_up(2)
    assert b"des mots" not in [line.json for line in follower.recent(0) or await log.page(1, 0)]
    assert [line.seq for line in follower.recent(1) or []] == [2]
