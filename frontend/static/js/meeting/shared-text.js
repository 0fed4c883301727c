// What everybody reads: a text that fills the stage, one step at a time, led by a host or by whoever reads.

import { say } from "../words.js";
import { myself } from "./reducer.js";
import { all, find, place, put } from "./dom.js";

/** @import { Line, ShownText } from "../wire" */
/** @import { Meeting } from "./reducer.js" */
/** @import { Dialogs } from "./dialogs.js" */
/** @typedef {{ tell: (type: string, fields: object) => void, dialogs: Dialogs }} Means */

const AGAIN = 3000; // milliseconds until words that did not come are asked for again

/** Fires `change` when the words of a text are to be shown, or to be asked for again. */
export class SharedText extends EventTarget {
  /** @param {HTMLElement} element @param {Means} means */
  constructor(element, { tell, dialogs }) {
    super();
    this.element = place(element, "reading");
    this.words = place(this.element, "text");
    this.address = element.dataset.texts ?? "";
    this.tell = tell;
    this.dialogs = dialogs;
    /** @type {ShownText | null} */
    this.text = null;
    this.drawn = "";
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    this.text = meeting.state.text;
    this.element.hidden = this.text === null;
    if (!this.text) return this.#clear();
    const key = keyOf(this.text);
    if (key !== this.drawn) void this.#fetch(key);
    this.#turn(this.text);
    const leads = myself(meeting)?.host || this.text.reader === meeting.me;
    place(this.element, "text-acts").hidden = !leads;
  }

  /** A line of the room's log: a text that was corrected or hidden is asked for again. @param {Line} line */
  logged({ event }) {
    const { post } = /** @type {HTMLElement | null} */ (this.words.querySelector("[data-post]"))?.dataset ?? {};
    const isPost = post !== undefined && "post" in event && String(event.post) === post;
    const isAsked = event.kind === "consigne.pinned" && this.text?.what === "consigne";
    if (this.text && (isPost || isAsked)) void this.#fetch(keyOf(this.text));
  }

  // Acts

  /** Let a host choose what to read. */
  async choose() {
    const list = place(this.dialogs.dialog("texts"), "texts");
    put(list, say("text_comes"));
    this.dialogs.open("texts");
    const html = await ask(this.address).catch(() => null);
    if (html) list.replaceChildren(...partsOf(html));
    else put(list, say("text_away"));
  }

  /** @param {HTMLElement} button of the list */
  read({ dataset }) {
    this.dialogs.close();
    this.tell("meeting.read", { what: dataset.what, id: Number(dataset.id), reader: null });
  }

  /** @param {number} by how many steps, forward or back */
  step(by) {
    const { place: now, count } = this.#place();
    const step = Math.min(Math.max(now + by, 0), count - 1);
    if (step >= 0 && step !== now) this.tell("meeting.turn", { step });
  }

  putAway() {
    this.tell("meeting.put_away", {});
  }

  // Drawing

  #clear() {
    this.drawn = "";
    this.words.replaceChildren();
  }

  /** @param {string} key */
  async #fetch(key) {
    if (this.drawn !== key) this.words.replaceChildren();
    this.drawn = key;
    const html = await ask(`${this.address}${key}/`).catch(() => undefined);
    if (this.drawn !== key || !this.text) return;
    if (html === undefined) setTimeout(() => this.drawn === key && this.#retry(), AGAIN);
    else if (html === null) put(this.words, say("text_gone"));
    else this.words.replaceChildren(...partsOf(html));
    this.#turn(this.text);
    this.dispatchEvent(new Event("change"));
  }

  #retry() {
    this.drawn = "";
    this.dispatchEvent(new Event("change"));
  }

  /** @param {ShownText} text */
  #turn({ step }) {
    const { place: now, count } = this.#place();
    all(this.words, "[data-step]").forEach((each, index) => (each.hidden = index !== now));
    put(place(this.element, "text-place"), count > 1 ? say("text_place", { place: now + 1, count }) : "");
    this.#allow("step-back", now > 0);
    this.#allow("step-on", now < count - 1);
    if (this.turned !== `${this.drawn} ${step}`) this.words.scrollTop = 0;
    this.turned = `${this.drawn} ${step}`;
  }

  turned = "";

  /** Its focus stays, at the first step and at the last. @param {string} act @param {boolean} isPossible */
  #allow(act, isPossible) {
    find(this.element, `[data-do="${act}"]`).setAttribute("aria-disabled", String(!isPossible));
  }

  /** The step that is shown, of how many: never one that is not there. */
  #place() {
    const count = all(this.words, "[data-step]").length;
    return { place: Math.min(this.text?.step ?? 0, count - 1), count };
  }
}

/** @param {ShownText} text */
function keyOf({ what, id }) {
  return `${what}/${id}`;
}

/** What the house has at `address`; null: nothing, or nothing any more. @param {string} address */
async function ask(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) return await answer.text();
  if (answer.status >= 500 || answer.status === 429) throw new Error(`${answer.status}`);
  return null;
}

/** @param {string} html */
function partsOf(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.children].map((part) => document.adoptNode(part));
}
