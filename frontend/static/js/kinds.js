// The kinds of posts, and what a screen does with each. The server's half is frontend/kinds.py.

import { fillCard } from "./protocole-card.js";
import { slot, write } from "./template-slots.js";
import { say } from "./words.js";

/** @import { ShownPost, ShownReveal } from "./wire" */
/** @import { Ids } from "./template-slots.js" */

const LONG = 240; // signs from which a text is not set as large (partials/silent_text.html)

/**
 * `fill` puts into a copy of `template` what no other kind has; `ids` are those of its own addresses. `edited`: the
 * words that its author corrects in place, null where it has a page for that. `summary`: what a chat says instead of
 * its words, null where it shows them.
 * @typedef {object} PostKind
 * @property {string} template
 * @property {(item: HTMLElement, post: ShownPost) => void} fill
 * @property {(post: ShownPost) => Ids} ids
 * @property {(post: ShownPost) => string | null} edited
 * @property {(post: ShownPost) => string | null} summary
 */

/** @type {PostKind} */
const WORDS = {
  template: "words-template",
  fill: () => {},
  ids: () => ({}),
  edited: ({ body }) => body,
  summary: () => null,
};

/** @type {PostKind} */
const SILENCE = {
  ...WORDS,
  template: "silence-template",
  fill: (item, post) => fillReveal(item, post, post.card?.card === "reveal" ? post.card : null),
};

/** @type {PostKind} */
const PROTOCOLE = {
  template: "protocole-template",
  fill: (item, post) => {
    const card = protocoleOn(post);
    if (card) fillCard(item, card);
  },
  ids: (post) => ({ protocoles: protocoleOn(post)?.id ?? 0 }),
  edited: () => null,
  summary: (post) => say("made_protocole", { title: protocoleOn(post)?.title ?? "" }),
};

/** @type {Record<string, PostKind>} */
export const KINDS = { words: WORDS, silence: SILENCE, protocole: PROTOCOLE };

/** @param {HTMLElement} item @param {ShownPost} post @param {ShownReveal | null} reveal */
function fillReveal(item, { body }, reveal) {
  const { rank = 0, of = 0, late = false } = reveal ?? {};
  write(slot(item, "rank"), rank ? say("rank", { rank, of }) : "");
  slot(item, "rank")?.toggleAttribute("hidden", !rank);
  slot(item, "late")?.toggleAttribute("hidden", !late);
  item.querySelector(":scope > article > .rank")?.toggleAttribute("data-long", body.length > LONG);
  item.toggleAttribute("data-fresh", !item.isConnected); // its back is drawn off, once
}

/** @param {ShownPost} post */
function protocoleOn({ card }) {
  return card?.card === "protocole" ? card : null;
}

/** How to show `post`; of a kind that is newer than this page, its words. @param {ShownPost} post */
export function kindOf(post) {
  return KINDS[post.kind] ?? WORDS;
}
