"""What keeps a page from being used by everybody: found by axe, sticking out sideways, too small to press."""

from playwright.sync_api import Page


def found_by_axe(page: Page, axe: str) -> list[str]:
    """What axe finds in ``page`` as it is now, against WCAG 2.2 AA and its own advice."""
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # Sizes are measured below, with 44 px for 24: axe counts what the sticky composer covers as too small.
    rules = {"runOnly": tags, "rules": {"target-size": {"enabled": False}}}
    found = page.evaluate("(options) => axe.run(document, options)", rules)
    return [
        f"{each['id']}: {node['html'][:160]} · {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def too_small(page: Page) -> list[str]:
    """What is to be pressed and lower than 44 px; links inside sentences may be (WCAG 2.2, 2.5.8)."""
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a")]
            .filter((part) => part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
            .filter((part) => !part.closest(".visually-hidden, p, .prose, li p, dd"))
            .filter((part) => part.type !== "radio" && part.type !== "checkbox")
            .filter((part) => part.getBoundingClientRect().height < 43.5)
            .map((part) => `${part.outerHTML.slice(0, 120)} ${part.getBoundingClientRect().height}`)"""
    )
    return small
