// My own video, mirrored, and the level of my microphone.

import { all, find, play, put } from "./dom.js";
import { listen, SPOKEN } from "./sounds.js";
import { say } from "../words.js";

/** @import { OwnMedia } from "./own-media.js" */

export class SelfView {
  /** @param {HTMLElement} element @param {OwnMedia} own */
  constructor(element, own) {
    this.element = element;
    this.own = own;
    this.meter = find(element, "[data-level]");
    this.ear = () => {};
    /** @type {MediaStreamTrack | null} */
    this.heard = null;
    own.addEventListener("change", () => this.show());
  }

  show() {
    const { camera } = this.own.tracks;
    for (const glass of all(this.element, ".glass")) {
      const video = /** @type {HTMLVideoElement} */ (find(glass, "video"));
      play(video, camera);
      video.hidden = !camera;
      find(glass, "p").hidden = Boolean(camera);
    }
    this.#listen();
  }

  /** Stop the meter: in the meeting it is not needed. */
  rest() {
    this.ear();
    this.heard = null;
  }

  #listen() {
    const microphone = this.element.dataset.at === "door" && this.own.isHeard ? this.own.tracks.microphone : null;
    if (microphone === this.heard) return;
    this.rest();
    this.heard = microphone;
    this.#level(0);
    put(find(this.element, '[data-slot="level-words"]'), say(microphone ? "level_speak" : "level_off"));
    if (microphone) this.ear = listen(microphone, (level) => this.#level(level));
  }

  /** @param {number} level */
  #level(level) {
    this.meter.style.setProperty("--level", level.toFixed(2));
    if (level > SPOKEN) put(find(this.element, '[data-slot="level-words"]'), say("level_heard"));
  }
}
