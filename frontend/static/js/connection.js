// How the line is, for whoever is writing: told when it has been away for a moment, and when it is back.

import { say } from "./words.js";

/** @import { Link } from "./link.js" */
/** @import { Status } from "./status.js" */

const MOMENT = 1500; // milliseconds: most cuts are over before one would have read about them

export class Connection {
  /** @param {HTMLElement | null} place @param {Link} link @param {Status} status */
  constructor(place, link, status) {
    this.place = place;
    this.link = link;
    this.status = status;
    this.wasAway = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubting = undefined;
    link.addEventListener("state", () => this.changed());
  }

  changed() {
    if (this.link.state === "ended") this.#show(""); // the notice says why
    else if (this.link.isOpen) this.#back();
    else this.doubting ??= setTimeout(() => this.#away(), MOMENT);
  }

  /** Say something that was refused, until the line changes. @param {string} sentence */
  tell(sentence) {
    this.status.say(sentence);
    this.#show(sentence);
  }

  #away() {
    if (this.link.state === "ended") return;
    this.wasAway = true;
    this.#show(say("offline"));
    this.status.say(say("offline"));
  }

  #back() {
    clearTimeout(this.doubting);
    this.doubting = undefined;
    this.#show("");
    if (this.wasAway) this.status.say(say("online"));
    this.wasAway = false;
  }

  /** @param {string} sentence */
  #show(sentence) {
    if (!this.place) return;
    this.place.textContent = sentence;
    this.place.hidden = !sentence;
  }
}
