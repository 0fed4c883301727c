// A channel for a page that only asks the house for its own list again, where no WebSocket comes through.

import { CUT } from "./socket.js";

/** @import { Channel, Listener } from "./socket.js" */

/** @implements {Channel} */
export class RepeatedQuestion {
  carriesSignals = false;

  /**
   * @param {() => Promise<void>} ask rejects without an answer
   * @param {number} every milliseconds
   * @param {Listener} listener
   */
  constructor(ask, every, listener) {
    this.question = ask;
    this.listener = listener;
    /** @type {number | undefined} */
    this.repeating = setInterval(() => this.check(), every);
    void this.#ask(() => this.listener.opened());
  }

  /** Commands are not carried here. */
  say() {}

  /** Ask now. */
  check() {
    void this.#ask(() => {});
  }

  end() {
    if (this.repeating === undefined) return;
    clearInterval(this.repeating);
    this.repeating = undefined;
    this.listener.ended(CUT);
  }

  /** @param {() => void} answered */
  async #ask(answered) {
    try {
      await this.question();
      if (this.repeating !== undefined) answered();
    } catch {
      this.end(); // cut: whoever holds the channel tries again
    }
  }
}
