// Times that move: ages ("il y a 3 min"), and what is left ("encore 20 minutes").

import { clock, inWords, now } from "./clock.js";
import { say, sayCount } from "./words.js";

const OFTEN = 20_000; // milliseconds
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LATELY = 6 * HOUR;

/** Keep the times under `root` up to date. @param {ParentNode} root */
export function keepTimes(root) {
  setInterval(() => showTimes(root), OFTEN);
  clock.addEventListener("change", () => showTimes(root));
  showTimes(root);
}

/** Show the times under `root` as of now. @param {ParentNode} root */
export function showTimes(root) {
  const all = (/** @type {string} */ which) => /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(which));
  all("time[data-at]").forEach(showAge);
  all("time[data-until]").forEach(showLeft);
}

/** @param {HTMLElement} time @param {number} at milliseconds */
export function setTime(time, at) {
  time.dataset.at = String(at);
  time.dataset.date = inWords(at, { dateStyle: "long", timeStyle: "short" });
  time.setAttribute("datetime", new Date(at).toISOString());
  showAge(time);
}

/** Show the age of what is a few hours old; older times have their date. @param {HTMLElement} time */
function showAge(time) {
  time.dataset.date ??= time.textContent ?? "";
  const age = now() - Number(time.dataset.at);
  show(time, age < LATELY ? ageOf(age) : time.dataset.date);
}

/** @param {HTMLElement} time */
function showLeft(time) {
  show(time, leftOf(Number(time.dataset.until) - now()));
}

/** @param {HTMLElement} time @param {string} words */
function show(time, words) {
  if (time.textContent !== words) time.textContent = words;
}

/** @param {number} age */
function ageOf(age) {
  if (age < MINUTE) return say("just_now");
  if (age < HOUR) return say("minutes", { count: Math.floor(age / MINUTE) });
  return say("hours", { count: Math.floor(age / HOUR) });
}

/** Rounded up, as by the house (frontend/templatetags/stage.py). @param {number} left */
function leftOf(left) {
  if (left <= 0) return say("over");
  if (left > DAY) return sayCount("left_days", Math.ceil(left / DAY));
  if (left > HOUR) return sayCount("left_hours", Math.ceil(left / HOUR));
  return sayCount("left_minutes", Math.ceil(left / MINUTE));
}
