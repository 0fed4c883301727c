// Who is present and who is typing. Not a live region: it would announce all the time.

import { write } from "./template-slots.js";
import { say, sayCount } from "./words.js";

const TYPING_LASTS = 8000; // milliseconds; the server repeats it as long as typing goes on

/** @import { Presence, ShownPerson, Typing } from "./wire" */

/** @param {Element} room @param {Presence} presence */
export function showPresence(room, { count, people }) {
  write(room.querySelector('[data-slot="present-count"]') ?? undefined, sayCount("present", count));
  write(room.querySelector('[data-slot="present-number"]') ?? undefined, String(count));
  const others = count - people.length;
  const names = [...people.map(({ name }) => name), ...(others > 0 ? [say("others", { count: others })] : [])];
  room.querySelector('[data-slot="present"]')?.replaceChildren(...names.map(inItem));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let forgetting;

/**
 * Show who is typing, until nothing more is heard of it.
 * @param {Element} room
 * @param {Typing} typing
 * @param {number} me
 */
export function showTyping(room, { people }, me) {
  const place = room.querySelector('[data-slot="typing"]') ?? undefined;
  const others = people.filter(({ id }) => id !== me);
  write(place, others.length ? whoTypes(others) : "");
  clearTimeout(forgetting);
  forgetting = setTimeout(() => write(place, ""), TYPING_LASTS);
}

/** @param {ShownPerson[]} people */
function whoTypes([first, second, third]) {
  if (third) return say("typing_many");
  return second ? say("typing_two", { name: first.name, other: second.name }) : say("typing_one", { name: first.name });
}

/** @param {string} name */
function inItem(name) {
  const item = document.createElement("li");
  item.textContent = name;
  return item;
}
