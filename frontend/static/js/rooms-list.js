// The list of one's rooms, kept as the house has it: events say that something changed, the house draws what.

import { LiveRegion } from "./live-region.js";
import { openLinkBy } from "./link.js";
import { PageQuestion } from "./page-question.js";
import { arrange } from "./reconcile.js";
import { RepeatedQuestion } from "./repeated-question.js";
import { say } from "./words.js";

/** @import { Line, Message } from "./wire" */

const CHANGES = new Set([
  "post.published",
  "post.withdrawn",
  "post.restored",
  "post.hidden",
  "texts.hidden",
  "post.moved",
  "room.changed",
]);
const MOMENT = { shortest: 300, longest: 1500 }; // a crowd does not ask at the same moment
const MOST_FOLLOWED = 20; // rooms; one socket follows no more of them at once
export const ASKED_EVERY = 20_000; // where no socket comes through

export class RoomsList {
  /** @param {HTMLElement} element */
  constructor(element) {
    const { me, build, at = "" } = element.dataset;
    this.element = element;
    this.me = Number(me);
    this.build = build;
    this.status = new LiveRegion(document.getElementById("status"));
    this.question = new PageQuestion(at, (page) => this.#show(this.#rooms(page.body)), MOMENT);
    this.link = openLinkBy((listener) => new RepeatedQuestion(() => this.question.ask(), ASKED_EVERY, listener));
    this.#listen();
  }

  open() {
    this.link.connect();
  }

  #listen() {
    this.link.addEventListener("message", (event) => this.heard(/** @type {CustomEvent} */ (event).detail));
    this.link.addEventListener("state", () => this.#stateChanged());
  }

  #stateChanged() {
    this.element.toggleAttribute("data-live", this.link.isOpen);
    if (this.link.isOpen)
      this.#rooms(this.element)
        .slice(0, MOST_FOLLOWED)
        .forEach((item) => this.#follow(item));
  }

  /** @param {Message} message */
  heard(message) {
    if (message.type === "welcome" && (message.person !== this.me || message.build !== this.build)) location.reload();
    if (message.type === "events" && message.events.some((line) => this.#matters(line))) this.question.askSoon();
    if (message.type === "mark" || message.type === "reset" || message.type === "refused") this.question.askSoon();
  }

  /** @param {Line} line */
  #matters({ by, event }) {
    return CHANGES.has(event.kind) && (by !== this.me || event.kind !== "post.published");
  }

  /** @param {HTMLElement} item */
  #follow({ dataset: { room, epoch = "", seq, follow } }) {
    if (follow === undefined) return;
    this.link.say({ type: "subscribe", room: Number(room), epoch, since: Number(seq), unseen: true });
  }

  /** @param {HTMLElement[]} items as the house draws them now */
  #show(items) {
    const shown = new Map(this.#rooms(this.element).map((item) => [item.dataset.room, item]));
    const list = this.element.querySelector("[data-rooms]");
    const renewed = items.map((item) => this.#renewed(shown.get(item.dataset.room), item));
    if (list) arrange(list, renewed);
  }

  /**
   * The item of a room, with what is new in it: the link stays, and the focus with it.
   * @param {HTMLElement | undefined} shown
   * @param {HTMLElement} item
   */
  #renewed(shown, item) {
    const before = shown?.querySelector("a");
    const after = /** @type {HTMLAnchorElement} */ (item.querySelector("a"));
    if (!shown || !before) return item;
    this.#tell(before, after);
    if (shown.dataset.epoch !== item.dataset.epoch) this.#follow(item);
    Object.assign(shown.dataset, item.dataset);
    before.setAttribute("href", after.getAttribute("href") ?? "");
    if (before.innerHTML !== after.innerHTML) before.replaceChildren(...after.childNodes);
    return shown;
  }

  /** @param {Element} before @param {Element} after */
  #tell(before, after) {
    const told = after.querySelector(".count")?.textContent?.trim();
    const place = after.querySelector("strong")?.textContent ?? "";
    if (told && told !== before.querySelector(".count")?.textContent?.trim())
      this.status.say(say("said_in", { place, told }));
  }

  /** @param {HTMLElement} place @returns {HTMLElement[]} */
  #rooms(place) {
    return [...place.querySelectorAll("[data-room]")].map((item) => /** @type {HTMLElement} */ (item));
  }
}
