"""Pages give way to messages: while one is on its way, a thread that draws a page rests again and again; and
after each page it pauses, so that however many are asked for, half of the interpreter is the others'.

Both need the interpreter, which knows no priorities, and a message crosses it some thirty times between the
event loop, the database and the sockets. A page can rest wherever it asks the database or begins another node
of its template.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db import connection
from django.template.base import Node
from django.template.context import Context

# How long a page works, and then rests, while a message is on its way. Once it has rested so long in all it
# works longer at a time, so that it comes in the busiest house too; without a rest nobody would be answered.
WORK_SECONDS, LONGER_WORK_SECONDS = 0.0001, 0.001
REST_SECONDS = 0.003
LONG_SECONDS = 0.4
# After a page its thread pauses for so many times as long as the page took, there and in the event loop: two
# such threads leave others half of the interpreter, however many pages are asked for.
PAUSE_TIMES = 3
LOOP_SECONDS = 0.003
LONGEST_WORK = 0.05


class _OnItsWay:
    """How many messages are."""

    count = 0


class _Thread(local):
    """While this thread draws a page, when it rested last, and how long in all; and when it may draw the
    next."""

    rested: float | None = None
    resting = 0.0
    free_at = 0.0


_thread = _Thread()
_render = Node.render_annotated


@contextmanager
def on_its_way() -> Iterator[None]:
    """Have pages give way while the context lasts; for the event loop."""
    _OnItsWay.count += 1
    try:
        yield
    finally:
        _OnItsWay.count -= 1


@contextmanager
def drawing() -> Iterator[None]:
    """Have this thread give way while the context lasts, and then pause before it draws again."""
    began = _after_the_last()
    _thread.rested, _thread.resting = began, 0.0
    try:
        with connection.execute_wrapper(_give_way_and_ask):
            yield
    finally:
        ended = time.perf_counter()
        worked = min(ended - began - _thread.resting, LONGEST_WORK)
        _thread.rested, _thread.free_at = None, ended + PAUSE_TIMES * (LOOP_SECONDS + worked)


def _after_the_last() -> float:
    """Return the time, once this thread may draw."""
    now = time.perf_counter()
    if now >= _thread.free_at:
        return now
    time.sleep(_thread.free_at - now)
    return time.perf_counter()


def give_way() -> None:
    """Rest for a moment, if a message is on its way and this thread draws a page and has worked. In a
    transaction it goes on: the message may wait for that."""
    if not _OnItsWay.count or _thread.rested is None:
        return
    began = time.perf_counter()
    work = WORK_SECONDS if _thread.resting < LONG_SECONDS else LONGER_WORK_SECONDS
    if began - _thread.rested > work and not connection.in_atomic_block:
        time.sleep(REST_SECONDS)
        _thread.rested = time.perf_counter()
        _thread.resting += _thread.rested - began


def _give_way_and_ask(execute: Callable[..., Any], *query: Any) -> Any:
    give_way()
    return execute(*query)


def _give_way_and_render(node: Node, context: Context) -> int | str:
    give_way()
    return _render(node, context)


Node.render_annotated = _give_way_and_render  # type: ignore[method-assign, assignment]
