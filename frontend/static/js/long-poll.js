// The wire over plain HTTP, where WebSocket is blocked: long polling for events, POST for commands.

import { askTime } from "./clock.js";
import { CUT } from "./socket.js";

const PUT_OUT = 4503;
const LONGEST_QUESTION = 40_000; // milliseconds; the server answers within 25 s

/** @import { Command, Message } from "./wire" */
/** @import { Channel, Listener } from "./socket.js" */
/** @typedef {{ events: string, command: string, position: () => { epoch: string, since: number } }} Followed */

/** @implements {Channel} */
export class LongPollChannel {
  carriesSignals = false;

  /** @param {Followed} followed @param {Listener} listener */
  constructor(followed, listener) {
    this.followed = followed;
    this.listener = listener;
    this.leaving = new AbortController();
    void this.#listen();
  }

  /** Send a lasting command; signals are not carried here. @param {Command} command */
  say(command) {
    if ("ref" in command) void this.#ask(this.followed.command, { method: "POST", body: JSON.stringify(command) });
  }

  /** Ask the time anew; the request under way times out by itself. */
  check() {
    void askTime();
  }

  end() {
    this.#over(CUT);
  }

  async #listen() {
    await this.#ask("/health/live", {}, () => this.listener.opened());
    this.check();
    await this.#ask(this.#question({ now: "" }), {}); // the page lives with its first answer
    while (!this.leaving.signal.aborted) await this.#ask(this.#question(), {});
  }

  /** @param {Record<string, string>} more */
  #question(more = {}) {
    const { epoch, since } = this.followed.position();
    return `${this.followed.events}?${new URLSearchParams({ epoch, since: String(since), ...more })}`;
  }

  /** @param {string} address @param {RequestInit} how @param {(answer: any) => void} [take] */
  async #ask(address, how, take = (answer) => this.#take(answer)) {
    const headers = { "Content-Type": "application/json" };
    const doubt = setTimeout(() => this.end(), LONGEST_QUESTION);
    try {
      const response = await fetch(address, {
        ...how,
        headers,
        signal: this.leaving.signal,
        credentials: "same-origin",
      });
      take(await response.json());
      if (response.status === 403) this.#over(PUT_OUT);
    } catch {
      this.#over(CUT); // cut, or answered by some proxy
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
