// The page's one ARIA live region: announces at most every five seconds, everything at once.

import { sayCount } from "./words.js";

/** @import { Line } from "./wire" */

const PAUSE = 5000;

export class LiveRegion {
  /** @param {HTMLElement | null} place */
  constructor(place) {
    this.place = place;
    /** @type {string[]} */
    this.sentences = [];
    this.posts = this.answers = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.speaking = undefined;
  }

  /** Announce `sentence` soon, once. @param {string} sentence */
  say(sentence) {
    if (!this.sentences.includes(sentence)) this.sentences.push(sentence);
    this.speaking ??= setTimeout(() => this.#speak(), PAUSE);
  }

  /** Count a line of somebody else. @param {Line} line @param {number} me */
  heard({ by, event: { kind } }, me) {
    if (by === me) return;
    this.posts += Number(kind === "post.published");
    this.answers += Number(kind === "comment.published");
    if (this.posts + this.answers) this.speaking ??= setTimeout(() => this.#speak(), PAUSE);
  }

  #speak() {
    const counted = [
      ...(this.posts ? [sayCount("said", this.posts)] : []),
      ...(this.answers ? [sayCount("answers", this.answers)] : []),
    ];
    if (this.place) this.place.textContent = [...this.sentences, ...counted].join(" ");
    this.sentences = [];
    this.posts = this.answers = 0;
    this.speaking = undefined;
  }
}
