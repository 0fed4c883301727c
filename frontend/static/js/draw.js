// One post, one answer, one card: their slots filled from what they are.

import { setTime } from "./ago.js";
import { slot, write, writeHtml } from "./slots.js";
import { say } from "./words.js";

/** @import { ShownComment, ShownPost, ShownProtocole } from "./wire" */
/** @import { Reader } from "./feed.js" */
/** @typedef {{ count: number, isOn: boolean }} Sign */

const MARKS = /** @type {Record<string, string>} */ ({ artist: "artist", staff: "staff" });

/** What posts and answers share. @param {HTMLElement} item @param {ShownPost | ShownComment} said */
export function fillSaid(item, said) {
  item.dataset.author = String(said.author.id);
  write(slot(item, "author"), said.author.name);
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

/** @param {HTMLElement} item @param {ShownProtocole} card */
export function fillCard(item, card) {
  for (const name of /** @type {const} */ (["title", "needs", "duration", "origin"])) {
    writeLines(slot(item, name), card[name]);
    slot(item, name)?.parentElement?.toggleAttribute("hidden", !card[name]);
  }
  slot(item, "steps")?.replaceChildren(...card.steps.map((step) => lines(document.createElement("li"), step)));
  slot(item, "answers")?.replaceChildren(...card.answers.map(({ label, value }) => answer(label, value)));
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

/** @param {string} label @param {string} value */
function answer(label, value) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = label;
  row.append(term, lines(document.createElement("dd"), value));
  return row;
}

/** @param {HTMLElement | undefined} element @param {string} text */
function writeLines(element, text) {
  if (element) lines(element, text);
}

/** `text` with its line breaks. @template {HTMLElement} T @param {T} element @param {string} text @returns {T} */
function lines(element, text) {
  element.replaceChildren(...text.split("\n").flatMap((line, index) => (index ? [document.createElement("br"), line] : [line])));
  return element;
}

/**
 * Take out of a fresh copy what this reader may not do to it.
 * @param {HTMLElement} item
 * @param {{ id: number, role: string }} author
 * @param {Reader} reader
 */
export function keepParts(item, author, reader) {
  if (author.id !== reader.me) item.querySelectorAll('[data-for="author"]').forEach((part) => part.remove());
  if (author.role === "staff") item.querySelectorAll('[data-act="quiet"], [data-act="remove"]').forEach((part) => part.remove());
}
