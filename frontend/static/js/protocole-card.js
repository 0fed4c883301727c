// The card of a protocole: its slots filled from what it is.

import { slot } from "./template-slots.js";

/** @import { ShownProtocole } from "./wire" */

/** @param {HTMLElement} item @param {ShownProtocole} card */
export function fillCard(item, card) {
  for (const name of /** @type {const} */ (["title", "needs", "duration", "origin"])) {
    writeLines(slot(item, name), card[name]);
    slot(item, name)?.parentElement?.toggleAttribute("hidden", !card[name]);
  }
  slot(item, "steps")?.replaceChildren(...card.steps.map((step) => lines(document.createElement("li"), step)));
  slot(item, "answers")?.replaceChildren(...card.answers.map(({ label, value }) => answer(label, value)));
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
  element.replaceChildren(
    ...text.split("\n").flatMap((line, index) => (index ? [document.createElement("br"), line] : [line])),
  );
  return element;
}
