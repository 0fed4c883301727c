// The box of a silent text: its states, its buttons, and what is told beside it. partials/silent_box.html draws it.

import { TextKeeper } from "./text-keeper.js";
import { device } from "./shelf.js";
import { clone, write } from "./template-slots.js";
import { LONGEST, clean, countSigns } from "./text.js";
import { say, sayCount } from "./words.js";

/** @import { Answer, Draft, Kept } from "./text-keeper.js" */
/** @import { NewCommand } from "./commands.js" */
/** As session_page.py has them.
 * @typedef {"writing" | "finished" | "left" | "waiting" | "over" | "doing" | "done" | "said"} State */
/**
 * @typedef {object} Ways
 * @property {(text: string, since: string) => Promise<Answer>} keep
 * @property {(command: NewCommand) => Promise<void>} send
 * @property {(draft: Draft | null) => boolean} shelve whether the device keeps it
 * @property {() => void} giveWay the house has a text that was written elsewhere
 */

const AFTER = /** @type {Record<string, State>} */ ({ writing: "finished", left: "waiting", doing: "done" });
const BEFORE = /** @type {Record<string, State>} */ ({ finished: "writing", waiting: "left", done: "doing" });
const PASSED_BY = { left: true, waiting: true, over: true };
const SAID = { "": "", kept: "kept_now", away: "kept_here", refused: "" };
const MOST_NOTCHES = 30;

