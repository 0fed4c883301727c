// A safe shelf: the device's storage or, where that is refused, full or cleared, the page's own memory.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Shelf */

export class SafeShelf {
  /** @param {() => Shelf} open throws where the storage is denied */
  constructor(open) {
    this.open = open;
    /** @type {Map<string, string>} what the device would not take */
    this.memory = new Map();
  }

  /** Whether the device takes what is written, as far as one knows. */
  get keeps() {
    return this.memory.size === 0 && this.#try((shelf) => shelf.length, -1) >= 0;
  }

  /** @param {string} key @returns {string | null} */
  getItem(key) {
    return this.memory.get(key) ?? this.#try((shelf) => shelf.getItem(key), null);
  }

  /** Whether the device keeps it; the page does in any case. @param {string} key @param {string} value */
  setItem(key, value) {
    const isKept = this.#try((shelf) => (shelf.setItem(key, value), true), false);
    if (isKept) this.memory.delete(key);
    else this.memory.set(key, value);
    return isKept;
  }

  /** @param {string} key */
  removeItem(key) {
    this.memory.delete(key);
    this.#try((shelf) => shelf.removeItem(key), undefined);
  }

  /** @param {string} prefix @returns {string[]} the keys that begin with it */
  keys(prefix) {
    const listed = (/** @type {Shelf} */ shelf) =>
      Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
    const all = new Set([...this.memory.keys(), ...this.#try(listed, [])]);
    return [...all].filter((key) => key.startsWith(prefix));
  }

  /** @template T @param {(shelf: Shelf) => T} act @param {T} otherwise @returns {T} */
  #try(act, otherwise) {
    try {
      return act(this.open());
    } catch {
      return otherwise; // denied, or full: whoever asked is told by what it returns
    }
  }
}

/** What this device keeps for the house. */
export const device = new SafeShelf(() => localStorage);
