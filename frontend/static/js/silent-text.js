// One's own part of a session: the silent text, which nobody else sees, and « J’ai fini ».

import { now } from "./clock.js";
import { toTheMinute } from "./hours.js";
import { SilentBox } from "./silent-box.js";
import { digest } from "./text.js";
import { NEWER } from "./text-keeper.js";
import { say } from "./words.js";

/** @import { Answer, Draft } from "./text-keeper.js" */
/** @import { Entry } from "./command-store.js" */
/** @import { NewCommand } from "./commands.js" */
/** @import { Drafts } from "./drafts.js" */
/** @import { Refused, ShownPost, Tally } from "./wire" */
/** @import { Standing } from "./session-state.js" */
/** @import { State } from "./silent-box.js" */
/**
 * @typedef {object} House What the box needs of the room.
 * @property {number} me
 * @property {number} room
 * @property {string} slug
 * @property {(phase: number, text: string, since?: string) => Promise<Answer>} keep rejects with `Unanswered`
 * @property {(command: NewCommand) => Promise<void>} send
 * @property {(sentence: string) => void} say
 */

/** What becomes of a box when its phase has passed, and when its session is over. */
const PASSED = /** @type {Record<string, State>} */ ({ writing: "left", finished: "waiting" });
const OVER = /** @type {Record<string, State>} */ ({
  writing: "over",
  finished: "over",
  left: "over",
  waiting: "over",
});
const STAYS = new Set(["left", "waiting", "over"]);
const CROWD = 3000; // milliseconds: everybody goes back to a phase in the same instant
const OURS = new Set(["text.keep", "phase.finish", "text.publish"]);

