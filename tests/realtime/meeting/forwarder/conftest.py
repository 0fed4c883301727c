"""A forwarder, and people in front of it with real browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.realtime.meeting.forwarder.camera import Camera
from tests.realtime.meeting.forwarder.stand import Stand

Enter = Callable[..., Camera]


@pytest.fixture
def stand() -> Iterator[Stand]:
    """A meeting without anybody in it."""
    stand = Stand()
    yield stand
    stand.close()


@pytest.fixture
def enter(stand: Stand, chromium: Browser) -> Iterator[Enter]:
    """Let a person in with a browser of their own; words as ``Camera`` takes them."""
    with ExitStack() as stack:

        def enter(person: int, **words: object) -> Camera:
            context = chromium.new_context()
            stack.callback(context.close)
            camera = Camera(stand, person, context.new_page(), **words)  # type: ignore[arg-type]
            camera.meet()
            return camera

        yield enter
