// Drafts: text saved at each keystroke, by person and field, until it is sent.

import { device } from "./shelf.js";

const PREFIX = "hub-draft";

export class Drafts {
  /** @param {string} me */
  constructor(me, shelf = device) {
    this.me = me;
    this.shelf = shelf;
  }

  /** @param {string} box */
  read(box) {
    return this.shelf.getItem(this.#key(box)) ?? "";
  }

  /**
   * Save `text` for `box`; an empty text removes it. False when only this page has it.
   * @param {string} box
   * @param {string} text
   */
  keep(box, text) {
    if (text.trim()) return this.shelf.setItem(this.#key(box), text);
    this.forget(box);
    return true;
  }

  /** The boxes whose names begin with `prefix`. @param {string} prefix */
  list(prefix) {
    const own = this.#key("");
    return this.shelf.keys(own + prefix).map((key) => key.slice(own.length));
  }

  /** @param {string} box */
  forget(box) {
    this.shelf.removeItem(this.#key(box));
  }

  /** @param {string} box */
  #key(box) {
    return `${PREFIX}:${this.me}:${box}`;
  }
}

/**
 * Let the drafts of the accounts `former` go on as those of `me`: they are one person's now.
 * @param {string} me
 * @param {string[]} former
 */
export function takeOverDrafts(me, former, shelf = device) {
  const own = new Drafts(me, shelf);
  for (const theirs of former.map((account) => new Drafts(account, shelf)))
    for (const box of theirs.list("")) {
      own.keep(box, [own.read(box), theirs.read(box)].filter(Boolean).join("\n\n"));
      theirs.forget(box);
    }
}

/** How many drafts there are, whoever's. */
export function countDrafts(shelf = device) {
  return shelf.keys(`${PREFIX}:`).length;
}

/** Remove all drafts: the device may be shared. */
export function forgetDrafts(shelf = device) {
  shelf.keys(`${PREFIX}:`).forEach((key) => shelf.removeItem(key));
}
