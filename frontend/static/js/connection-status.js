// Shows whoever is writing that the connection is lost, after a moment, and that it is back.

import { device } from "./shelf.js";
import { say } from "./words.js";

/** @import { Link } from "./link.js" */
/** @import { LiveRegion } from "./live-region.js" */

const MOMENT = 1500; // milliseconds: most cuts are over before one would have read about them

export class ConnectionStatus {
  /**
   * @param {HTMLElement | null} place
   * @param {Link} link
   * @param {LiveRegion} status
   * @param {() => boolean} keeps whether the device keeps what waits
   */
  constructor(place, link, status, keeps) {
    this.keeps = keeps;
    this.place = place;
    this.link = link;
    this.status = status;
    this.wasAway = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubting = undefined;
    link.addEventListener("state", () => this.changed());
  }

  changed() {
    if (this.link.state === "ended")
      this.#show(""); // the notice says why
    else if (this.link.isOpen) this.#back();
    else this.doubting ??= setTimeout(() => this.#away(), MOMENT);
  }

  /** Show a refusal until the state of the connection changes. @param {string} sentence */
  tell(sentence) {
    this.status.say(sentence);
    this.#show(sentence);
  }

  /** Tell whoever writes that this device keeps nothing; while the connection is lost, with that. */
  warn() {
    if (this.wasAway) this.#tellAway();
    else if (this.place?.textContent !== say("unkept")) this.tell(say("unkept"));
  }

  #away() {
    if (this.link.state === "ended") return;
    this.wasAway = true;
    this.#tellAway();
  }

  #tellAway() {
    const sentence = say(this.keeps() && device.keeps ? "offline" : "offline_unkept");
    if (this.place?.textContent !== sentence) this.tell(sentence);
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
