// Notices above the stage, with buttons. Each has a name, and is shown once.

import { button } from "../template-slots.js";
import { say } from "../words.js";
import { copy, find, place, put } from "./dom.js";

/** @import { LiveRegion } from "../live-region.js" */
/** @typedef {{ word: string, act: () => void }} Way */

const LASTS = 9000; // milliseconds, for what asks nothing

export class News {
  /** @param {HTMLElement} element @param {LiveRegion} status */
  constructor(element, status) {
    this.place = place(element, "news");
    this.status = status;
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.passing = new Map();
  }

  /** For a moment, in the place of what was said of the same `topic`. @param {string} sentence @param {string} topic */
  pass(sentence, topic = sentence) {
    this.keep(topic, sentence);
    clearTimeout(this.passing.get(topic));
    this.passing.set(
      topic,
      setTimeout(() => this.drop(topic), LASTS),
    );
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
