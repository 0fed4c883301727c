// What of the window is in sight: a phone's keyboard covers its lower part, or makes it smaller.

import { bodyBox } from "./form-fields.js";

const LOW = 480; // pixels in sight, under which labels and the strip make way for whoever writes
const TIGHT = 560; // likewise in a session, of which phase, time and rule remain
const UNZOOMED = 1.01;

/** Tell the style sheets what is in sight, and keep in sight what is written. */
export function watchVisibleArea() {
  const seen = window.visualViewport;
  if (!seen) return;
  const tell = () => seen.scale < UNZOOMED && show(seen);
  seen.addEventListener("resize", tell);
  seen.addEventListener("scroll", tell);
  tell();
}

/** @param {VisualViewport} seen */
function show(seen) {
  const root = document.documentElement;
  const bottom = seen.offsetTop + seen.height;
  root.style.setProperty("--covered", `${Math.max(0, Math.round(innerHeight - bottom))}px`);
  root.toggleAttribute("data-low", seen.height < LOW);
  root.toggleAttribute("data-tight", seen.height < TIGHT);
  keepInSight(bottom);
}

/** Scroll an answer that is being written, with its button, above `bottom`. @param {number} bottom */
function keepInSight(bottom) {
  const form = document.activeElement?.closest("form:not([data-composer])");
  if (!form || !bodyBox(form)) return;
  const hidden = form.getBoundingClientRect().bottom - bottom;
  if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
}
