// Parts of the page that the server draws: when an event changes one, its new drawing takes the old one's place.

import { pinnedPart } from "./pinned.js";
import { isFolded } from "./reducer.js";
import { showTimes } from "./relative-time.js";
import { REDRAWS } from "./wire-tables.js";

/** @import { RoomEvent } from "./wire" */

const EACH = 5; // milliseconds for each person here: everybody hears of a change in the same instant
const MOST = 3000;
const POST = "message-";

export class Fragments {
  /**
   * @param {HTMLElement} room
   * @param {(post: number, item: HTMLElement) => HTMLElement | null} replacePost puts an item in the place of the
   *   post's; the old one where somebody writes in it, and nothing was done
   */
  constructor(room, replacePost) {
    this.room = room;
    this.replacePost = replacePost;
    this.crowd = 1;
    /** @type {Set<string>} */
    this.wanted = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Ask for the parts that `event` has changed. @param {RoomEvent} event */
  took(event) {
    this.#want([...partsOf(event), ...pinnedPart(event, this.room)]);
  }

  /** @param {string[]} parts */
  #want(parts) {
    if (!parts.length) return;
    parts.forEach((part) => this.wanted.add(part));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), Math.random() * Math.min(this.crowd * EACH, MOST));
  }

  #ask() {
    this.wanted.forEach((part) => void this.#fetch(part));
    this.wanted.clear();
  }

  /** @param {string} part */
  async #fetch(part) {
    const response = await fetch(`${location.pathname}parties/${part}/`, { credentials: "same-origin" });
    if (!response.ok) return; // it is gone, or the next event, or a reload, will show it
    const fresh = elementOf(await response.text());
    const isPost = part.startsWith(POST);
    const busy = isPost ? this.replacePost(Number(part.slice(POST.length)), fresh) : this.#show(part, fresh);
    busy?.addEventListener("focusout", () => this.#want([part]), { once: true });
  }

  /** @param {string} part @param {HTMLElement} fresh @returns {HTMLElement | null} as `replacePost` */
  #show(part, fresh) {
    const old = /** @type {HTMLElement | null} */ (this.room.querySelector(`[data-part="${part}"]`));
    if (!old) return null;
    if (!swap(old, fresh)) return old;
    const { theme, title } = fresh.dataset;
    if (title) document.title = title;
    const sheet = document.querySelector('link[rel="stylesheet"][href*="/theme.css"]');
    if (theme && sheet?.getAttribute("href") !== theme) sheet?.setAttribute("href", theme);
    return null;
  }
}

/**
 * Put `fresh` in the place of `old`, with what was typed, unfolded and focused there; not under somebody who writes.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 * @returns {boolean} whether it is done
 */
export function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("textarea, input, select")) return false;
  keepTyped(old, fresh);
  keepUnfolded(old, fresh);
  const again = focused && sameIn(fresh, old, focused);
  old.replaceWith(fresh);
  showTimes(fresh);
  /** @type {HTMLElement | undefined | null} */ (again)?.focus({ preventScroll: true }); // one reads on where one was
  return true;
}

/**
 * The part of `fresh` that stands where `part` stands in `old`; of a text of the régie, in the same text: another must
 * not come into hand by itself.
 * @param {HTMLElement} fresh
 * @param {HTMLElement} old
 * @param {Element} part
 */
function sameIn(fresh, old, part) {
  const piece = /** @type {HTMLElement | null} */ (part.closest("[data-piece]"));
  const own = piece && `[data-piece="${CSS.escape(piece.dataset.piece ?? "")}"]`;
  if (piece === part) return fresh.querySelector(own ?? "");
  const place = [...(piece ?? old).querySelectorAll(part.tagName)].indexOf(part);
  return (own ? fresh.querySelector(own) : fresh)?.querySelectorAll(part.tagName)[place];
}

/**
 * What was unfolded stays so, by the form that it holds: others may have come before it.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function keepUnfolded(old, fresh) {
  const before = new Map([...old.querySelectorAll("details")].map((part, index) => [nameOf(part, index), part.open]));
  fresh.querySelectorAll("details").forEach((part, index) => {
    part.toggleAttribute("open", before.get(nameOf(part, index)) ?? part.open);
  });
}

/** @param {HTMLDetailsElement} part @param {number} index */
function nameOf(part, index) {
  return part.id || (part.querySelector("form")?.getAttribute("action") ?? index);
}

/** What was typed or chosen and not sent stays. @param {HTMLElement} old @param {HTMLElement} fresh */
function keepTyped(old, fresh) {
  for (const found of old.querySelectorAll("textarea, select, input:not([type=hidden])")) {
    const box = /** @type {HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement} */ (found);
    const same = box.id && isChanged(box) && fresh.querySelector(`#${CSS.escape(box.id)}`);
    if (same) /** @type {HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement} */ (same).value = box.value;
  }
}

/** @param {HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement} box */
function isChanged(box) {
  if (!("options" in box)) return box.value !== box.defaultValue;
  const first = [...box.options].findIndex((option) => option.defaultSelected);
  return box.selectedIndex !== Math.max(first, 0);
}

/** @param {RoomEvent} event @returns {string[]} */
function partsOf(event) {
  const redrawn = REDRAWS[/** @type {{ kind: string }} */ (event).kind] ?? [];
  if (!isFolded(event)) {
    const { post } = /** @type {{ post: number }} */ (/** @type {unknown} */ (event));
    return [`${POST}${post}`, ...redrawn];
  }
  const isWhole = event.kind === "post.published" || event.kind === "post.restored";
  return isWhole && event.post.drawn ? [`${POST}${event.post.id}`] : redrawn;
}

/** @param {string} html of one element @returns {HTMLElement} */
function elementOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return document.adoptNode(/** @type {HTMLElement} */ (page.body.firstElementChild));
}
