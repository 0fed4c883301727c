// The strip's link to the newest: "4 nouveaux ↓" leads to the first that was not seen, else to the end.

import { write } from "./template-slots.js";
import { sayCount } from "./words.js";

const END = "#latest";

export class Pill {
  /** @param {HTMLAnchorElement | null} link */
  constructor(link) {
    this.link = link;
    this.words = link?.querySelector('[data-slot="latest"]') ?? undefined;
    this.atRest = this.words?.innerHTML ?? "";
  }

  /** @param {number[]} posts the ids of what was not seen, in order */
  show([first, ...others]) {
    if (!this.link || !this.words) return;
    const count = first ? 1 + others.length : 0;
    this.link.hash = first ? `message-${first}` : END;
    if (this.link.dataset.count === String(count)) return;
    if (count) {
      this.link.dataset.count = String(count);
      write(this.words, sayCount("fresh", count));
    } else if (this.link.dataset.count) {
      delete this.link.dataset.count;
      this.words.innerHTML = this.atRest;
    }
  }
}
