// The régie, kept as the house has it: logs of rooms and of their wings say that something happened, the house
// draws what; an act is a form, sent without leaving the page.

import { Chime } from "./chime.js";
import { Colleagues } from "./colleagues.js";
import { swap } from "./fragments.js";
import { openLinkBy } from "./link.js";
import { LiveRegion } from "./live-region.js";
import { PageQuestion } from "./page-question.js";
import { PieceInHand } from "./piece-in-hand.js";
import { RackTabs } from "./rack-tabs.js";
import { sayReadyWords } from "./ready-words.js";
import { RepeatedQuestion } from "./repeated-question.js";
import { write } from "./template-slots.js";
import { say } from "./words.js";

/** @import { Message } from "./wire" */

const HELP = "h"; // begins the numbers of requests for help
const MOMENT = { shortest: 100, longest: 400 }; // what happens together is asked for once
const ASKED_EVERY = 10_000; // where no socket comes through, and for what no log tells: a room that opens or closes

export class LiveRegie {
  /** @param {HTMLElement} element */
  constructor(element) {
    const { me, build } = element.dataset;
    this.element = element;
    this.me = Number(me);
    this.build = build;
    this.status = new LiveRegion(document.getElementById("status"));
    this.told = element.querySelector("[data-told]");
    this.chime = new Chime(element.querySelector("[data-sound]"));
    this.inHand = new PieceInHand(element, (form) => void this.send(form));
    this.tabs = new RackTabs(element);
    this.colleagues = new Colleagues(element, this.me, (message) => this.link.say(message));
    this.question = new PageQuestion(location.href, (page) => this.#draw(page), MOMENT);
    this.link = openLinkBy((listener) => new RepeatedQuestion(() => this.question.ask(), ASKED_EVERY, listener));
  }

  open() {
    this.link.addEventListener("message", (event) => this.heard(/** @type {CustomEvent} */ (event).detail));
    this.link.addEventListener("state", () => this.#stateChanged());
    this.element.addEventListener("submit", (event) => this.#submitted(event));
    this.told?.querySelectorAll("a, button").forEach((each) => each.addEventListener("click", () => this.#tell("")));
    setInterval(() => this.question.askSoon(), ASKED_EVERY);
    this.inHand.show();
    this.tabs.open();
    this.link.connect();
  }

  /** @param {Message} message */
  heard(message) {
    if (message.type === "welcome" && (message.person !== this.me || message.build !== this.build)) location.reload();
    this.colleagues.heard(message);
    if (["events", "reset", "standing"].includes(message.type)) this.question.askSoon();
    if (message.type === "refused" && message.ref === null) location.reload(); // no longer of the team
  }

  /**
   * Do what a form asks, by the button that was pressed.
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} by
   */
  async send(form, by = null) {
    const to = by?.getAttribute("formaction") ?? form.action;
    const answer = await fetch(to, { method: "POST", body: new FormData(form, by) }).catch(() => null);
    if (!answer) return this.#tell(say("regie_cut"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const became = answer.ok ? form.dataset.done : page.querySelector("[data-refusal]")?.textContent?.trim();
    this.#tell(became ?? "");
    if (answer.ok) this.#done(form);
    await this.question.ask().catch(() => this.question.askSoon());
  }

  /** Let go of what was written and sent, so that nothing keeps it on the screen. @param {HTMLFormElement} form */
  #done(form) {
    form.reset();
    const { activeElement } = document;
    if (form.contains(activeElement)) /** @type {HTMLElement} */ (activeElement).blur();
    this.element.querySelector("#earlier")?.removeAttribute("open");
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post") return;
    event.preventDefault();
    void this.send(form, event.submitter);
  }

  #stateChanged() {
    this.element.toggleAttribute("data-live", this.link.isOpen);
    if (!this.link.isOpen) return;
    this.element.querySelectorAll("[data-room]").forEach((rack) => this.#follow(/** @type {HTMLElement} */ (rack)));
  }

  /** @param {HTMLElement} rack */
  #follow({ dataset: { room, epoch = "", seq, wings, wingsEpoch = "", wingsSeq } }) {
    this.#subscribe(room, epoch, seq);
    if (wings) this.#subscribe(wings, wingsEpoch, wingsSeq);
  }

  /** @param {string | undefined} room @param {string} epoch @param {string | undefined} since */
  #subscribe(room, epoch, since) {
    this.link.say({ type: "subscribe", room: Number(room), epoch, since: Number(since), unseen: true });
  }

  /** @param {Document} page as the house draws it now */
  #draw(page) {
    const before = this.#pieces(this.element);
    document.title = page.title;
    page.querySelectorAll("[data-part]").forEach((part) => this.#replace(/** @type {HTMLElement} */ (part)));
    const fresh = [...this.#pieces(this.element)].filter((number) => !before.has(number));
    if (fresh.length) {
      if (fresh.some((number) => number?.startsWith(HELP))) this.#tell(say("help_asked"), true);
      this.status.say(document.title);
      this.chime.ring();
    }
    sayReadyWords(this.element);
    this.inHand.show();
    this.tabs.show();
    this.colleagues.show();
  }

  /** @param {HTMLElement} part */
  #replace(part) {
    const old = /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-part="${part.dataset.part}"]`));
    if (!old || old.innerHTML === part.innerHTML) return;
    if (swap(old, document.adoptNode(part))) return;
    old.addEventListener("focusout", () => this.question.askSoon(), { once: true }); // somebody writes in it
  }

  /** What waits for a decision. @param {ParentNode} place */
  #pieces(place) {
    return new Set([...place.querySelectorAll(".piece")].map((piece) => piece.getAttribute("data-piece")));
  }

  /** @param {string} sentence @param {boolean} [isHelp] whether it is of somebody who asks for help */
  #tell(sentence, isHelp = false) {
    this.told?.querySelector('[data-slot="to-help"]')?.toggleAttribute("hidden", !isHelp);
    write(this.told?.querySelector('[data-slot="told"]') ?? undefined, sentence);
    this.told?.toggleAttribute("hidden", !sentence);
    if (sentence) this.status.say(sentence);
  }
}
