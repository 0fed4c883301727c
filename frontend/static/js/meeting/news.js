// What just happened, in a sentence above the stage, with what one may do about it. Each has a name: it is there once.

import { button } from "../slots.js";
import { say } from "../words.js";
import { copy, find, place, put } from "./parts.js";

/** @import { Status } from "../status.js" */
/** @typedef {{ word: string, act: () => void }} Way */

const LASTS = 9000; // milliseconds, for what asks nothing

export class News {
  /** @param {HTMLElement} element @param {Status} status */
  constructor(element, status) {
    this.place = place(element, "news");
    this.status = status;
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
  }

  /** For a moment. @param {string} sentence */
  pass(sentence) {
    this.keep(sentence, sentence);
    setTimeout(() => this.drop(sentence), LASTS);
  }

  /** Until it is dropped, or closed. @param {string} name @param {string} sentence @param {Way[]} [ways] */
  keep(name, sentence, ways = []) {
    const item = this.shown.get(name) ?? copy("news-template");
    if (item.querySelector("p")?.textContent === sentence) return;
    this.shown.set(name, item);
    put(item.querySelector("p"), sentence);
    const close = { word: say("close"), act: () => {} };
    const buttons = [...ways, close].map(({ word, act }) => button(word, () => (this.drop(name), act())));
    find(item, ".news-ways").replaceChildren(...buttons);
    this.place.append(item);
    this.status.say(sentence);
  }

  /** @param {string} name */
  drop(name) {
    this.shown.get(name)?.remove();
    this.shown.delete(name);
  }
}
