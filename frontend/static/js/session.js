// A running session on a participant's screen: phase, time left, what to do, what comes next, by the house's clock.

import { Chime } from "./chime.js";
import { at, clock, now } from "./clock.js";
import { inFigures } from "./figures.js";
import { drawRule } from "./rule.js";
import { leftOf, standingOf } from "./session-state.js";
import { write, writeHtml } from "./template-slots.js";
import { say, sayCount } from "./words.js";

/** @import { ShownRoom, ShownSession } from "./wire" */
/** @import { LiveRegion } from "./live-region.js" */
/** @import { Standing } from "./session-state.js" */
/**
 * @typedef {object} Follower What else changes with the phase.
 * @property {(change: () => void, top: number) => void} unmoved do what must not move what one reads under `top`
 * @property {(standing: Standing | null, before: Standing | null) => void} passed
 * @property {(isLast: boolean) => void} lastMinute
 * @property {(session: number) => void} over
 */

const PARTS = "[data-session-clock], [data-session-line], [data-session-facts]";
const SECOND = 1000;
const MINUTE = 60 * SECOND;

export class SessionScreen {
  /**
   * @param {HTMLElement} room
   * @param {ShownSession | null} session as the server has drawn it
   * @param {LiveRegion} status
   * @param {Follower} follower
   */
  constructor(room, session, status, follower) {
    this.room = room;
    this.status = status;
    this.follower = follower;
    this.session = session;
    this.chime = new Chime(room.querySelector("[data-sound]"));
    /** @type {Standing | null} */
    this.standing = null;
    this.cancel = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.ticking = undefined;
    clock.addEventListener("change", () => this.#stand());
    document.addEventListener("visibilitychange", () => this.#stand());
    this.#measure();
    this.isDrawn = false; // the page itself has said what it shows first
    this.#stand();
    this.isDrawn = true;
  }

  get isRunning() {
    return this.session !== null;
  }

  /** @param {ShownSession} told it began, passed, was paused, prolonged, or has ended */
  told(told) {
    const before = this.session;
    this.session = told.ended_at === null ? told : null;
    if (this.session && before?.id === told.id) this.#tellClock(before, told);
    this.#stand();
    if (this.session) return;
    this.status.say(say("session_over"));
    this.follower.over(told.id);
  }

  /** Say that the team reads each text before it appears, or no longer. @param {ShownRoom} room */
  keep({ read_first }) {
    this.room.toggleAttribute("data-read-first", read_first);
  }

  /** @param {ShownSession} before @param {ShownSession} told */
  #tellClock(before, told) {
    if (before.phase.id !== told.phase.id) return;
    const more = told.added - before.added;
    if (more > 0) this.status.say(sayCount("session_more", Math.round(more / 60)));
    if ((before.paused_at === null) !== (told.paused_at === null))
      this.status.say(say(told.paused_at === null ? "session_goes_on" : "session_paused"));
  }

  /** Show where the session stands now, and do so again when its phase ends. */
  #stand() {
    this.cancel();
    const before = this.standing;
    if (!this.session && !before) return; // measuring would lay out a page of which nothing changes
    this.standing = this.session && standingOf(this.session, now());
    const { endsAt = null, pausedAt = null, isAhead = false } = this.standing ?? {};
    if (endsAt !== null && pausedAt === null && !isAhead) this.cancel = at(endsAt, () => this.#stand());
    this.follower.unmoved(() => (this.#show(), this.#tick()), this.#bottom);
    if (this.standing?.phase.id !== before?.phase.id) this.#passed(before);
  }

  /** Where what it tells ends, from the top of the window. */
  get #bottom() {
    const parts = [...this.room.querySelectorAll(":scope > .strip, [data-session-line], [data-session-facts]")];
    return Math.max(0, ...parts.map((part) => part.getBoundingClientRect().bottom));
  }

  /** @param {Standing | null} before */
  #passed(before) {
    this.follower.passed(this.standing, before);
    if (!this.standing || !this.isDrawn) return;
    const { title, read_first } = this.standing.phase;
    const told = ["do", ...(read_first ? ["read-first"] : [])].map((name) => this.#slot(name)?.textContent?.trim());
    const what = told.filter(Boolean).join(" ");
    this.status.say(say("phase_now", { title, what }).trim());
    this.chime.ring();
  }

  #show() {
    const { standing, room } = this;
    room.querySelectorAll(PARTS).forEach((part) => {
      part.toggleAttribute("hidden", !standing);
    });
    if (!standing || !this.session)
      return ["session", "hush", "kind", "paused", "phaseReadFirst"].forEach((key) => delete room.dataset[key]);
    const { phase, next, isAhead, pausedAt } = standing;
    Object.assign(room.dataset, { session: this.session.id, hush: phase.hush, kind: phase.kind });
    room.toggleAttribute("data-paused", pausedAt !== null);
    room.toggleAttribute("data-phase-read-first", phase.read_first);
    write(this.#slot("phase"), phase.title);
    writeHtml(this.#slot("do"), phase.html);
    write(this.#slot("next"), next ? next.title : say("session_end"));
    this.#showWays(isAhead ? null : this.session.meeting);
    const following = this.#slot("next")?.parentElement;
    following?.toggleAttribute("hidden", isAhead);
    const brief = [this.#slot("do"), following].map((part) => part?.textContent?.trim());
    write(this.#slot("brief"), brief.find(Boolean) ?? "");
  }

  /** @param {number | null} meeting where the phase is lived */
  #showWays(meeting) {
    const [link, conduct] = /** @type {(HTMLAnchorElement | undefined)[]} */ (
      ["meeting", "conduct"].map(this.#slot, this)
    );
    if (conduct) conduct.href = conduct.href.replace(/\/seances\/\d*\//, `/seances/${this.session?.id}/`);
    if (!link) return;
    link.hidden = meeting === null;
    if (meeting !== null) link.href = link.href.replace(/\/rencontres\/.*/, `/rencontres/${meeting}/`);
  }

  /** Show the time that is left, at each second of it. */
  #tick() {
    clearTimeout(this.ticking);
    const { standing } = this;
    if (!standing) return;
    const left = leftOf(standing, now());
    write(this.#slot("left"), left === null ? "" : inFigures(Math.ceil(left / SECOND)));
    const rule = this.room.querySelector(".rule");
    if (rule) drawRule(rule, { seconds: standing.phase.seconds, added: standing.added }, (left ?? 0) / SECOND);
    const isLast = left !== null && left > 0 && left <= MINUTE && standing.phase.seconds !== null;
    this.#tellNow(standing, isLast);
    if (left && standing.pausedAt === null) this.ticking = setTimeout(() => this.#tick(), left % SECOND || SECOND);
  }

  /** What the moment asks, beside the phase: a pause, or the last minute, which alarms nobody.
   * @param {Standing} standing @param {boolean} isLast */
  #tellNow({ phase, pausedAt }, isLast) {
    const isLastMinute = isLast && pausedAt === null && (phase.seconds ?? 0) * SECOND > MINUTE;
    const last = isLastMinute ? say(phase.hush === "silence" ? "last_sentence" : "last_minute") : "";
    const sentence = pausedAt === null ? last : say("session_paused");
    const place = this.#slot("now");
    write(place, sentence);
    place?.toggleAttribute("hidden", !sentence);
    this.follower.lastMinute(isLastMinute);
  }

  /** What hangs under the strip has to know how high it is. */
  #measure() {
    if (!("ResizeObserver" in globalThis)) return;
    for (const [name, which] of [
      ["--strip-height", ".strip"],
      ["--facts-height", "[data-session-facts]"],
    ]) {
      const part = /** @type {HTMLElement | null} */ (this.room.querySelector(which));
      const { style } = document.documentElement;
      const tell = () =>
        this.session ? style.setProperty(name, `${part?.offsetHeight}px`) : style.removeProperty(name);
      if (part) new ResizeObserver(tell).observe(part);
    }
  }

  /** @param {string} name */
  #slot(name) {
    const parts = this.room.querySelectorAll(PARTS);
    return [...parts].map((part) => part.querySelector(`[data-slot="${name}"]`)).find(Boolean) ?? undefined;
  }
}
