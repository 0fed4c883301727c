"""The browser of the tests: the machine's own Chromium, driven by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.machine import programs

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MEDIA = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Raises ``MissingProgram``. While it is open, this thread has a running event loop (Playwright's)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.CHROMIUM.path(), headless=True, args=[*QUIET, *MEDIA]
        )
        yield browser
        browser.close()
