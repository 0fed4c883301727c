// What is said and heard of one meeting, over the link of the page. It comes back by itself, with its word to resume.

/** @import { Command, Message } from "../wire" */
/** @import { Link } from "../link.js" */
/** @typedef {Extract<Message, { meeting: number }>} Heard */
/** @typedef {{ pictures: number, microphone: boolean, camera: boolean, consents: boolean }} Wish with what one comes in */

/** Says `heard` (detail: a message of this meeting), `away` and `back`. */
export class Signalling extends EventTarget {
  /** @param {Link} link @param {number} meeting */
  constructor(link, meeting) {
    super();
    this.link = link;
    this.meeting = meeting;
    this.resume = "";
    /** @type {(() => Wish) | null} */
    this.wish = null;
    link.addEventListener("message", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
    link.addEventListener("state", () => this.#stateChanged());
  }

  get isOpen() {
    return this.link.isOpen;
  }

  /** Enter, and enter again whenever the line comes back. @param {() => Wish} wish as it is by then */
  join(wish) {
    this.wish = wish;
    this.link.insist(true);
    this.rejoin();
  }

  /** For good. */
  leave() {
    if (this.wish) this.say("meeting.leave", {});
    this.forget();
  }

  /** We are out: come back only when one asks to. */
  forget() {
    this.wish = null;
    this.resume = "";
    this.link.insist(false);
  }

  /** @param {string} type @param {object} fields */
  say(type, fields) {
    this.link.say(/** @type {Command} */ ({ type, meeting: this.meeting, ...fields }));
  }

  /** The house has lost sight of us, or had no time: once more, with our word to resume. */
  rejoin() {
    if (this.wish && this.link.isOpen) this.say("meeting.join", { ...this.wish(), resume: this.resume });
  }

  #stateChanged() {
    if (this.link.isOpen) this.rejoin();
    else if (this.wish) this.dispatchEvent(new Event("away"));
  }

  /** @param {Message} message */
  #heard(message) {
    if (!("meeting" in message) || message.meeting !== this.meeting) return;
    if (message.type === "meeting.joined") this.resume = message.resume;
    this.dispatchEvent(new CustomEvent("heard", { detail: message }));
  }
}
