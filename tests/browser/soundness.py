"""Find what keeps people from using a page: axe's findings, overflow, targets too small to press."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Sizes are measured below, against 44 px instead of 24: axe counts what the sticky composer covers as too
# small.
FOUND = {"resultTypes": ["violations"]}  # what passed would have a selector for each node
EVERYTHING = {"runOnly": TAGS, "rules": {"target-size": {"enabled": False}}, **FOUND}
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}, **FOUND}
COLOURS = {"runOnly": ["cat.color"], "rules": {"color-contrast-enhanced": {"enabled": False}}, **FOUND}
# As a script of a context: ``moved`` becomes the sum of what shifts without being touched.
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) moved += hadRecentInput ? 0 : value;
}).observe({ type: "layout-shift", buffered: true });
"""


def found_by_day_and_night(page: Page, axe: str) -> list[str]:
    """List what axe finds in ``page`` as it is now, against WCAG 2.2 AA and its own advice. Dark mode changes
    the colours of the same page, and nothing else."""
    page.emulate_media(color_scheme="light")
    found = _found(page, axe, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    return found + _found(page, axe, COLOURS)


def too_small_for_axe(page: Page, axe: str) -> list[str]:
    """List what axe finds too small to press as ``page`` is scrolled now: what is cut, too."""
    return _found(page, axe, TARGETS)


def _found(page: Page, axe: str, options: Mapping[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} · {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


@contextmanager
def twice_the_text(page: Page) -> Iterator[None]:
    """Double the size of letters, as people do in their browser's settings: media queries know of it."""
    cdp = page.context.new_cdp_session(page)
    try:
        _set_text(page, cdp, 32)
        yield
    finally:
        _set_text(page, cdp, 16)
        cdp.detach()


def _set_text(page: Page, cdp: CDPSession, pixels: int) -> None:
    """Set the size of letters; return once the page is laid out with it, and its scripts have measured it."""
    cdp.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})
    page.evaluate(
        """async (size) => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          while (getComputedStyle(document.documentElement).fontSize !== size) await frame();
          for (let seen = 0; seen < 3; seen++) await frame();
        }""",
        f"{pixels}px",
    )


def fixed_share(page: Page) -> float:
    """Return how much of the window's height is taken by what stays while the page is scrolled."""
    share: float = page.evaluate(
        """() => {
          const stays = ["fixed", "sticky"];
          const parts = [...document.body.querySelectorAll("*")]
            .filter((part) => stays.includes(getComputedStyle(part).position))
            .filter((part) => part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }));
          const at = (y) => {
            scrollTo({ top: y, behavior: "instant" });
            return parts.map((part) => part.getBoundingClientRect());
          };
          const middle = (document.documentElement.scrollHeight - innerHeight) / 2;
          if (middle < 20) return 0;
          const before = at(middle - 20);
          const stuck = at(middle).filter(({ top }, number) => top === before[number].top);
          const rows = new Set();
          for (const { top, bottom } of stuck)
            for (let y = Math.max(0, Math.floor(top)); y < Math.min(bottom, innerHeight); y++) rows.add(y);
          scrollTo({ top: 0, behavior: "instant" });
          return rows.size / innerHeight;
        }"""
    )
    return share


def too_small(page: Page) -> list[str]:
    """List what can be pressed and is lower than 44 px, except links inside sentences (WCAG 2.2, 2.5.8)."""
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a")]
            .filter((part) => part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
            .filter((part) => !part.closest(".visually-hidden, p, .prose, li p, dd"))
            .filter((part) => part.type !== "radio" && part.type !== "checkbox")
            .filter((part) => part.getBoundingClientRect().height < 43.5)
            .map((part) => `${part.outerHTML.slice(0, 120)} ${part.getBoundingClientRect().height}`)"""
    )
    return small
