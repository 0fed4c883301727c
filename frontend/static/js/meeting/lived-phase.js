// The phase of a session that is lived in the meeting: the same clock and facts as on the room's page, « J’ai fini ».

import { now } from "../clock.js";
import { leftOf } from "../session-state.js";
import { SessionScreen } from "../session.js";
import { find } from "./dom.js";

/** @import { ShownSession } from "../wire" */
/** @import { NewCommand } from "../commands.js" */
/** @import { LiveRegion } from "../live-region.js" */
/** @import { Standing } from "../session-state.js" */

const SILENCE = "silence";

/** Fires `change` when another phase has begun, or the session is over. */
export class LivedPhase extends EventTarget {
  /**
   * @param {HTMLElement} element
   * @param {ShownSession | null} session as the server has drawn it
   * @param {{ status: LiveRegion, send: (command: NewCommand) => Promise<void> }} means
   */
  constructor(element, session, { status, send }) {
    super();
    this.place = find(element, "[data-lived]");
    this.send = send;
    /** The phase in which I said that I have finished. */
    this.finished = Number(this.place.dataset.finished);
    /** @type {Standing | null} */
    this.standing = null;
    this.screen = new SessionScreen(element, session, status, {
      unmoved: (change) => change(),
      passed: (standing) => this.#passed(standing),
      lastMinute: () => {},
      over: () => {},
    });
  }

  /** The phase, and how many milliseconds are left of it; null: it has no end. Null where no session runs. */
  get current() {
    return this.standing && { phase: this.standing.phase.id, left: leftOf(this.standing, now()) };
  }

  /** @param {ShownSession} session */
  told(session) {
    this.screen.told(session);
  }

  /** The page has missed what happened. @param {ShownSession | null} session that runs now */
  retold(session) {
    const before = this.screen.session;
    if (session) this.told(session);
    else if (before) this.told({ ...before, ended_at: now() });
  }

  /** Say that I have finished, or that I go on. @param {boolean} on */
  finish(on) {
    if (!this.standing) return;
    const { id } = this.standing.phase;
    this.finished = on ? id : 0;
    void this.send({ type: "phase.finish", phase: id, body: "", on });
    this.#show();
    find(this.place, `[data-do="${on ? "go-on" : "finish"}"]`).focus({ preventScroll: true });
  }

  /** It was refused. @param {NewCommand} command */
  refused(command) {
    if (command.type !== "phase.finish") return;
    this.finished = command.on ? 0 : command.phase;
    this.#show();
  }

  /** @param {Standing | null} standing */
  #passed(standing) {
    this.standing = standing;
    this.#show();
    this.dispatchEvent(new Event("change"));
  }

  #show() {
    const phase = this.standing?.phase;
    const isAsked = Boolean(phase?.until_finished) && phase?.kind !== SILENCE;
    const isFinished = phase?.id === this.finished;
    find(this.place, '[data-do="finish"]').hidden = !isAsked || isFinished;
    find(this.place, '[data-do="go-on"]').hidden = !isAsked || !isFinished;
  }
}
