// Keeps a silent text while it is written: on the device at each keystroke, with the house at each pause of typing.
// Only its newest state matters, so that it never waits in the outbox.

import { Unanswered } from "./link.js";
import { digest } from "./text.js";

/** @import { Failed, Refused, Reply } from "./wire" */
/** @typedef {Reply | Refused | Failed} Answer */
/** @typedef {"" | "kept" | "away" | "refused"} Kept by the house; by the device alone; not wanted by the house */
/**
 * @typedef {object} Keeping
 * @property {(text: string, since: string) => Promise<Answer>} ask rejects with `Unanswered`
 * @property {(draft: Draft | null) => void} shelve keep on the device; null: the house has all
 * @property {(how: Kept, sentence?: string) => void} tell
 * @property {() => void} giveWay the house has a text that was written elsewhere
 */
/** @typedef {{ later: (act: () => void, ms: number) => unknown, never: (timer: any) => void }} Timers */
/** @typedef {{ text: string, base: string }} Draft a text, and what the house had when it was begun */

const PAUSE = 700; // milliseconds without a keystroke
const LONGEST = 1500; // between two that are sent, and while one types on and on
const TRIED_AGAIN = 5000;
const MOST_UNANSWERED = 8;
export const NEWER = "text_newer";
/** @type {Timers} */
const TIMERS = { later: (act, ms) => setTimeout(act, ms), never: (timer) => clearTimeout(timer) };

export class TextKeeper {
  /** @param {string} text as the house has it @param {Keeping} keeping @param {Timers} [timers] */
  constructor(text, { ask, shelve, tell, giveWay }, timers = TIMERS) {
    this.text = this.base = text;
    /** @type {string[]} texts that the house may have, too: their answer did not come */
    this.unanswered = [];
    this.ask = ask;
    this.shelve = shelve;
    this.tell = tell;
    this.giveWay = giveWay;
    this.timers = timers;
    this.isSending = false;
    /** @type {unknown} */
    this.timer = undefined;
    /** @type {unknown} */
    this.longest = undefined;
  }

  /** Whether the house has not yet what is written. */
  get isDirty() {
    return this.text !== this.base;
  }

  /** What the house may have: any other text was written elsewhere. */
  get since() {
    return [this.base, ...this.unanswered].map(digest).join(" ");
  }

  /** @param {string} text as it is now */
  typed(text) {
    this.text = text;
    this.shelve(this.isDirty ? { text, base: this.base } : null);
    this.tell("");
    this.#soon(PAUSE);
    this.longest ??= this.timers.later(() => void this.flush(), LONGEST);
  }

  /** The house has `text`, as it told otherwise: nothing of it is to be sent. @param {string} text */
  settled(text) {
    this.#stop();
    this.base = text;
    this.unanswered = [];
    if (this.text === text) this.shelve(null);
  }

  /** Send what is not kept yet; again later, where that did not succeed. */
  async flush() {
    this.#stop();
    if (this.isSending || !this.isDirty) return;
    this.isSending = true;
    const { text, since } = this;
    this.unanswered = [...this.unanswered, text].slice(-MOST_UNANSWERED);
    const answer = await this.ask(text, since).catch((error) => {
      if (!(error instanceof Unanswered)) throw error;
      return null;
    });
    this.isSending = false;
    this.#answered(text, answer);
  }

  /** @param {string} text that was sent @param {Answer | null} answer null: the line was cut */
  #answered(text, answer) {
    if (answer?.type === "refused" && answer.retry === null) {
      this.tell("refused", answer.sentence);
      return answer.code === NEWER ? this.giveWay() : undefined;
    }
    if (answer?.type !== "reply") {
      this.tell("away");
      return this.#soon(answer?.type === "refused" ? (answer.retry ?? 0) * 1000 : TRIED_AGAIN);
    }
    this.base = text;
    this.unanswered = [];
    this.shelve(this.isDirty ? { text: this.text, base: text } : null);
    if (this.isDirty) this.#soon(LONGEST);
    else this.tell("kept");
  }

  /** @param {number} ms */
  #soon(ms) {
    this.timers.never(this.timer);
    this.timer = this.timers.later(() => void this.flush(), ms);
  }

  #stop() {
    this.timers.never(this.timer);
    this.timers.never(this.longest);
    this.longest = undefined;
  }
}
