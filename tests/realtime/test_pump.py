"""The pump: the log's order, whatever comes late, and nothing remembered that is no longer to be seen."""

from realtime.fanout.pump import Pump
from rooms.log import Entry

EMPTY = b'{"seq":0}'


def entry(seq: int, words: bytes = EMPTY, *, removes: bool = False) -> Entry:
    return Entry(1, seq, words, removes)


class Log:
    """What the database would say, and who asks."""

    def __init__(self) -> None:
        self.lines: list[Entry] = []

    async def page(self, _room: int, since: int) -> list[Entry]:
        return [line for line in self.lines if line.seq > since]


async def test_hints_that_come_in_another_order_are_told_in_the_logs() -> None:
    pump = Pump(1, "vie", 0, Log().page)
    assert not pump.hint(entry(2))
    assert pump.hint(entry(1))
    told = pump.recent(0)
    assert told is not None
    assert [line.seq for line in told] == [1, 2]


async def test_words_hidden_while_the_hint_was_lost_are_not_told_from_memory() -> None:
    log = Log()
    pump = Pump(1, "vie", 0, log.page)
    pump.hint(entry(1, b"des mots"))
    log.lines = [entry(1), entry(2)]  # hidden: the log has emptied the first line
    await pump.catch_up(2)
    assert b"des mots" not in [line.json for line in pump.recent(0) or await log.page(1, 0)]
    assert [line.seq for line in pump.recent(1) or []] == [2]
