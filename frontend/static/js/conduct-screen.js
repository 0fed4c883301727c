// Draws a running session for whoever conducts it: the clock, the score, what each button does now.

import { inWords, now, untilSecond } from "./clock.js";
import { clockText, leftOf, lengthText, spentOf, standing } from "./conduct-clock.js";
import { drawRule } from "./rule.js";
import { write } from "./template-slots.js";
import { say, sayCount } from "./words.js";

/** @import { CutOff, Presence, ShownSession, Tally } from "./wire" */
/** @import { ScoredPhase, ScoreStanding } from "./conduct-clock.js" */
/** @import { LiveRegion } from "./live-region.js" */

const OFTEN = 200; // milliseconds
/** Where the focus goes when a button goes. @type {Record<string, string>} */
const AFTER = { pause: "resume", resume: "pause", next: "last", back: "next", extend: "pause", reveal: "next" };
/** Orders in which texts appear by themselves. */
const ONE_BY_ONE = ["paced", "lot"];
const SVG = "http://www.w3.org/2000/svg";

export class ConductScreen {
  /**
   * @param {HTMLElement} element
   * @param {ShownSession} session
   * @param {ScoredPhase[]} score
   * @param {LiveRegion} status
   */
  constructor(element, session, score, status) {
    this.element = element;
    this.session = session;
    this.score = score;
    this.status = status;
    this.drawn = session.phase.id;
    this.revealed = 0;
    this.lost = "";
    /** @type {Tally | null} the last one, which may come before its phase */
    this.tally = null;
  }

  /** Draw from now on. */
  open() {
    this.show(this.session);
    this.#tick();
  }

  /** The house tells how the session stands. @param {ShownSession} session */
  show(session) {
    this.session = session;
    this.#set("version", session.version);
    this.#hide("pause", session.paused_at !== null);
    this.#hide("resume", session.paused_at === null);
    this.#hide("paused", session.paused_at === null);
    this.draw();
  }

  draw() {
    const stands = standing(this.session, this.score, now());
    const phase = stands.phase.id;
    this.#drawTime(stands);
    this.#drawButtons(stands);
    this.#passFocus();
    if (this.drawn !== phase) {
      this.drawn = phase;
      this.revealed = 0;
      this.#drawPhase(stands);
    }
    return stands;
  }

