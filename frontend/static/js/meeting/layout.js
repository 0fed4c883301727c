// Layout of tiles: who is shown where, and how large. Pure.

import { hands, together } from "./reducer.js";

/** @import { Meeting } from "./reducer.js" */
/** @typedef {`${number}:${"camera" | "screen"}`} Key one picture: whose, and of what */
/** @typedef {{ main: Key | null, others: Key[], rest: number }} Scene */
/** @typedef {{ columns: number, rows: number }} Grid */

/** @param {number} person @param {"camera" | "screen"} source @returns {Key} */
export function key(person, source) {
  return `${person}:${source}`;
}

/** @param {Key} key @returns {{ person: number, source: "camera" | "screen" }} */
export function parts(key) {
  const [person, source] = key.split(":");
  return { person: Number(person), source: source === "screen" ? "screen" : "camera" };
}

const WIDEST = 16 / 9;
const NARROWEST = 3 / 4;

/**
 * The columns and rows in which `count` tiles are largest.
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @returns {Grid}
 */
export function grid(count, width, height) {
  const choices = Array.from({ length: Math.max(count, 1) }, (_, index) => index + 1);
  const sized = choices.map((columns) => {
    const rows = Math.ceil(Math.max(count, 1) / columns);
    return { columns, rows, area: usable(width / columns, height / rows) };
  });
  const { columns, rows } = sized.reduce((best, each) => (each.area > best.area ? each : best));
  return { columns, rows };
}

/**
 * The area of a tile that shows a face well: between NARROWEST and WIDEST.
 * @param {number} width
 * @param {number} height
 */
function usable(width, height) {
  return Math.min(width, height * WIDEST) * Math.min(height, width / NARROWEST);
}

/**
 * How many pictures a screen of this size is worth: a telephone, a desk, a wall.
 * @param {number} width
 * @param {number} height
 */
export function pictures(width, height) {
  if (Math.min(width, height) < 600) return 4;
  return width < 1800 ? 9 : 16;
}

/**
 * What the stage shows: `main` large when there is a reason, the others beside it, and how many are left out.
 * Whoever has a place keeps it while they are shown.
 * @param {Meeting} meeting
 * @param {{ pinned: number | null, most: number, before: readonly Key[] }} screen `most` pictures of others
 * @returns {Scene}
 */
export function arrange(meeting, { pinned, most, before }) {
  const { me } = meeting;
  const here = together(meeting);
  const ids = here.map(({ person }) => person.id);
  const others = importance(meeting).filter((id) => id !== me);
  const main = leading(meeting, ids, pinned);
  const beside = others.map((id) => key(id, "camera")).filter((each) => each !== main);
  const places = Math.max(most - Number(main !== null && parts(main).person !== me), 0);
  const room = beside.length === places + 1 ? beside.length : places; // nobody is "one more person"
  const shown = keepPlaces(before, beside.slice(0, room));
  const own = key(me, "camera");
  const mine = main === own || !ids.includes(me) ? [] : [own];
  return { main, others: [...shown, ...mine], rest: beside.length - shown.length };
}

/** How many have raised their hand who are not on the stage. @param {Meeting} meeting @param {Scene} scene */
export function handsOffStage(meeting, { main, others }) {
  return hands(meeting).filter(({ person }) => ![main, ...others].includes(key(person.id, "camera"))).length;
}

/**
 * What is large beside what all read: somebody's screen, whom I pinned, whom the host put in the light.
 * @param {Meeting} meeting
 * @param {number[]} ids
 * @param {number | null} pinned
 * @returns {Key | null}
 */
function leading({ members, me, state }, ids, pinned) {
  if (state.text) return null;
  const sharing = ids.find((id) => id !== me && members.get(id)?.screen);
  if (pinned !== null && ids.includes(pinned)) return key(pinned, "camera");
  if (sharing !== undefined) return key(sharing, "screen");
  const lit = state.spotlight;
  return lit !== null && ids.includes(lit) ? key(lit, "camera") : null;
}

/**
 * Everybody with me, whose picture comes first, then who speaks, who asks to, who came first.
 * @param {Meeting} meeting
 */
export function importance(meeting) {
  const pictured = meeting.slots
    .filter(({ source, person }) => source === "camera" && person !== null)
    .map(({ person }) => Number(person));
  const here = together(meeting);
  const waiting = here.filter(({ hand }) => hand !== null).sort((one, two) => Number(one.hand) - Number(two.hand));
  const ranked = [...pictured, ...meeting.speakers, ...waiting.map(({ person }) => person.id)];
  const seen = here.filter(({ camera }) => camera).map(({ person }) => person.id);
  const all = new Set(here.map(({ person }) => person.id));
  return [...new Set([...ranked, ...seen, ...all])].filter((id) => all.has(id));
}

/**
 * `wanted`, each at its index in `before` where possible.
 * @template {string} T
 * @param {readonly T[]} before
 * @param {readonly T[]} wanted
 * @returns {T[]}
 */
export function keepPlaces(before, wanted) {
  const coming = wanted.filter((each) => !before.includes(each));
  const placed = before
    .map((each) => (wanted.includes(each) ? each : coming.shift()))
    .filter((each) => each !== undefined);
  return [...placed, ...coming];
}
