"""Waiting reads are handed over in batches, with the results of reads one by one."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections

from database.batch_queue import MAX_BATCH, ReadPool

pytestmark = [pytest.mark.storage, pytest.mark.django_db(transaction=True)]

COUNT = 2


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(COUNT) as threads:
        yield threads
        for _thread in range(COUNT):
            threads.submit(connections.close_all)


async def test_each_who_asks_has_their_own_answer(threads: ThreadPoolExecutor) -> None:
    readers = ReadPool(threads, COUNT)
    asked = [readers.run(partial(str, number)) for number in range(5 * COUNT * MAX_BATCH)]
    assert await asyncio.gather(*asked) == [str(number) for number in range(len(asked))]


async def test_what_one_raises_the_others_do_not_notice(threads: ThreadPoolExecutor) -> None:
    readers = ReadPool(threads, COUNT)
    asked = [readers.run(partial(int, word)) for word in ("1", "deux", "3", "4", "5")]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers[1], ValueError)
    assert [answers[0], *answers[2:]] == [1, 3, 4, 5]


async def test_who_goes_away_takes_nobodys_answer_with_them(threads: ThreadPoolExecutor) -> None:
    readers, free = ReadPool(threads, COUNT), threading.Event()
    slow = [asyncio.create_task(readers.run(free.wait)) for _thread in range(COUNT)]
    await asyncio.sleep(0.05)
    asked = [asyncio.create_task(readers.run(partial(str, number))) for number in range(10)]
    await asyncio.sleep(0)
    asked[3].cancel()
    slow[0].cancel()
    free.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers[3], asyncio.CancelledError)
    assert answers[:3] + answers[4:] == [str(number) for number in range(10) if number != 3]
    assert await slow[1]


async def test_one_who_asks_at_the_very_moment_the_last_answer_comes_is_answered(
    threads: ThreadPoolExecutor,
) -> None:
    readers = ReadPool(threads, COUNT)
    async with asyncio.timeout(20):
        for _time in range(200):
            await asyncio.gather(*(readers.run(int) for _reader in range(COUNT)))
            assert await readers.run(str) == ""


async def test_something_slow_leaves_the_other_readers_to_those_who_come_after(
    threads: ThreadPoolExecutor,
) -> None:
    readers, free = ReadPool(threads, COUNT), threading.Event()
    slow = asyncio.create_task(readers.run(free.wait))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        assert [await readers.run(partial(str, number)) for number in range(5)] == list("01234")
    free.set()
    assert await slow


async def test_the_threads_share_what_waits(threads: ThreadPoolExecutor) -> None:
    readers, both = ReadPool(threads, COUNT), threading.Barrier(COUNT)
    async with asyncio.timeout(20):
        await asyncio.gather(*(readers.run(both.wait) for _thread in range(COUNT)))