export class SilentText {
  /** @param {HTMLElement} room @param {Drafts} drafts @param {House} house */
  constructor(room, drafts, house) {
    this.room = room;
    this.drafts = drafts;
    this.house = house;
    this.grace = 0;
    this.isFirst = true;
    /** @type {Standing | null} */
    this.standing = null;
    const drawn = /** @type {HTMLFormElement | null} */ (room.querySelector("[data-silent]"));
    /** @type {SilentBox | null} */
    this.box = drawn && this.#open(drawn);
    room.addEventListener("focusin", ({ target }) => {
      if (target === this.box?.area) void this.#lookAgain(); // what one goes on with may have been written elsewhere
    });
    document.addEventListener("visibilitychange", () => void (document.hidden ? this.box?.flush() : this.#lookAgain()));
  }

  // What the session tells

  /** @param {Standing | null} standing null: the session is over @param {Standing | null} before */
  passed(standing, before) {
    this.standing = standing;
    if (!before) return standing && this.#begin(standing);
    void this.box?.flush();
    if (!standing) return this.#becomes(OVER);
    const isNew = !this.box || this.box.phase !== standing.phase.id;
    if (isNew && stateIn(standing)) this.#begin(standing);
    else this.#becomes(PASSED);
    if (standing.phase.position < before.phase.position)
      setTimeout(() => void this.#lookAgain(), Math.random() * CROWD);
  }

  /** @param {boolean} isLast */
  lastMinute(isLast) {
    this.box?.urge(isLast ? say("last_sentence") : "");
  }

  /** @param {Tally} tally */
  counted({ phase, finished, writing }) {
    if (this.box?.phase === phase) this.box.count(finished, writing);
  }

  /** Until when this person alone may go on. @param {number | null} until */
  given(until) {
    const isNew = until !== null && until > now() && until !== this.grace;
    this.grace = until ?? 0;
    if (!isNew) return this.#tellGrace();
    this.house.say(say("grace_to_you", { hour: toTheMinute(until) }));
    this.#tellGrace();
  }

  /** A silent text has appeared. @param {ShownPost} post */
  revealed({ kind, author, card }) {
    if (kind !== "silence" || author.id !== this.house.me) return;
    if (card?.card === "reveal" && card.late) this.house.say(say("joined_late"));
    if (!this.box) return;
    if (this.box.isFinished) this.#close();
    else void this.#lookAgain();
  }

  /** The line is there; what was drawn a moment ago need not be asked for. */
  back() {
    if (this.isFirst) return void this.#sendStranded();
    void this.box?.flush().then(() => this.#lookAgain());
  }

  // What became of a command

  /** @param {Entry} entry */
  done({ command }) {
    if (command.type === "text.publish" && this.box?.phase === command.phase) this.#close();
    if (command.type !== "phase.finish") return;
    if (command.on) this.drafts.forget(this.#draftName(command.phase));
    if (this.box?.phase === command.phase) this.box.settled(command.on ? command.body : null);
  }

  /** Whether `entry`, which was refused, was a text of this box: it is kept, and never goes to the composer.
   * @param {Entry} entry @param {Refused} answer */
  refused({ command }, { code, sentence }) {
    if (!OURS.has(command.type)) return false;
    if (command.type === "phase.finish" && command.on) this.#keepRefused(command, code === NEWER);
    this.box?.tell("refused", sentence);
    if (code !== NEWER) void this.#lookAgain();
    return true;
  }

  /** @param {{ phase: number, body: string }} command @param {boolean} isOlder than what the house has */
  #keepRefused({ phase, body }, isOlder) {
    // Coming back, one may be shown what the house has before it refuses: this is offered beside it then, or taken.
    if (isOlder && this.box?.phase === phase && !this.box.isFinished) return;
    if (this.box?.phase === phase) this.box.reopen(body, isOlder);
    else if (isOlder) this.drafts.keep(this.#draftName(phase), JSON.stringify({ text: body, base: "" }));
    else if (body.trim()) void this.house.keep(phase, body).catch(() => {});
    if (isOlder) void this.#giveWay(phase);
  }

  /** Show what the house has, which was written elsewhere, and offer what is here. @param {number} phase */
  async #giveWay(phase) {
    const known = this.box;
    const fresh = await this.#ask().catch(() => undefined);
    if (!fresh || !known || this.box !== known || Number(fresh.dataset.phase) !== phase) return;
    known.giveWayTo(fresh.querySelector("textarea")?.value ?? "");
    if (!known.isSame(fresh)) void this.#lookAgain();
  }

  // Boxes

  /** @param {Standing} standing */
  #begin({ phase, ...standing }) {
    const state = stateIn({ phase, ...standing });
    if (!state || this.box?.phase === phase.id) return;
    this.#close();
    this.box = this.#open(SilentBox.blank(this.room, phase.id, state));
  }

  /** @param {Record<string, State>} table */
  #becomes(table) {
    if (!this.box) return;
    const state = table[this.box.state] ?? this.box.state;
    if (!this.box.hasText || !STAYS.has(state)) return this.#close();
    if (state === this.box.state) return;
    this.box.become(state);
    if (state === "left") this.house.say(say("draft_kept"));
    this.#tellGrace();
  }

  /** @param {HTMLFormElement} form */
  #open(form) {
    const phase = Number(form.dataset.phase);
    return new SilentBox(form, readDraft(this.drafts, this.#draftName(phase)), {
      keep: (text, since) => this.house.keep(phase, text, since),
      send: (command) => this.house.send(command),
      shelve: (draft) => this.drafts.keep(this.#draftName(phase), draft ? JSON.stringify(draft) : ""),
      giveWay: () => void this.#giveWay(phase),
    });
  }

  /** Send what only this device has of phases that have passed: it was off line until now. */
  async #sendStranded() {
    this.isFirst = false;
    const names = this.drafts
      .list(this.#draftName(""))
      .filter((name) => name !== this.#draftName(this.box?.phase ?? ""));
    for (const name of names) {
      const { text, base } = readDraft(this.drafts, name) ?? { text: "", base: "" };
      const answer = await this.house.keep(Number(name.split(":").at(-1)), text, digest(base)).catch(() => null);
      if (answer?.type === "reply") this.drafts.forget(name);
    }
    if (names.length) await this.#lookAgain(true);
  }

  /** @param {number | string} phase */
  #draftName(phase) {
    return `temps:${this.house.room}:${phase}`;
  }

  #close() {
    this.box?.close();
    this.box = null;
  }

  #tellGrace() {
    const isGiven = this.box?.state === "left" && this.grace > now();
    this.box?.allow(isGiven ? say("grace_to_you", { hour: toTheMinute(this.grace) }) : "");
  }

  /** Show what was done on another device, unless something is being written on this one. */
  async #lookAgain(isExpected = Boolean(this.box || (this.standing && stateIn(this.standing)))) {
    const known = this.box;
    if (known?.keeper.isDirty || !isExpected) return;
    const fresh = await this.#ask().catch(() => undefined);
    if (fresh === undefined || this.box !== known || known?.keeper.isDirty) return;
    if (fresh && known?.isSame(fresh)) return known.takeUp(fresh.querySelector("textarea")?.value ?? "");
    const hadFocus = known?.form.contains(document.activeElement);
    this.#close();
    if (fresh) this.box = this.#open(SilentBox.place(this.room, document.adoptNode(fresh)));
    if (hadFocus) this.box?.area.focus({ preventScroll: true });
    this.#tellGrace();
  }

  /** One's own box, as the house has it now; undefined: it did not say. */
  async #ask() {
    const answer = await fetch(`/f/${this.house.slug}/temps/le-mien/`, { credentials: "same-origin" });
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return /** @type {HTMLFormElement | null} */ (page.querySelector("[data-silent]"));
  }
}

/** What one does in a phase, when it begins. @param {Standing} standing @returns {State | ""} */
function stateIn({ phase }) {
  if (phase.kind === "silence") return "writing";
  return phase.until_finished ? "doing" : "";
}

/** @param {Drafts} drafts @param {string} name @returns {Draft | null} */
function readDraft(drafts, name) {
  try {
    return JSON.parse(drafts.read(name) || "null");
  } catch {
    return null;
  }
}
