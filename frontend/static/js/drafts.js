// What is being typed, kept at each stroke under the person's and the box's name, until it is sent.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Shelf */

const PREFIX = "hub-draft";

export class Drafts {
  /** @param {string} me @param {Shelf} [shelf] */
  constructor(me, shelf = localStorage) {
    this.me = me;
    this.shelf = shelf;
  }

  /** @param {string} box */
  read(box) {
    return this.shelf.getItem(this.#key(box)) ?? "";
  }

  /**
   * Keep `text` for `box`; nothing is kept of an empty one. False when the device has no room left.
   * @param {string} box
   * @param {string} text
   */
  keep(box, text) {
    try {
      if (text.trim()) this.shelf.setItem(this.#key(box), text);
      else this.forget(box);
      return true;
    } catch {
      return false; // full, or forbidden in private browsing: the text is still in its box
    }
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

/** Nothing stays on a shared telephone. @param {Shelf} [shelf] */
export function forgetDrafts(shelf = localStorage) {
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  keys.filter((key) => key.startsWith(`${PREFIX}:`)).forEach((key) => shelf.removeItem(key));
}