  /** @param {Tally} tally */
  counted(tally) {
    this.tally = tally;
    const { phase, finished, writing } = tally;
    if (phase !== this.drawn || !this.#isAwaited) return;
    const told = [sayCount("tally_writing", writing), sayCount("tally_finished", finished)];
    write(this.#part("crowd"), told.join(", "));
  }

  /** A text was revealed, the `rank`th of `of`. @param {{ rank: number, of: number }} card */
  appeared({ rank, of }) {
    this.revealed = Math.max(this.revealed, rank);
    if (rank) write(this.#part("crowd"), say("conduct_revealed", { count: this.revealed, of: Math.max(of, rank) }));
  }

  /** @param {Presence} presence */
  met({ count }) {
    write(this.#part("present"), sayCount("conduct_here", count));
  }

  /** Who was there and has no connection now. @param {CutOff} cutOff */
  lostSome({ count, people }) {
    const names = people.map(({ name }) => name).join(", ");
    const more = count - people.length;
    write(this.#part("cut-off-count"), sayCount("conduct_cut_off", count));
    write(this.#part("cut-off-people"), more ? say("conduct_cut_off_more", { names, count: more }) : names);
    this.#hide("cut-off", count === 0);
  }

  /** @param {boolean} isAway */
  away(isAway) {
    this.#hide("offline", !isAway);
  }

  // Private

  /** Draw often, and whenever the figures change. */
  #tick() {
    const { ends, began, at } = this.draw();
    setTimeout(() => this.#tick(), Math.min(untilSecond(ends ?? began, at), OFTEN));
  }

  /** @param {ScoreStanding} stands */
  #drawTime(stands) {
    const { phase, added } = stands;
    const left = leftOf(stands);
    const text = clockText(stands);
    write(this.#part("clock"), text);
    this.#part("clock")?.setAttribute("data-digits", String(text.length));
    write(this.#part("hour"), hourOf(now()));
    write(this.#part("of-label"), say(left === null ? "conduct_since" : "conduct_of"));
    write(this.#part("of"), left === null ? "" : lengthText((phase.seconds ?? 0) + added));
    const rule = this.element.querySelector("[data-rule]");
    if (rule) drawRule(rule, { seconds: phase.seconds, added }, left ?? 0);
    this.#drawSpent(spentOf(stands));
  }

  /** The part of the current phase that is spent, along its edge. @param {number} spent */
  #drawSpent(spent) {
    const ticks = this.element.querySelector(".current .score-ticks");
    if (!ticks) return;
    const bar = ticks.querySelector(".score-spent") ?? document.createElementNS(SVG, "rect");
    Object.entries({ class: "score-spent", x: "50%", width: "50%", height: `${spent * 100}%` }).forEach(
      ([name, value]) => bar.setAttribute(name, value),
    );
    if (!bar.isConnected) ticks.append(bar);
  }

  /** @param {ScoreStanding} stands */
  #drawButtons({ phase, next, ends }) {
    this.#hide("extend", ends === null);
    this.#hide("back", phase.position === 0);
    this.#hide("next", next === null);
    this.#hide("last", next !== null);
    this.#hide("pace", phase.kind !== "reveal" || !ONE_BY_ONE.includes(this.score[phase.position]?.order ?? ""));
    this.#hide("reveal", this.score[phase.position]?.order !== "tapped" || phase.kind !== "reveal");
    write(this.#part("next-title"), next?.title ?? "");
    this.#set("to", phase.position + 1, "next");
    this.#set("to", Math.max(phase.position - 1, 0), "back");
  }

  /** @param {ScoreStanding} stands */
  #drawPhase({ phase }) {
    write(this.#part("title"), phase.title);
    this.#hide("read-first", !phase.read_first);
    const of = this.session.texts;
    write(this.#part("crowd"), phase.kind === "reveal" ? say("conduct_revealed", { count: 0, of }) : "");
    if (this.tally) this.counted(this.tally);
    this.status.say(say("conduct_now", { title: phase.title }));
    const link = this.#part("preview");
    link?.setAttribute("href", link.getAttribute("href")?.replace(/\d+\/$/, `${phase.position}/`) ?? "");
    this.element.querySelector("[data-told]")?.replaceChildren();
    this.drawScore();
  }

  /** Mark the current phase in the score. */
  drawScore() {
    const position = this.#phase?.position ?? 0;
    this.element.querySelectorAll("[data-position]").forEach((item) => {
      const at = Number(item.getAttribute("data-position"));
      const state = at < position ? "past" : at === position ? "current" : "coming";
      item.className = `score-phase ${state}`;
      if (state === "current") item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
  }

  /** Whether people finish in the current phase. */
  get #isAwaited() {
    const { kind, until_finished } = this.#phase ?? {};
    return kind === "silence" || (until_finished && kind !== "reveal");
  }

  get #phase() {
    return [this.session.phase, ...this.score].find(({ id }) => id === this.drawn);
  }

  /** @param {string} name */
  #part(name) {
    return this.element.querySelector(`[data-now="${name}"]`) ?? undefined;
  }

  /** @param {string} name @param {boolean} isHidden */
  #hide(name, isHidden) {
    const part = this.#part(name);
    if (!part || part.hasAttribute("hidden") === isHidden) return;
    const hadFocus = isHidden && part.contains(document.activeElement);
    part.toggleAttribute("hidden", isHidden);
    if (hadFocus) this.lost = name;
  }

  /** The focus was on a button that does nothing now: give it to the one that took its place. */
  #passFocus() {
    if (!this.lost) return;
    const after = this.#part(AFTER[this.lost]);
    const shown = after?.hasAttribute("hidden") ? this.#part("next") : after;
    /** @type {HTMLElement | null | undefined} */ (shown?.querySelector("button, a"))?.focus();
    this.lost = "";
  }

  /** Set a hidden box of the forms, or of the one called `form`. @param {string} name @param {number} value */
  #set(name, value, form = "") {
    const within = form ? `[data-now="${form}"] ` : "";
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = this.element.querySelectorAll(`${within}input[name="${name}"]`);
    boxes.forEach((box) => (box.value = String(value)));
  }
}

/** The hour as the house writes it, « 19 h », « 19 h 13 ». @param {number} at */
function hourOf(at) {
  const written = inWords(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (document.documentElement.lang !== "fr") return written;
  const [hour, minute] = written.split(":");
  return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
}
