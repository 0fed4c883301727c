"""An SFU, and people with real browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.realtime.meeting.media.sfu.chromium_peer import ChromiumPeer
from tests.realtime.meeting.media.sfu.sfu_thread import SfuThread

Enter = Callable[..., ChromiumPeer]


@pytest.fixture
def sfu() -> Iterator[SfuThread]:
    """A meeting without anybody in it."""
    sfu = SfuThread()
    yield sfu
    sfu.close()


@pytest.fixture
def enter(sfu: SfuThread, chromium: Browser) -> Iterator[Enter]:
    """Let a person in with a browser of their own; ``words`` as ``ChromiumPeer`` takes them."""
    with ExitStack() as stack:

        def enter(person: int, **words: object) -> ChromiumPeer:
            context = chromium.new_context()
            stack.callback(context.close)
            camera = ChromiumPeer(sfu, person, context.new_page(), **words)  # type: ignore[arg-type]
            camera.meet()
            return camera

        yield enter
