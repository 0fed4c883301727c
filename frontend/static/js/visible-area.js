// What of the window is in sight: a phone's keyboard covers its lower part, or makes it smaller.

const LOW = 480; // pixels in sight, under which labels and the strip make way for whoever writes
const TIGHT = 560; // likewise in a session, of which phase, time and rule remain
const UNZOOMED = 1.01;
const MARGIN = 8; // pixels between a button and the keyboard

/** Tell the style sheets what is in sight, and keep in sight what is written. */
export function watchVisibleArea() {
  const seen = window.visualViewport;
  if (!seen) return;
  const tell = () => seen.scale < UNZOOMED && show(seen);
  seen.addEventListener("resize", tell);
  seen.addEventListener("scroll", tell);
  requestAnimationFrame(tell); // once the page begins, which what is measured would lay out once more
}

/** @param {VisualViewport} seen */
function show(seen) {
  const root = document.documentElement;
  const bottom = seen.offsetTop + seen.height;
  cover(Math.max(0, Math.round(innerHeight - bottom)));
  root.toggleAttribute("data-low", seen.height < LOW);
  root.toggleAttribute("data-tight", seen.height < TIGHT);
  keepInSight(bottom);
}

/** Tell how much is covered. Telling it again, or that nothing is, would have all of a page styled anew.
 * @param {number} pixels */
function cover(pixels) {
  const { style } = document.documentElement;
  const told = style.getPropertyValue("--covered");
  const covered = `${pixels}px`;
  if (covered !== (told || "0px")) style.setProperty("--covered", covered);
}

/** Scroll a short form in which somebody writes, with its button, above `bottom`. @param {number} bottom */
function keepInSight(bottom) {
  const box = document.activeElement;
  const form = box?.matches("input, textarea") ? box.closest("form:not([data-composer])") : null;
  if (!box || !form) return;
  const hidden = form.getBoundingClientRect().bottom + MARGIN - bottom;
  const isShort = hidden <= box.getBoundingClientRect().top;
  if (hidden > 0 && isShort) scrollBy({ top: hidden, behavior: "instant" });
}
