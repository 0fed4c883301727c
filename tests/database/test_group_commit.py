"""Waiting commands share one commit, with the results of commits one by one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from database import workers
from database.group_commit import GroupCommit, WriteTask, run_together
from people.models import Person
from people.refusals import Refusal
from rooms import moderating, posting
from rooms.kinds import WORDS
from rooms.models import Post
from rooms.shared_rows import Actor
from rooms.transaction import Receipt, RoomTransaction, room_transaction
from tests.cast import Cast

pytestmark = [pytest.mark.storage, pytest.mark.django_db(transaction=True)]


def saying(cast: Cast, body: str, who: Person | None = None) -> WriteTask:
    """Return a write that publishes ``body`` in the fabrique."""
    person = who or cast.nadia
    publishing = partial(posting.publish, person, cast.fabrique.pk, uuid4(), body)
    return WriteTask(publishing, Actor(cast.fabrique.pk, person.pk))


def bodies() -> list[str]:
    """Return all published texts, in order."""
    return list(Post.objects.order_by("seq").values_list("body", flat=True))


def test_what_waits_together_is_committed_together(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        done = run_together([saying(cast, "un"), saying(cast, "deux"), saying(cast, "trois")])
    assert [each.error for each in done] == [None, None, None]
    assert sum(query["sql"].startswith("COMMIT") for query in queries.captured_queries) == 1
    assert bodies() == ["un", "deux", "trois"]


def test_who_is_refused_spoils_nobody_elses_command(cast: Cast) -> None:
    refused, done = run_together([saying(cast, "non", cast.ousmane), saying(cast, "oui")])
    assert isinstance(refused.error, Refusal)
    assert done.error is None
    assert bodies() == ["oui"]


@pytest.mark.parametrize("spoiled", ["given up", "closed"])
def test_when_they_cannot_be_committed_together_each_is_done_alone_and_once(cast: Cast, spoiled: str) -> None:
    tries = list[str]()

    def spoil() -> None:
        tries.append(spoiled)
        if len(tries) == 1:
            connection.close() if spoiled == "closed" else transaction.set_rollback(True)

    first, second, third = run_together([saying(cast, "un"), WriteTask(spoil), saying(cast, "deux")])
    assert (first.error, second.error, third.error) == (None, None, None)
    assert len(tries) == 2
    assert bodies() == ["un", "deux"]


def test_a_statement_that_the_database_refuses_takes_nothing_of_the_others_with_it(cast: Cast) -> None:
    def wrong() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    first, second, third = run_together([saying(cast, "un"), WriteTask(wrong), saying(cast, "deux")])
    assert (first.error, third.error) == (None, None)
    assert second.error is not None
    assert bodies() == ["un", "deux"]


def test_a_refusal_that_comes_too_late_takes_back_what_it_had_changed_and_nothing_else(cast: Cast) -> None:
    @room_transaction
    def change_its_mind(tx: RoomTransaction) -> Receipt:
        posting.place(tx, WORDS, "finalement non")
        raise Refusal("other", "Autre chose.")

    changing = WriteTask(partial(change_its_mind, cast.nadia, cast.fabrique.pk, uuid4()))
    first, refused, second = run_together([saying(cast, "un"), changing, saying(cast, "deux")])
    assert (first.error, second.error) == (None, None)
    assert isinstance(refused.error, Refusal)
    assert bodies() == ["un", "deux"]


def test_what_a_refused_turn_had_in_mind_for_the_room_is_forgotten(cast: Cast) -> None:
    @room_transaction
    def close_it_almost(tx: RoomTransaction) -> Receipt:
        tx.room.closes_at = tx.now
        raise Refusal("other", "Autre chose.")

    closing = WriteTask(partial(close_it_almost, cast.judith, cast.fabrique.pk, uuid4()))
    refused, done = run_together([closing, saying(cast, "encore ouvert")])
    assert isinstance(refused.error, Refusal)
    assert done.error is None


def test_one_command_twice_in_one_commit_is_done_once_and_answered_alike(cast: Cast) -> None:
    once = saying(cast, "une fois")
    first, second, other = run_together([once, once, saying(cast, "autre")])
    assert first.error is None
    assert first.value == second.value
    assert other.error is None
    assert bodies() == ["une fois", "autre"]


def test_rooms_take_turns_within_one_commit(cast: Cast) -> None:
    def here_and_there(number: int) -> WriteTask:
        room = (cast.fabrique, cast.mezza)[number % 2]
        publishing = partial(posting.publish, cast.nadia, room.pk, uuid4(), f"{number}")
        return WriteTask(publishing, Actor(room.pk, cast.nadia.pk))

    done = run_together([here_and_there(number) for number in (0, 1, 2, 4, 3)])
    assert [each.value.seq for each in done] == [1, 1, 2, 3, 2]


def test_all_who_write_together_are_read_at_once(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        run_together([saying(cast, "un"), saying(cast, "deux", cast.judith), saying(cast, "trois", cast.awa)])
    asked = [each["sql"] for each in queries.captured_queries if "rooms_membership" in each["sql"]]
    assert len(asked) == 1
    assert list(Post.objects.order_by("seq").values_list("author", flat=True)) == [
        *(each.pk for each in (cast.nadia, cast.judith, cast.awa)),
    ]


def test_who_is_quieted_in_a_commit_cannot_write_later_in_it(cast: Cast) -> None:
    quieting = WriteTask(partial(moderating.quiet, cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True))
    before, quieted, after, other = run_together(
        [saying(cast, "avant"), quieting, saying(cast, "après"), saying(cast, "autre", cast.judith)]
    )
    assert (before.error, quieted.error, other.error) == (None, None, None)
    assert isinstance(after.error, Refusal)
    assert after.error.code == "quieted"
    assert bodies() == ["avant", "autre"]


def test_a_ref_used_before_is_found_when_it_comes_again_among_others(cast: Cast) -> None:
    once = saying(cast, "une fois")
    receipt = once.work()
    again, other = run_together([once, saying(cast, "autre", cast.judith)])
    assert (again.value, other.error) == (receipt, None)
    assert bodies() == ["une fois", "autre"]


async def test_answers_come_to_those_who_asked_in_the_order_of_asking() -> None:
    done, free = list[int](), Event()
    with ThreadPoolExecutor(1) as threads:
        group = GroupCommit(threads)
        threads.submit(free.wait)
        asked = [asyncio.create_task(group.run(partial(_note, done, number))) for number in range(100)]
        await asyncio.sleep(0)
        asked[3].cancel()
        free.set()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(threads, connections.close_all)
    assert done == list(range(100))
    assert isinstance(answers[3], asyncio.CancelledError)
    assert answers[:3] + answers[4:] == [number for number in range(100) if number != 3]


def _note(done: list[int], number: int) -> int:
    done.append(number)
    return number


async def test_a_lane_lasts_only_while_it_is_used() -> None:
    with ThreadPoolExecutor(1) as pool:
        for room in range(1, 50):
            await workers._group(room, pool).run(lambda: None)
    await asyncio.sleep(0)
    assert not workers._groups[asyncio.get_running_loop()]
