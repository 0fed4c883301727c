// "3 nouveaux messages · Afficher": what has come below what one reads, and the way to it.

import { focus } from "./arrange.js";
import { sayCount } from "./words.js";

export class Pill {
  /** @param {HTMLButtonElement | null} button */
  constructor(button) {
    this.button = button;
    /** @type {number[]} */
    this.posts = [];
    button?.addEventListener("click", () => this.clicked());
  }

  /** @param {number[]} posts the ids of what has come and was not seen, in order */
  show(posts) {
    this.posts = posts;
    if (!this.button) return;
    const hadFocus = this.button === document.activeElement;
    this.button.hidden = posts.length === 0;
    if (posts.length) this.button.textContent = sayCount("fresh", posts.length);
    if (this.button.hidden && hadFocus) /** @type {HTMLElement | null} */ (document.querySelector("[data-composer] textarea"))?.focus();
  }

  clicked() {
    const first = document.getElementById(`message-${this.posts[0]}`);
    if (!first) return;
    first.scrollIntoView({ block: "start" });
    focus(first);
  }
}
