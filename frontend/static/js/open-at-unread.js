// A classic script, part of the page itself (frontend/inline_script.py), after the feed: whoever comes back is where
// they stopped before anything is drawn, however slow the network brings the modules. Reloading, and going back,
// are where the browser remembers.
{
  const GAP = 4; // pixels, at rest, between the first unread and what covers the top of the window
  const WIDEST = 28; // less than a button: nothing of what was read is left in between
  const SMALL = 24; // pixels, below which something cannot be pressed well (WCAG 2.2, 2.5.8)

  const down = (/** @type {number} */ top) => scrollBy({ top, behavior: "instant" });

  // The few pixels by which the feed must go down for the desk to cut nothing that can be pressed.
  /** @param {number} covered @param {number} desk where what is in sight begins, and ends */
  const moveOf = (covered, desk) => {
    const isNear = (/** @type {DOMRect} */ { top, bottom }) => bottom > 0 && top < innerHeight;
    const near = [...document.querySelectorAll(".feed > *")].filter((item) => isNear(item.getBoundingClientRect()));
    const pressed = near.flatMap((item) => [...item.querySelectorAll("a, button, summary")]);
    const shown = pressed
      .filter((part) => part.checkVisibility?.() ?? true)
      .map((part) => part.getBoundingClientRect());
    const isSound = (/** @type {number} */ y) =>
      shown.every(({ top, bottom, height }) => {
        const seen = Math.min(bottom + y, desk) - Math.max(top + y, covered);
        return seen <= 0 || seen >= Math.min(SMALL, height);
      });
    const moves = Array.from({ length: WIDEST + 1 }, (_, y) => y - GAP);
    return moves.sort((a, b) => Math.abs(a) - Math.abs(b)).find(isSound) ?? 0;
  };

  /** @param {Element} mark */
  const openAt = (mark) => {
    mark.scrollIntoView({ block: "start", behavior: "instant" });
    const above = [...document.querySelectorAll("hub-room > .strip, [data-session-line], [data-session-facts]")];
    const covered = Math.max(0, ...above.map((part) => part.getBoundingClientRect().bottom));
    down(mark.getBoundingClientRect().top - covered - GAP);
    const desk = document.querySelector("hub-room .desk")?.getBoundingClientRect().top || innerHeight;
    down(-moveOf(covered, desk));
  };

  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const isBack = document.querySelector('hub-room:not([data-read="0"], [data-older])');
  const mark = document.querySelector("[data-unread]");
  if (isBack && load?.type === "navigate" && !location.hash) {
    if (mark) openAt(mark);
    else document.getElementById("latest")?.scrollIntoView({ block: "end", behavior: "instant" });
  }
}
