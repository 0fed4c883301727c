// Who is present and who is typing. Not a live region: it would announce all the time.

import { arrange } from "./reconcile.js";
import { clone, write } from "./template-slots.js";
import { say, sayCount } from "./words.js";

const TYPING_LASTS = 8000; // milliseconds; the server repeats it as long as typing goes on

/** @import { Presence, ShownPerson, Typing } from "./wire" */

/** @param {Element} room @param {Presence} presence @param {number} me */
export function showPresence(room, { count, people }, me) {
  write(room.querySelector('[data-slot="present-count"]') ?? undefined, sayCount("present", count));
  write(room.querySelector('[data-slot="present-number"]') ?? undefined, String(count));
  const list = room.querySelector('[data-slot="present"]');
  if (list) arrange(list, [...people.map((person) => present(list, person, me)), ...others(count - people.length)]);
}

/**
 * The line of somebody: the same as before, where there was one.
 * @param {Element} list
 * @param {ShownPerson} person
 * @param {number} me whom nobody reports here
 */
function present(list, { id, name }, me) {
  const line = list.querySelector(`[data-person="${id}"]`) ?? clone("present-template", id, { personnes: id });
  line.setAttribute("data-person", String(id));
  line.querySelectorAll('[data-slot="name"]').forEach((place) => write(place, name));
  if (id === me) line.querySelector(".report")?.remove();
  return line;
}

/** @param {number} count of people who are not named */
function others(count) {
  return count > 0 ? [inItem(say("others", { count }))] : [];
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

/** @param {string} words */
function inItem(words) {
  const item = document.createElement("li");
  item.textContent = words;
  return item;
}
