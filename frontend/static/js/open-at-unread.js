// A classic script, part of the page itself (frontend/inline_script.py), after the feed: whoever comes back is where
// they stopped before anything is drawn, however slow the network brings the modules. Reloading, and going back,
// are where the browser remembers.
{
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const isBack = document.querySelector('hub-room:not([data-read="0"], [data-older])');
  const mark = document.querySelector("[data-unread]");
  if (isBack && load?.type === "navigate" && !location.hash) {
    (mark ?? document.getElementById("latest"))?.scrollIntoView({ block: mark ? "start" : "end", behavior: "instant" });
    const above = [...document.querySelectorAll("hub-room > .strip, [data-session-facts]")];
    const covered = Math.max(0, ...above.map((part) => part.getBoundingClientRect().bottom));
    // Right under the strip, and under what a session asks: nothing of what was read is left in between.
    if (mark) scrollBy({ top: mark.getBoundingClientRect().top - covered - 4, behavior: "instant" });
  }
}
