// Whether one may write now: opening hours, and being silenced by staff.

import { bodyBox } from "./form-fields.js";
import { at, clock, now } from "./clock.js";
import { toTheMinute } from "./hours.js";
import { say } from "./words.js";

/** @import { ShownRoom } from "./wire" */
/** @import { LiveRegion } from "./live-region.js" */

export class WriteAccess {
  /** @param {HTMLElement} element @param {ShownRoom} room @param {LiveRegion} status */
  constructor(element, room, status) {
    this.element = element;
    this.status = status;
    this.reason.dataset.shut = "";
    this.isClosed = false;
    this.isQuieted = this.isHeldOpen = false;
    this.cancel = this.cancelQuiet = () => {};
    /** @type {number | null} */
    this.quietUntil = null;
    this.room = room;
    this.keep(room);
    clock.addEventListener("change", () => this.keep(this.room));
  }

  /** Apply the opening hours of `room`. @param {ShownRoom} room */
  keep(room) {
    this.cancel();
    this.room = room;
    const closes = room.closes_at ?? Infinity;
    this.isClosed = closes <= now() && !this.isHeldOpen;
    this.#show();
    if (room.closes_at !== null && closes > now()) this.cancel = at(closes, () => this.keep(room));
  }

  /** A room does not close on a session. @param {boolean} isHeldOpen */
  setHeldOpen(isHeldOpen) {
    this.isHeldOpen = isHeldOpen;
    this.keep(this.room);
  }

  /** @param {boolean} quieted @param {number | null} until when it ends by itself, if it does */
  setQuieted(quieted, until) {
    this.cancelQuiet();
    this.quietUntil = until;
    if (quieted && until !== null) this.cancelQuiet = at(until, () => this.setQuieted(false, null));
    const isGivenBack = this.isQuieted && !quieted;
    this.isQuieted = quieted;
    if (isGivenBack && !this.#composer)
      location.reload(); // the page has no composer: only the server can render one
    else this.#show();
  }

  /** @returns {HTMLFormElement | null} */
  get #composer() {
    return this.element.querySelector("[data-composer]");
  }

  /** Show the composer, or why there is none; typed text stays visible, to be copied. */
  #show() {
    const composer = this.#composer;
    if (!composer) return;
    const box = /** @type {HTMLTextAreaElement} */ (bodyBox(composer));
    const isShut = this.isClosed || this.isQuieted;
    box.readOnly = isShut;
    composer.hidden = isShut && !box.value.trim();
    composer.querySelector("button")?.toggleAttribute("hidden", isShut);
    this.#say(composer, isShut ? this.#why() : "");
    const isQuieted = this.isQuieted && !this.isClosed;
    this.element.querySelector("[data-quieted]")?.toggleAttribute("hidden", !isQuieted);
  }

  #why() {
    if (this.isClosed) return say("closed");
    return this.quietUntil === null ? say("quieted") : say("quieted_until", { hour: toTheMinute(this.quietUntil) });
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
