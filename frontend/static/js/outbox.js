// The outbox: commands are stored before they are sent. A ref makes each idempotent, so it may be sent twice.

import { now as houseTime } from "./clock.js";
import { newRef } from "./refs.js";
import { byAge, delayAfter, oneTabAtATime, otherTabs, revived, sleep, untilItsTurn } from "./delivery.js";

/** @import { Lasting, NewCommand } from "./commands.js" */
/** @import { Entry, Store } from "./command-store.js" */
/** @import { Alone, Answer } from "./delivery.js" */
/** @typedef {{ readonly isOpen: boolean, ask(command: Lasting): Promise<Answer> }} Carrier */
/** @typedef {Pick<BroadcastChannel, "postMessage" | "onmessage">} Neighbours the same person's other tabs */
/** @typedef {{ alone: Alone, neighbours: Neighbours, wait: (ms: number) => Promise<void>, now: () => number }} Means */
/**
 * @typedef {{ gone?: string, isOver?: boolean }} Tidings the ref that a tab has sent or dropped; or that one has signed
 *   out; or else that there is more to send
 */

const MOMENT = 500; // milliseconds in which tidings come

/** Fires `change`, `done` (detail: entry, reply) and `refused` (detail: entry, refusal). */
export class Outbox extends EventTarget {
  /**
   * @param {string} me
   * @param {Store} store
   * @param {Carrier} link
   * @param {Partial<Means>} [means]
   */
  constructor(
    me,
    store,
    link,
    { alone = oneTabAtATime, neighbours = otherTabs(), wait = sleep, now = houseTime } = {},
  ) {
    super();
    this.me = me;
    this.store = store;
    this.link = link;
    this.alone = alone;
    this.wait = wait;
    this.neighbours = neighbours;
    this.neighbours.onmessage = ({ data }) => void this.#heard(data);
    this.now = now;
    /** @type {Entry[]} */
    this.entries = [];
    this.sending = false;
    this.loaded = Promise.resolve();
  }

  /** Load the entries that this page left before a reload, or that another page left, and send them. */
  async reload() {
    await (this.loaded = this.#load());
    await this.send();
  }

  /** Whether the device has all that waits, as far as one knows. */
  get keeps() {
    return this.entries.every(({ isStored, state }) => isStored !== false || state === "sent");
  }

  /** The page goes away: what waits is kept once more, since storage may have been cleared meanwhile. */
  leave() {
    this.store.putAtOnce(this.entries.filter(({ state }) => state !== "sent"));
  }

  async #load() {
    const stored = await this.store.all(this.me);
    const known = new Set(this.entries.map(({ ref }) => ref));
    this.entries = [...this.entries, ...stored.filter(({ ref }) => !known.has(ref)).map(revived)].sort(byAge);
    this.#changed();
  }

  /** @param {Tidings} tidings */
  async #heard({ gone, isOver = false }) {
    if (!gone && !isOver) return this.reload();
    this.entries = this.entries.filter(({ ref, state }) => state === "sent" || !(isOver || ref === gone));
    this.#changed();
  }

  /**
   * Store a command, then send it as soon as possible. Resolves once it is stored.
   * @param {NewCommand} asked
   * @param {number} room
   * @param {number} since
   */
  async add(asked, room, since) {
    const ref = newRef();
    const command = /** @type {Lasting} */ ({ ...asked, room, ref });
    /** @type {Entry} */
    const entry = { ref, me: this.me, command, at: this.#later(), since, state: "waiting" };
    this.entries.push(entry);
    this.#changed();
    const isStored = await this.store.put(entry);
    this.#mark({ ...entry, isStored }, "waiting");
    this.neighbours.postMessage({});
    void this.send();
  }

  /** Send the waiting entries in order, as long as answers come. */
  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      await this.loaded; // what was written before goes out before
      for (let entry; this.link.isOpen && (entry = this.#next());) await this.#deliver(entry);
    } finally {
      this.sending = false;
    }
  }

  /** Retry at the person's request. @param {string} ref */
  async retry(ref) {
    this.entries.filter((entry) => entry.ref === ref).forEach((entry) => this.#mark(entry, "waiting"));
    await this.send();
  }

  /** Forget an entry. @param {Entry} entry */
  async drop(entry) {
    this.#leaveOut(entry);
    await this.#forget(entry);
  }

  /**
   * Drop sent entries of `room` that the scene contains, up to `seq`.
   * @param {number} room
   * @param {number} seq
   */
  shown(room, seq) {
    const isShown = (/** @type {Entry} */ entry) => entry.command.room === room && (entry.seq ?? Infinity) <= seq;
    this.entries = this.entries.filter((entry) => !isShown(entry));
  }

  #next() {
    return this.entries.find(
      ({ state, isStored, leavesAt }) =>
        isStored !== undefined && !leavesAt && (state === "waiting" || state === "sending"),
    );
  }

  /** @param {Entry} entry */
  async #deliver(entry) {
    await this.alone(async () => {
      if (!(await this.#isOurs(entry))) return;
      this.#mark(entry, "sending");
      const answer = await this.#exchange(entry);
      return answer ? this.#settle(entry, answer) : this.#mark(entry, "waiting");
    });
  }

  /**
   * Whether this tab is to send it. What is no longer in the store was sent by another tab, which tells; or the store
   * was cleared under the page, and nobody else has it.
   * @param {Entry} entry
   */
  async #isOurs({ ref, isStored }) {
    const waits = () => this.entries.some((each) => each.ref === ref && each.state !== "sent");
    if (waits() && isStored && !(await this.store.has(ref))) await this.wait(MOMENT);
    return waits();
  }

  /**
   * The answer, or null when the connection was cut first.
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
    const delay = untilItsTurn(answer);
    if (delay !== null) return void this.#putOff(entry, delay);
    if (answer.type === "failed") return this.#mark({ ...entry, reference: answer.reference }, "stuck");
    // What the team reads first stands in no line of the room: the page asks for it apart.
    const isHere = answer.type === "reply" && answer.room === entry.command.room;
    if (isHere) this.#mark({ ...entry, seq: answer.seq }, "sent");
    else this.#leaveOut(entry);
    await this.#forget(entry);
    this.dispatchEvent(new CustomEvent(answer.type === "reply" ? "done" : "refused", { detail: { entry, answer } }));
  }

  /** Send it later, and all else meanwhile. @param {Entry} entry @param {number} delay milliseconds */
  async #putOff(entry, delay) {
    this.#mark({ ...entry, leavesAt: this.now() + delay }, "waiting");
    await this.wait(delay);
    this.#mark({ ...entry, leavesAt: undefined }, "waiting");
    await this.send();
  }

  /** @param {Entry} entry */
  #leaveOut({ ref }) {
    this.entries = this.entries.filter((each) => each.ref !== ref);
    this.#changed();
  }

  /** @param {Entry} entry */
  async #forget({ ref }) {
    this.neighbours.postMessage({ gone: ref });
    await this.store.remove(ref);
  }

  /** The house's time, and later than what was written before, whatever became of the clock since. */
  #later() {
    return Math.max(this.now(), ...this.entries.map(({ at }) => at + 1));
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
