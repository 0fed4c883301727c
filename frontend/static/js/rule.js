// The réglette: a phase's time as a length, zero at the left. Pure: what it is given is what it draws; whoever calls
// knows the time. frontend/templatetags/score.py draws the same on the server.

const SVG = "http://www.w3.org/2000/svg";
const MINUTE = 60;
const HOUR = 3600;

/** @typedef {{ seconds: number | null, added: number }} Length of a phase; `seconds` null: without an end */
/** @typedef {{ at: number, isLong: boolean }} Tick at a per cent of the whole */

/**
 * The ticks of a rule: one a minute, fewer where they would touch, six a minute for three minutes at most.
 * @param {number} total seconds
 * @returns {Tick[]}
 */
export function ticks(total) {
  const [step, every] = scale(total);
  const count = Math.ceil(total / step);
  return Array.from({ length: count }, (_, number) => ({
    at: percent(number * step, total),
    isLong: number % every === 0,
  }));
}

/** Seconds between two ticks, and how many of them between two long ones. @param {number} total */
function scale(total) {
  if (total <= 3 * MINUTE) return [10, 6];
  if (total <= HOUR) return [MINUTE, 5];
  return total <= 3 * HOUR ? [5 * MINUTE, 3] : [15 * MINUTE, 4];
}

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  return whole ? Math.round((100_000 * part) / whole) / 1000 : 0;
}

/**
 * Draw `length` on the rule, unless it is drawn, with `left` seconds on it.
 * @param {Element} rule an `svg` from partials/rule.html
 * @param {Length} length
 * @param {number} left
 */
export function drawRule(rule, { seconds, added }, left) {
  const total = seconds ? seconds + added : 0;
  if (rule.getAttribute("data-seconds") !== String(seconds ?? "") || rule.getAttribute("data-added") !== String(added))
    drawLength(rule, seconds, added, total);
  const bar = rule.querySelector(".rule-left");
  bar?.setAttribute("width", `${percent(Math.min(Math.max(left, 0), total), total)}%`);
}

/** @param {Element} rule @param {number | null} seconds @param {number} added @param {number} total */
function drawLength(rule, seconds, added, total) {
  rule.setAttribute("data-seconds", String(seconds ?? ""));
  rule.setAttribute("data-added", String(added));
  rule.replaceChildren(
    piece("rect", "rule-left", { y: "60%", width: "0%", height: "40%" }),
    ...ticks(total).map(tick),
    piece("line", "rule-edge", { x2: "100%", y1: "60%", y2: "60%" }),
    ...(total ? [piece("line", "rule-long", { x1: "100%", x2: "100%", y2: "60%" })] : []),
    ...(added && total ? [grace(percent(added, total))] : []),
  );
}

/** @param {Tick} tick */
function tick({ at, isLong }) {
  const name = isLong ? "rule-tick rule-long" : "rule-tick";
  return piece("line", name, { x1: `${at}%`, x2: `${at}%`, y1: isLong ? "0%" : "30%", y2: "60%" });
}

/** The piece that was riveted on. @param {number} wide per cent */
function grace(wide) {
  const riveted = piece("svg", "rule-grace", { width: `${wide}%`, height: "60%" });
  riveted.append(
    piece("rect", "", { width: "100%", height: "100%" }),
    ...["20%", "80%"].map((cx) => piece("circle", "", { cx, cy: "50%", r: "2" })),
  );
  return riveted;
}

/** @param {string} name @param {string} className @param {Record<string, string>} attributes */
function piece(name, className, attributes) {
  const made = document.createElementNS(SVG, name);
  if (className) made.setAttribute("class", className);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
