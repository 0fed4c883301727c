// What you wrote is never lost. Each command keeps the ref it was born with, so sending it twice does it once.

import { newRef } from "./refs.js";
import { byAge, delayAfter, oneTabAtATime, revived, sleep } from "./sending.js";

/** @import { Lasting, Wish } from "./commands.js" */
/** @import { Entry, Store } from "./store.js" */
/** @import { Alone, Answer } from "./sending.js" */
/** @typedef {{ readonly isOpen: boolean, ask(command: Lasting): Promise<Answer> }} Carrier */
/** @typedef {Pick<BroadcastChannel, "postMessage" | "onmessage">} Neighbours */

/** Says `change`, `done` (detail: entry, reply) and `refused` (detail: entry, refusal). */
export class Outbox extends EventTarget {
  /**
   * @param {string} me
   * @param {Store} store
   * @param {Carrier} link
   * @param {{ alone?: Alone, neighbours?: Neighbours, wait?: (ms: number) => Promise<void> }} [means]
   */
  constructor(me, store, link, { alone = oneTabAtATime, neighbours = new BroadcastChannel("hub-outbox"), wait = sleep } = {}) {
    super();
    this.me = me;
    this.store = store;
    this.link = link;
    this.alone = alone;
    this.wait = wait;
    this.neighbours = neighbours;
    this.neighbours.onmessage = () => this.reload();
    /** @type {Entry[]} */
    this.entries = [];
    this.sending = false;
  }

  /** Take up what was left here, by this page before a reload or by another. */
  async reload() {
    const stored = await this.store.all(this.me);
    const refs = new Set(stored.map(({ ref }) => ref));
    const ours = this.entries.filter((entry) => refs.has(entry.ref) || entry.state === "sent" || !entry.isStored);
    const known = new Set(ours.map(({ ref }) => ref));
    this.entries = [...ours, ...stored.filter(({ ref }) => !known.has(ref)).map(revived)].sort(byAge);
    this.#changed();
    await this.send();
  }

  /**
   * Keep a wish, then send it as soon as may be. Resolved once it is kept.
   * @param {Wish} wish
   * @param {number} room
   * @param {number} since
   */
  async add(wish, room, since) {
    const ref = newRef();
    const command = /** @type {Lasting} */ ({ ...wish, room, ref });
    /** @type {Entry} */
    const entry = { ref, me: this.me, command, at: Date.now(), since, state: "waiting" };
    this.entries.push(entry);
    this.#changed();
    const isStored = await this.store.put(entry).then(() => true, () => false); // no room here: at least it is sent
    this.#mark({ ...entry, isStored }, "waiting");
    this.neighbours.postMessage("more");
    void this.send();
  }

  /** Send what waits, in order, as long as somebody answers. */
  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let entry; this.link.isOpen && (entry = this.#next()); ) await this.#deliver(entry);
    } finally {
      this.sending = false;
    }
  }

  /** Try again, because the person says so. @param {string} ref */
  async retry(ref) {
    this.entries.filter((entry) => entry.ref === ref).forEach((entry) => this.#mark(entry, "waiting"));
    await this.send();
  }

  /** Send it no more. @param {Entry} entry */
  async drop(entry) {
    this.entries = this.entries.filter((each) => each.ref !== entry.ref);
    this.#changed();
    await this.store.remove(entry.ref);
    this.neighbours.postMessage("less");
  }

  /** Everything up to `seq` of `room` is on the screen: what was sent is no longer ours to show. @param {number} room @param {number} seq */
  shown(room, seq) {
    const isShown = (/** @type {Entry} */ entry) => entry.command.room === room && (entry.seq ?? Infinity) <= seq;
    this.entries = this.entries.filter((entry) => !isShown(entry));
  }

  #next() {
    return this.entries.find(({ state, isStored }) => isStored !== undefined && (state === "waiting" || state === "sending"));
  }

  /** @param {Entry} entry */
  async #deliver(entry) {
    await this.alone(async () => {
      if (entry.isStored && !(await this.store.has(entry.ref))) return this.drop(entry); // another tab has sent it
      this.#mark(entry, "sending");
      const answer = await this.#exchange(entry);
      return answer ? this.#settle(entry, answer) : this.#mark(entry, "waiting");
    });
  }

  /**
   * The answer, or null when the line was cut first.
   * @param {Entry} entry
   * @returns {Promise<Answer | null>}
   */
  async #exchange(entry, tried = 1) {
    const answer = await this.link.ask(entry.command).catch(() => null);
    const delay = delayAfter(answer, tried);
    if (delay === null) return answer;
    await this.wait(delay);
    return this.#exchange(entry, tried + 1);
  }

  /** @param {Entry} entry @param {Answer} answer */
  async #settle(entry, answer) {
    if (answer.type === "failed") return this.#mark({ ...entry, reference: answer.reference }, "stuck");
    await this.store.remove(entry.ref);
    if (answer.type === "reply") this.#mark({ ...entry, seq: answer.seq }, "sent");
    else await this.drop(entry);
    this.neighbours.postMessage("less");
    this.dispatchEvent(new CustomEvent(answer.type === "reply" ? "done" : "refused", { detail: { entry, answer } }));
  }

  /** @param {Entry} entry @param {Entry["state"]} state */
  #mark(entry, state) {
    this.entries = this.entries.map((each) => (each.ref === entry.ref ? { ...entry, state } : each));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