export class SilentBox {
  /** @param {HTMLFormElement} form @param {Draft | null} draft of this device @param {Ways} ways */
  constructor(form, draft, ways) {
    this.form = form;
    this.ways = ways;
    this.phase = Number(form.dataset.phase);
    this.area = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.isShelved = true;
    this.keeper = new TextKeeper(this.area.value, {
      ask: (text, since) => ways.keep(text, since),
      shelve: (draft) => void (this.isShelved = ways.shelve(draft)),
      tell: (how, sentence) => this.tell(how, sentence),
      giveWay: () => ways.giveWay(),
    });
    this.urged = this.kept = "";
    form.addEventListener("submit", (event) => this.#submitted(event));
    form.addEventListener("input", (event) => this.#typed(event));
    form.querySelector('[data-act="put-by"]')?.addEventListener("click", () => this.#putBy());
    form.querySelector('[data-act="unfold"]')?.addEventListener("click", () => this.#unfold());
    form.querySelector('[data-act="other"]')?.addEventListener("click", () => this.#takeOther());
    this.other = "";
    form.toggleAttribute("data-by", form.dataset.state === "over" && device.getItem(this.#by) !== null);
    if (form.dataset.unkept !== undefined) this.#sendDrawn();
    else if (draft) this.#adopt(draft);
  }

  /** A new box for a phase that begins. @param {HTMLElement} room @param {number} phase @param {State} state */
  static blank(room, phase, state) {
    const form = /** @type {HTMLFormElement} */ (clone("silent-template", phase, { temps: phase }));
    form.dataset.phase = String(phase);
    const hidden = /** @type {HTMLInputElement | null} */ (form.querySelector('[name="phase"]'));
    if (hidden) hidden.value = String(phase);
    show(form, state);
    return SilentBox.place(room, form);
  }

  /** @param {HTMLElement} room @param {HTMLFormElement} form */
  static place(room, form) {
    room.querySelector("[data-pile]")?.after(form);
    return form;
  }

  get state() {
    return /** @type {State} */ (this.form.dataset.state);
  }

  get hasText() {
    return this.area.value.trim() !== "";
  }

  get isFinished() {
    return ["finished", "waiting", "done"].includes(this.state);
  }

  /** The house has `text`, which was written on another device. @param {string} text */
  takeUp(text) {
    if (text === this.keeper.base && text === this.area.value) return;
    this.area.value = this.keeper.text = text;
    this.keeper.settled(text);
  }

  /** The house has `text`, which was written on another device meanwhile: it stays, and what is here is offered.
   * @param {string} text */
  giveWayTo(text) {
    const [mine, base] = [this.area.value, this.keeper.base];
    this.takeUp(text);
    if (clean(mine) === clean(text)) return;
    this.ways.shelve({ text: mine, base });
    this.#offer(mine);
  }

  /** Whether `form` is this one, in the same state. @param {HTMLFormElement} form */
  isSame(form) {
    return form.dataset.phase === this.form.dataset.phase && form.dataset.state === this.state;
  }

  /** @param {State} state */
  become(state) {
    show(this.form, state);
    if (state in PASSED_BY) this.#clearCount();
  }

  /** How many write says nothing of another phase. */
  #clearCount() {
    write(this.#slot("tally"), "");
    this.#slot("notches")?.replaceChildren();
  }

  async flush() {
    if (!this.isFinished) await this.keeper.flush();
  }

  /** Take it out of sight; what is not kept yet is sent all the same. */
  close() {
    this.form.remove();
    void this.keeper.flush();
  }

  /** The house has answered « J’ai fini » with this text, or « Je continue ». @param {string | null} text */
  settled(text) {
    if (text !== null) this.keeper.settled(text);
    if (text !== null && this.state in AFTER && !this.keeper.isDirty) this.become(AFTER[this.state]);
  }

  /** @param {string} text that was not taken: it stays, to be written on
   * @param {boolean} isOlder than what the house has, which it must not be taken for */
  reopen(text, isOlder = false) {
    if (isOlder) this.keeper.base = "";
    if (!this.hasText) this.area.value = text;
    if (this.state in BEFORE) this.become(BEFORE[this.state]);
    this.keeper.typed(this.area.value);
  }

  // What is told beside it

  /** @param {Kept} how @param {string} [sentence] */
  tell(how, sentence = "") {
    const said = how === "away" && !this.isShelved ? "offline_unkept" : SAID[how];
    this.kept = sentence || (said && say(said));
    this.#tell();
  }

  /** @param {string} sentence of the last minute */
  urge(sentence) {
    this.urged = this.isFinished ? "" : sentence;
    this.#tell();
  }

  /** @param {string} sentence */
  allow(sentence) {
    write(this.#slot("grace"), sentence);
    this.#slot("grace")?.toggleAttribute("hidden", !sentence);
  }

  /** @param {number} finished @param {number} writing */
  count(finished, writing) {
    if (finished + writing === 0) return this.#clearCount();
    write(this.#slot("tally"), `${sayCount("tally_finished", finished)}, ${sayCount("tally_writing", writing)}`);
    const [all, place] = [finished + writing, this.#slot("notches")];
    const notches = all > MOST_NOTCHES ? [] : Array.from({ length: all }, () => document.createElement("i"));
    notches.slice(0, finished).forEach((notch) => notch.classList.add("full"));
    place?.replaceChildren(...notches);
  }

  #tell() {
    write(this.#slot("kept"), this.urged && this.kept ? `${this.urged} ${this.kept}` : this.urged || this.kept);
  }

  // Acts

  /** @param {Event} event */
  #typed(event) {
    event.stopPropagation(); // nobody is told who writes in silence
    this.keeper.typed(this.area.value);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.stopPropagation();
    const act = event.submitter?.dataset.act;
    if (act === "protocole") return this.#tellSince();
    event.preventDefault();
    if (act === "finish") this.#finish();
    else if (act === "continue") this.#goOn();
    else if (act === "publish") void this.#publish();
    else void this.keeper.flush();
  }

  #finish() {
    const body = this.area.value;
    const count = countSigns(body);
    if (count > LONGEST) return this.tell("refused", say("too_long", { count, most: LONGEST }));
    const { since } = this.keeper;
    void this.ways.send({ type: "phase.finish", phase: this.phase, body, on: true, since });
    this.keeper.settled(body); // the outbox has it
    this.ways.shelve(body.trim() ? { text: body, base: body } : null);
    this.tell("");
    this.#moveOn(AFTER[this.state]);
  }

  #goOn() {
    void this.ways.send({ type: "phase.finish", phase: this.phase, body: "", on: false });
    this.#moveOn(BEFORE[this.state]);
    this.area.focus({ preventScroll: true });
  }

  /** The form itself is sent now, and knows what the house has. */
  #tellSince() {
    const since = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("since"));
    since.value = this.keeper.since;
  }

  async #publish() {
    await this.keeper.flush();
    if (!this.keeper.isDirty) void this.ways.send({ type: "text.publish", phase: this.phase });
  }

  /** Kept for oneself: it stands folded, here and when one comes back. */
  #putBy() {
    device.setItem(this.#by, "");
    this.form.toggleAttribute("data-by", true);
    /** @type {HTMLElement | null} */ (this.form.querySelector('[data-act="unfold"]'))?.focus({ preventScroll: true });
  }

  #unfold() {
    device.removeItem(this.#by);
    this.form.toggleAttribute("data-by", false);
    this.area.focus({ preventScroll: true });
  }

  get #by() {
    return `hub-put-by:${this.phase}`;
  }

  /** Go to `state`, with the focus on its button: what was pressed is out of sight now. @param {State} state */
  #moveOn(state) {
    this.become(state);
    /** @type {HTMLElement | null} */ (this.form.querySelector(".silent-acts button:not([hidden], .no-js)"))?.focus({
      preventScroll: true,
    });
  }

  // What the device kept

  /**
   * Take up what this device has and the house has not. Where both went on, neither is written over.
   * @param {Draft} draft
   */
  #adopt({ text, base }) {
    const drawn = this.area.value;
    if (text === drawn || this.isFinished) return;
    if (base === drawn || !drawn) this.#write(text);
    else this.#offer(text);
  }

  /** @param {string} text */
  #offer(text) {
    this.other = text;
    this.form.querySelector('[data-act="other"]')?.toggleAttribute("hidden", false);
  }

  /** The house gives back what it did not keep: refused, or sent while one was signed out. */
  #sendDrawn() {
    this.keeper.base = "";
    this.keeper.typed(this.area.value);
  }

  /** What is in the box and what is beside it change places. */
  #takeOther() {
    const beside = this.area.value;
    this.#write(this.other);
    this.other = beside;
  }

  /** @param {string} text */
  #write(text) {
    this.area.value = text;
    this.keeper.typed(text);
  }

  /** @param {string} name */
  #slot(name) {
    return this.form.querySelector(`[data-slot="${name}"]`) ?? undefined;
  }
}

/** @param {HTMLFormElement} form @param {State} state */
function show(form, state) {
  form.dataset.state = state;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-in]")))
    part.hidden = !part.dataset.in?.split(" ").includes(state);
  const area = form.querySelector("textarea");
  if (area) area.readOnly = state === "finished" || state === "waiting";
}
