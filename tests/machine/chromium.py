"""The browser of the tests: the machine's own Chromium, driven by Playwright."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.machine import programs

# Playwright's own, and the two that keep a renderer in each window for the address bar, which nobody sees.
# Only the last of these arguments counts.
NOT_WANTED = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "OptimizationHints"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "NetworkTimeServiceQuerying"),
    *("AimEnabled", "PreconnectToSearch", "CDPScreenshotNewSurface", "SkipListAccountsWithoutGaiaCookies"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
QUIET = (
    f"--disable-features={','.join(NOT_WANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CAMERA_FPS = 4  # seen to move, for a third of the processor of its own twenty
MEDIA = (
    f"--use-fake-device-for-media-stream=fps={CAMERA_FPS}",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)
# Set for every test, whatever else is collected with it: several browsers, or a machine that was just set up,
# leave little of two cores. It is never a measurement.
expect.set_options(timeout=60_000)


@contextmanager
def open_chromium(more: Sequence[str] = ()) -> Iterator[Browser]:
    """Open Chromium's shell, with ``more`` arguments. Raises ``MissingProgram``. Until it closes, this thread
    has a running event loop (Playwright's)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.SHELL.path(), headless=True, args=[*QUIET, *MEDIA, *more]
        )
        yield browser
        browser.close()


@contextmanager
def open_beside(
    other: Browser, ignored: Sequence[str] = (), more: Sequence[str] = (), program: Path | None = None
) -> Iterator[Browser]:
    """Open the whole browser beside ``other``, without the arguments of Playwright's own in ``ignored``, with
    ``more``; ``program``: a script that starts it elsewhere. Raises ``MissingProgram``."""
    browser = other.browser_type.launch(
        executable_path=program or programs.CHROMIUM.path(),
        headless=True,
        args=[*QUIET, *MEDIA, *more],
        ignore_default_args=[*ignored],
    )
    yield browser
    browser.close()
