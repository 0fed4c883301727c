// Whether one may write here now: the hour of closing, and the voice that staff take or give back.

import { bodyBox } from "./boxes.js";
import { at } from "./clock.js";
import { say } from "./words.js";

/** @import { ShownRoom } from "./wire" */

export class Doors {
  /** @param {HTMLElement} element @param {ShownRoom} room */
  constructor(element, room) {
    this.element = element;
    this.isClosed = false;
    this.isQuieted = false;
    this.cancel = () => {};
    this.keep(room);
  }

  /** The hours are those of `room` from now on. @param {ShownRoom} room */
  keep({ closes_at }) {
    this.cancel();
    this.isClosed = false;
    this.#show();
    if (closes_at !== null) this.cancel = at(closes_at, () => this.#close());
  }

  /** @param {boolean} quieted */
  setQuieted(quieted) {
    this.isQuieted = quieted;
    this.#show();
  }

  #close() {
    this.isClosed = true;
    this.#show();
  }

  /** The composer, or why there is none; what is typed in it stays to be seen and copied. */
  #show() {
    const composer = /** @type {HTMLFormElement | null} */ (this.element.querySelector("[data-composer]"));
    if (!composer) return this.#reopen();
    const box = /** @type {HTMLTextAreaElement} */ (bodyBox(composer));
    const isShut = this.isClosed || this.isQuieted;
    box.readOnly = isShut;
    composer.hidden = isShut && !box.value.trim();
    composer.querySelector("button")?.toggleAttribute("hidden", isShut);
    this.element.toggleAttribute("data-shut-now", isShut);
    this.#say(composer, isShut ? say(this.isClosed ? "closed" : "quieted") : "");
  }

  /** The page was loaded without a composer: only the server can draw it. */
  #reopen() {
    if (this.element.hasAttribute("data-quieted") && !this.isQuieted && !this.isClosed) location.reload();
  }

  /** @param {HTMLElement} composer @param {string} sentence */
  #say(composer, sentence) {
    let place = /** @type {HTMLElement | null} */ (this.element.querySelector("[data-shut]"));
    if (!place && !sentence) return;
    place ??= composer.parentElement?.insertBefore(document.createElement("p"), composer) ?? composer;
    place.className = "shut";
    place.dataset.shut = "";
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}
