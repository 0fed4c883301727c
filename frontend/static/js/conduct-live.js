// The live page of whoever conducts: follows the room's log, sends acts, draws both.

import { Acts } from "./conduct-acts.js";
import { listenToKeys } from "./conduct-keys.js";
import { ConductScreen } from "./conduct-screen.js";
import { openLink } from "./link.js";
import { bodyBox } from "./form-fields.js";
import { LeadWords } from "./lead-words.js";
import { LiveRegion } from "./live-region.js";
import { LogFollower } from "./log-follower.js";
import { showEnding, showNotice, startAfresh } from "./notice.js";
import { ScreenWakeLock } from "./meeting/wake-lock.js";
import { say } from "./words.js";

/** @import { Line, Message, Scene, ShownPost, ShownSession } from "./wire" */
/** @import { ScoredPhase } from "./conduct-clock.js" */
/** @template {Message["type"]} T @typedef {Extract<Message, { type: T }>} Of */

const MOMENT = 1500; // milliseconds: most cuts are over before

export class LiveConduct {
  /** @param {HTMLElement} element @param {Scene} scene @param {ScoredPhase[]} score */
  constructor(element, scene, score) {
    const { me = "", role = "", session = "", events = "", command = "" } = element.dataset;
    this.element = element;
    this.me = Number(me);
    this.role = role;
    this.session = Number(session);
    this.log = new LogFollower(scene, (line) => this.took(line));
    this.link = openLink({ events, command, position: () => this.log.position });
    this.status = new LiveRegion(document.getElementById("status"));
    const shown = scene.snapshot.session;
    const isHere = shown?.id === this.session && element.querySelector("[data-rule]");
    this.screen = isHere ? new ConductScreen(element, shown, score, this.status) : null;
    this.acts = new Acts(element, this.link, scene.snapshot.room.id, () => void this.refresh());
    this.words = new LeadWords(element, () => this.refresh());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubting = undefined;
  }

  // Lifecycle

  open() {
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    this.link.addEventListener("message", (event) => this.heard(detail(event)));
    this.link.addEventListener("ended", (event) => showEnding(this.element, detail(event)));
    this.link.addEventListener("state", () => this.#changed());
    this.element.querySelector("[data-grace]")?.addEventListener("toggle", () => void this.refresh());
    this.element.querySelector("[data-open-end]")?.addEventListener("click", () => this.#openEnd());
    listenToKeys(this.element);
    this.words.open();
    this.screen?.open();
    if (this.screen) new ScreenWakeLock().keep();
    this.link.connect();
  }

  // Callbacks

  /** @param {Message} message */
  heard(message) {
    if ("room" in message && message.room !== this.log.room.id) return;
    const hear = /** @type {((message: Message) => void) | undefined} */ (this.hearings[message.type]);
    hear?.(message);
  }

  /** @type {{ [T in Message["type"]]?: (message: Of<T>) => void }} */
  hearings = {
    welcome: ({ person, build }) => this.welcomed(person, build),
    subscribed: ({ role }) => this.followed(role),
    standing: ({ role }) => role !== this.role && startAfresh(this.element),
    events: ({ events }) => this.log.receive(events, this.link),
    reset: () => startAfresh(this.element),
    refused: ({ ref, code }) => ref === null && code !== "too_fast" && startAfresh(this.element),
    bad: () => showNotice(this.element, say("stale"), say("reload")),
    presence: (presence) => this.screen?.met(presence),
    tally: (tally) => this.counted(tally),
    cut_off: (cutOff) => this.screen?.lostSome(cutOff),
  };

  /** @param {number} person @param {string} build */
  welcomed(person, build) {
    if (person !== this.me) startAfresh(this.element);
    else if (build !== this.element.dataset.build) showNotice(this.element, say("stale"), say("reload"));
  }

  /** @param {string} role */
  followed(role) {
    this.log.answered();
    this.element.toggleAttribute("data-live", true);
    if (role !== this.role) startAfresh(this.element);
  }

  /** @param {Line} line */
  took({ event }) {
    if (event.kind === "session.changed" && event.session.id === this.session) this.changed(event.session);
    if (event.kind === "post.published") this.published(event.post);
  }

  /** @param {ShownSession} session */
  changed(session) {
    if (this.screen && session.ended_at === null) {
      this.screen.show(session);
      void this.refresh();
    } else if (this.#isWriting) {
      showNotice(this.element, say("conduct_ended"), say("reload"));
    } else {
      location.replace(location.pathname);
    }
  }

  /** @param {ShownPost} post */
  published({ kind, card }) {
    if (kind === "silence" && card)
      this.screen?.appeared(/** @type {{ rank: number, of: number }} */ (/** @type {unknown} */ (card)));
  }

  /** @param {Of<"tally">} tally */
  counted(tally) {
    this.screen?.counted(tally);
    if (this.element.querySelector("[data-grace][open]")) void this.refresh();
  }

  /** Draw anew the parts that the house draws: the hours of the score, who writes. */
  async refresh() {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!this.screen || !answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("[data-part]").forEach((part) => this.#replace(/** @type {HTMLElement} */ (part)));
    const score = page.getElementById("score")?.textContent;
    if (score) this.screen.score = JSON.parse(score);
    this.screen.drawScore();
    this.screen.draw();
    this.words.drawn();
  }

  // Private

  get #isWriting() {
    const box = bodyBox(this.element);
    return Boolean(box?.value.trim());
  }

  /** @param {HTMLElement} part */
  #replace(part) {
    const old = this.element.querySelector(`[data-part="${part.dataset.part}"]`);
    const asked = old?.contains(document.activeElement) && askedIn(document.activeElement?.closest("form"));
    old?.replaceWith(document.adoptNode(part));
    const forms = asked ? [...part.querySelectorAll("form")] : [];
    forms
      .find((form) => askedIn(form) === asked)
      ?.querySelector("button")
      ?.focus();
  }

  #changed() {
    if (this.link.isOpen) {
      clearTimeout(this.doubting);
      this.doubting = undefined;
      this.screen?.away(false);
      this.log.subscribe(this.link);
      return;
    }
    this.element.removeAttribute("data-live");
    this.doubting ??= setTimeout(() => this.screen?.away(!this.link.isOpen), MOMENT);
  }

  #openEnd() {
    const drawer = this.element.querySelector("#finir");
    drawer?.toggleAttribute("open", true);
  }
}

/** What tells a form from others: for whom it is, or how many seconds. @param {Element | null | undefined} form */
function askedIn(form) {
  if (!form) return "";
  const boxes = new FormData(/** @type {HTMLFormElement} */ (form));
  return String(boxes.get("person") ?? boxes.get("seconds") ?? "");
}
