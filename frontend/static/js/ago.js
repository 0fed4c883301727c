// When something was said, as one says it, and said again as time passes.

import { say } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LATELY = 6 * HOUR;

/** Keep the times under `root` true. @param {ParentNode} root */
export function keepTimes(root) {
  const refresh = () => root.querySelectorAll("time[data-at]").forEach((time) => tell(/** @type {HTMLElement} */ (time)));
  setInterval(refresh, MINUTE);
  refresh();
}

/** @param {HTMLElement} time @param {number} at milliseconds */
export function setTime(time, at) {
  time.dataset.at = String(at);
  time.setAttribute("datetime", new Date(at).toISOString());
  time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  tell(time);
}

/** What is of today's last hours is told by its age; the rest keeps its date. @param {HTMLElement} time */
function tell(time) {
  const age = Date.now() - Number(time.dataset.at);
  if (age < LATELY) time.textContent = ageOf(age);
}

/** @param {number} age */
function ageOf(age) {
  if (age < MINUTE) return say("just_now");
  if (age < HOUR) return say("minutes", { count: Math.floor(age / MINUTE) });
  return say("hours", { count: Math.floor(age / HOUR) });
}
