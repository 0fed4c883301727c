// Signalling of one meeting over the page's link: joins again by itself after a cut, with its resumption token.

/** @import { Command, Message } from "../wire" */
/** @import { Link } from "../link.js" */
/** @typedef {Extract<Message, { meeting: number }>} Heard */
/**
 * What one enters with.
 * @typedef {{ pictures: number, microphone: boolean, camera: boolean, consents: boolean }} JoinRequest
 */

/** Fires `heard` (detail: a message of this meeting), `away` and `back`. */
export class Signalling extends EventTarget {
  /** @param {Link} link @param {number} meeting */
  constructor(link, meeting) {
    super();
    this.link = link;
    this.meeting = meeting;
    this.resume = "";
    /** @type {(() => JoinRequest) | null} */
    this.request = null;
    link.addEventListener("message", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
    link.addEventListener("state", () => this.#stateChanged());
  }

  get isOpen() {
    return this.link.isOpen;
  }

  /** Join, and join again at each reconnection. @param {() => JoinRequest} request as of then */
  join(request) {
    this.request = request;
    this.link.insist(true);
    this.rejoin();
  }

  /** Leave, and do not join again. */
  leave() {
    if (this.request) this.say("meeting.leave", {});
    this.forget();
  }

  /** Out of the meeting: do not join again by ourselves. */
  forget() {
    this.request = null;
    this.resume = "";
    this.link.insist(false);
  }

  /** @param {string} type @param {object} fields */
  say(type, fields) {
    this.link.say(/** @type {Command} */ ({ type, meeting: this.meeting, ...fields }));
  }

  /** Join again with the resumption token, if there is a join request. */
  rejoin() {
    if (this.request && this.link.isOpen) this.say("meeting.join", { ...this.request(), resume: this.resume });
  }

  #stateChanged() {
    if (this.link.isOpen) this.rejoin();
    else if (this.request) this.dispatchEvent(new Event("away"));
  }

  /** @param {Message} message */
  #heard(message) {
    if (!("meeting" in message) || message.meeting !== this.meeting) return;
    if (message.type === "meeting.joined") this.resume = message.resume;
    this.dispatchEvent(new CustomEvent("heard", { detail: message }));
  }
}
