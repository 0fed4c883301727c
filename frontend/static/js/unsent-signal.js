// Tells the team that something written here does not leave the device: that it is so, never what.

import { now } from "./clock.js";

/** @import { Entry } from "./command-store.js" */
/** @import { Unsent } from "./wire" */

const LONG = 20_000; // milliseconds
const LOOKS_EVERY = 5_000; // what goes out at once when the line is back is not told
const SAID_AGAIN = 60_000; // the house forgets it as soon as anything got through

export class UnsentSignal {
  /**
   * @param {() => Entry[]} waiting what was written here and has not been answered
   * @param {number} room
   * @param {(signal: Unsent) => void} say
   */
  constructor(waiting, room, say) {
    this.waiting = waiting;
    this.room = room;
    this.say = say;
    this.saidAt = 0; // or 0: nothing is said to wait
  }

  open() {
    setInterval(() => this.look(), LOOKS_EVERY);
  }

  look() {
    if (!this.#isLong()) return this.changed();
    if (now() - this.saidAt >= SAID_AGAIN) this.#tell(now());
  }

  /** Something was sent, refused or dropped. */
  changed() {
    if (this.saidAt && !this.#isLong()) this.#tell(0);
  }

  #isLong() {
    return this.waiting().some(({ at, state }) => state !== "sent" && at < now() - LONG);
  }

  /** @param {number} saidAt */
  #tell(saidAt) {
    this.saidAt = saidAt;
    this.say({ type: "unsent", room: this.room, on: saidAt > 0 });
  }
}
