// Whether one may write here now: the hour of closing, and the voice that staff take or give back.

import { bodyBox } from "./boxes.js";
import { at } from "./clock.js";
import { say } from "./words.js";

/** @import { ShownRoom } from "./wire" */
/** @import { Status } from "./status.js" */

export class Doors {
  /** @param {HTMLElement} element @param {ShownRoom} room @param {Status} status */
  constructor(element, room, status) {
    this.element = element;
    this.status = status;
    this.reason.dataset.shut = "";
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
    const isGivenBack = this.isQuieted && !quieted;
    this.isQuieted = quieted;
    if (isGivenBack && !this.#composer) location.reload(); // it was loaded without: only the server can draw one
    else this.#show();
  }

  #close() {
    this.isClosed = true;
    this.#show();
  }

  /** @returns {HTMLFormElement | null} */
  get #composer() {
    return this.element.querySelector("[data-composer]");
  }

  /** The composer, or why there is none; what is typed in it stays to be seen and copied. */
  #show() {
    const composer = this.#composer;
    if (!composer) return;
    const box = /** @type {HTMLTextAreaElement} */ (bodyBox(composer));
    const isShut = this.isClosed || this.isQuieted;
    box.readOnly = isShut;
    composer.hidden = isShut && !box.value.trim();
    composer.querySelector("button")?.toggleAttribute("hidden", isShut);
    this.#say(composer, isShut ? say(this.isClosed ? "closed" : "quieted") : "");
  }

  /** @param {HTMLElement} composer @param {string} sentence */
  #say(composer, sentence) {
    if (sentence === this.reason.textContent) return;
    this.reason.textContent = sentence;
    if (!sentence) return this.reason.remove();
    composer.before(this.reason);
    this.status.say(sentence);
  }

  /** Why one may not write now. */
  reason = Object.assign(document.createElement("p"), { className: "note" });
}
