// Rendering of posts and comments into their templates' slots.

import { setTime } from "./relative-time.js";
import { slot, write, writeHtml } from "./template-slots.js";
import { say } from "./words.js";

/** @import { ShownComment, ShownPost } from "./wire" */
/** @import { Reader } from "./feed.js" */
/** @typedef {{ count: number, isOn: boolean }} Sign */

const MARKS = /** @type {Record<string, string>} */ ({ artist: "artist", staff: "staff" });

/** Fill what posts and comments share. @param {HTMLElement} item @param {ShownPost | ShownComment} said */
export function fillSaid(item, said) {
  item.dataset.author = String(said.author.id);
  write(slot(item, "author"), said.author.name);
  item.querySelectorAll(':scope > article [data-slot="whom"]').forEach((whom) => write(whom, said.author.name));
  const mark = slot(item, "role-mark");
  if (mark) {
    const word = MARKS[said.author.role];
    mark.hidden = !word;
    write(mark, word ? say(word) : "");
  }
  const time = slot(item, "time");
  if (time && time.dataset.at !== String(said.at)) setTime(time, said.at);
  slot(item, "edited")?.toggleAttribute("hidden", said.edited_at === null);
  writeHtml(slot(item, "body"), said.html);
}

/** @param {HTMLElement} item @param {(sign: string) => Sign} signOf */
export function fillSigns(item, signOf) {
  const buttons = slot(item, "reactions")?.querySelectorAll("[data-sign]") ?? [];
  for (const each of /** @type {Iterable<HTMLButtonElement>} */ (buttons)) {
    const { count, isOn } = signOf(each.dataset.sign ?? "");
    each.setAttribute("aria-pressed", String(isOn));
    write(each.querySelector('[data-slot="count"]') ?? undefined, count ? String(count) : "");
    each.value = isOn ? "0" : "1";
  }
}

/**
 * Remove from a new item the actions that this reader may not take.
 * @param {HTMLElement} item
 * @param {{ id: number, role: string }} author
 * @param {Reader} reader
 */
export function keepParts(item, author, reader) {
  if (author.id !== reader.me) item.querySelectorAll('[data-for="author"]').forEach((part) => part.remove());
  if (author.id === reader.me) item.querySelectorAll('[data-for="others"]').forEach((part) => part.remove());
  if (author.role === "staff") item.querySelectorAll('[data-for="person"]').forEach((part) => part.remove());
}
