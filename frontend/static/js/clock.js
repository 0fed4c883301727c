// The house's time and zone: the one clock of the page, set over any connection. Devices' clocks are wrong by minutes
// and hours, and nothing else here reads them.

const LONGEST_TIMER = 2 ** 31 - 1; // of setTimeout, in milliseconds
const CROWD = 3000; // milliseconds of random delay, so that waiting pages do not all reload at once
const SECOND = 1000;
const AGAIN = 5000; // milliseconds until a house that did not answer is asked again

/** @typedef {{ time: number, act: () => void, timer?: ReturnType<typeof setTimeout> }} Alarm */

/** Milliseconds to add to the device's clock to get the house's, and by how much that may be wrong. */
let [offset, margin] = [0, Infinity];
/** @type {Set<Alarm>} */
const alarms = new Set();

/** Fires `change` when the house's time turned out to be another. */
export const clock = new EventTarget();

/**
 * Set the clock to `houseTime`, told in an exchange that took `trip` milliseconds. A worse measure that agrees with a
 * better one changes nothing.
 * @param {number} houseTime
 * @param {number} [trip]
 */
export function setClock(houseTime, trip = 0) {
  const measured = houseTime + trip / 2 - Date.now();
  if (trip / 2 >= margin && Math.abs(measured - offset) <= trip / 2 + margin) return;
  [offset, margin] = [measured, trip / 2];
  alarms.forEach(arm);
  clock.dispatchEvent(new Event("change"));
}

/** Set the clock from the page, which says when it was drawn; a page from a cache does not know what time it is. */
export function setClockFromPage() {
  const drawnAt = Number(document.body.dataset.now);
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!drawnAt || !load?.transferSize) return void askTime();
  setClock(drawnAt + performance.now() - load.responseStart, load.responseStart - load.requestStart);
}

/** Ask the house what time it is. Whether it has answered. */
export async function askTime() {
  const asked = performance.now();
  const answer = await fetch("/health/live", { cache: "no-store" })
    .then((response) => response.json())
    .catch(() => null);
  if (!answer?.now) return false;
  setClock(answer.now, performance.now() - asked);
  return true;
}

/** The house's time, in milliseconds since 1970. */
export function now() {
  return Date.now() + offset;
}

/**
 * `at` in words, in the page's language and the house's zone.
 * @param {number} at
 * @param {Intl.DateTimeFormatOptions} style
 */
export function inWords(at, style) {
  const timeZone = document.body.dataset.zone;
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone }).format(at);
}

/** Whether `at` is of the house's today. @param {number} at */
export function isToday(at) {
  return inWords(at, { dateStyle: "short" }) === inWords(now(), { dateStyle: "short" });
}

/**
 * Call `act` at `time`, or at once when it has passed. Returns a function that cancels the timer.
 * @param {number} time
 * @param {() => void} act
 */
export function at(time, act) {
  /** @type {Alarm} */
  const alarm = { time, act };
  alarms.add(alarm);
  arm(alarm);
  return () => {
    clearTimeout(alarm.timer);
    alarms.delete(alarm);
  };
}

/**
 * Milliseconds from `drawn` until what is left until `time`, or has passed since, is next a whole number of seconds:
 * all screens that count them change figures at one moment.
 * @param {number} time
 * @param {number} drawn
 */
export function untilSecond(time, drawn) {
  return (((time - drawn) % SECOND) + SECOND) % SECOND || SECOND;
}

/** Reload the waiting page when its room opens, and the house says so. @param {HTMLElement} threshold */
export function waitForOpening(threshold) {
  const opens = Number(threshold.dataset.opensAt) + Math.random() * CROWD;
  const wait = () => at(opens, () => void open());
  const open = async () => {
    if (!(await askTime())) setTimeout(wait, AGAIN);
    else if (now() < opens) wait();
    else location.reload();
  };
  wait();
}

/** @param {Alarm} alarm */
function arm(alarm) {
  clearTimeout(alarm.timer);
  alarm.timer = setTimeout(() => ring(alarm), Math.min(Math.max(alarm.time - now(), 0), LONGEST_TIMER));
}

/** @param {Alarm} alarm */
function ring(alarm) {
  if (alarm.time > now()) return arm(alarm);
  alarms.delete(alarm);
  alarm.act();
}
