"""Devices and networks as people have them: a keyboard over the page, a wrong clock, storage that fails, a
browser that brings pages back as they were, two homes that cannot reach each other.

Scripts are for ``Stage.enter(script=…)`` or ``BrowserContext.add_init_script``; the others are fixtures.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.machine.chromium import open_beside
from tests.machine.namespace import Namespace

KEYBOARD = 320  # pixels of a phone of 844

STORAGE_DENIED = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError") } });
"""
INDEXED_DB_REJECTS = """
indexedDB.open = () => {
  const asked = new EventTarget();
  asked.error = new DOMException("no room", "QuotaExceededError");
  setTimeout(() => { const told = new Event("error"); asked.onerror?.(told); asked.dispatchEvent(told) });
  return asked;
};
"""
INDEXED_DB_HANGS = "indexedDB.open = () => new EventTarget();"


def wrong_clock(hours: float) -> str:
    """Return the script of a device whose clock is so many hours ahead; timers and durations are right."""
    return f"""
    const apart = {hours} * 3600000, RightDate = Date;
    Date = class extends RightDate {{
      constructor(...words) {{ words.length ? super(...words) : super(RightDate.now() + apart) }}
      static now() {{ return RightDate.now() + apart }}
    }};
    """


def open_keyboard(page: Page, height: int = KEYBOARD) -> None:
    """Open the keyboard as on a phone: it covers the lower part, and only the visual viewport changes."""
    page.evaluate(
        """height => {
          const seen = { configurable: true, get: () => innerHeight - height };
          Object.defineProperty(visualViewport, "height", seen);
          visualViewport.dispatchEvent(new Event("resize"));
        }""",
        height,
    )


def close_keyboard(page: Page) -> None:
    """Close the keyboard: the whole page is in sight again."""
    page.evaluate("delete visualViewport.height; visualViewport.dispatchEvent(new Event('resize'))")


@pytest.fixture
def remembering_chromium(chromium: Browser) -> Iterator[Browser]:
    """A Chromium whose back button brings pages back as they were left, which Playwright's usual one never
    does. Use ``history.back()``: Playwright's ``go_back`` waits for a navigation that does not take place."""
    with open_beside(chromium, ignored=["--disable-back-forward-cache"]) as browser:
        yield browser


@pytest.fixture
def two_networks() -> Iterator[tuple[Namespace, Namespace]]:
    """Two homes: each reaches this machine under its own ``outside``, and neither reaches the other."""
    with ExitStack() as stack:
        homes = Namespace(), Namespace()
        for home in homes:
            home.open()
            stack.callback(home.close)
        yield homes
