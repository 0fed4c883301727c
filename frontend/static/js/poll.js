// The same wire where no WebSocket comes through: one long question after another, and commands by POST.

import { CUT } from "./socket.js";

const PUT_OUT = 4503;
const LONGEST_QUESTION = 40_000; // milliseconds; the house answers after 25 s at the latest

/** @import { Command, Message } from "./wire" */
/** @import { Channel, Listener } from "./socket.js" */
/** @typedef {{ events: string, command: string, position: () => { epoch: string, since: number } }} Followed */

/** @implements {Channel} */
export class PollChannel {
  carriesSignals = false;

  /** @param {Followed} followed @param {() => string} csrf @param {Listener} listener */
  constructor(followed, csrf, listener) {
    this.followed = followed;
    this.csrf = csrf;
    this.listener = listener;
    this.leaving = new AbortController();
    void this.#listen();
  }

  /** Lasting commands only: signals are a comfort that this way does without. @param {Command} command */
  say(command) {
    if ("ref" in command) void this.#ask(this.followed.command, { method: "POST", body: JSON.stringify(command) });
  }

  /** The question under way tells soon enough whether somebody is there. */
  check() {}

  end() {
    this.#over(CUT);
  }

  async #listen() {
    await this.#ask("/health/live", {}, () => this.listener.opened());
    while (!this.leaving.signal.aborted) await this.#ask(this.#question(), {});
  }

  #question() {
    const { epoch, since } = this.followed.position();
    return `${this.followed.events}?${new URLSearchParams({ epoch, since: String(since) })}`;
  }

  /** @param {string} address @param {RequestInit} how @param {(answer: any) => void} [take] */
  async #ask(address, how, take = (answer) => this.#take(answer)) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf() };
    const doubt = setTimeout(() => this.end(), LONGEST_QUESTION);
    try {
      const response = await fetch(address, { ...how, headers, signal: this.leaving.signal, credentials: "same-origin" });
      take(await response.json());
      if (response.status === 403) this.#over(PUT_OUT);
    } catch {
      this.#over(CUT); // cut, or an answer that some proxy made up
    } finally {
      clearTimeout(doubt);
    }
  }

  /** @param {Message[] | { close: number }} answer */
  #take(answer) {
    if (this.leaving.signal.aborted) return;
    if ("close" in answer) this.#over(answer.close);
    else answer.forEach((message) => this.listener.heard(message));
  }

  /** @param {number} code */
  #over(code) {
    if (this.leaving.signal.aborted) return;
    this.leaving.abort();
    this.listener.ended(code);
  }
}
