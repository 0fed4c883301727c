// The toolbar below the stage: labels say what a press does, icons show the current state.

import { say, sayCount } from "../words.js";
import { isRaised, myself } from "./reducer.js";
import { all, draw, find, put } from "./dom.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { OwnMedia } from "./own-media.js" */
/** @typedef {"microphone" | "camera" | "hand" | "screen"} Own */
/** @typedef {Own | "captions" | "chat" | "people" | "react" | "more" | "leave"} Control */

export class Controls {
  /** @param {HTMLElement} element @param {OwnMedia} own */
  constructor(element, own) {
    this.element = find(element, ".controls");
    this.own = own;
    this.button("screen").hidden = !navigator.mediaDevices?.getDisplayMedia;
    this.element.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {Meeting} meeting @param {number} unread */
  show(meeting, unread) {
    const me = myself(meeting);
    const speaks = this.own.isHeard && Boolean(me?.may_speak);
    this.#turn("microphone", speaks, speaks ? "mic" : "mic-off", speaks ? "microphone_off" : "microphone_on");
    this.#turn(
      "camera",
      this.own.isSeen,
      this.own.isSeen ? "cam" : "cam-off",
      this.own.isSeen ? "camera_off" : "camera_on",
    );
    const isUp = isRaised(meeting);
    this.#turn("hand", !isUp, "hand", isUp ? "hand_down" : "hand_up");
    this.button("hand").classList.toggle("hot", isUp);
    const isShared = this.own.tracks.screen !== null;
    this.#turn("screen", !isShared, "screen", isShared ? "screen_off" : "screen_on");
    this.button("screen").classList.toggle("hot", isShared);
    this.#badge("people", meeting.knocking.length, "knocking");
    this.#badge("chat", unread, "said");
  }

  /** @param {Control} control @param {boolean} isOpen */
  unfold(control, isOpen) {
    this.button(control).setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {Control} control */
  button(control) {
    return /** @type {HTMLButtonElement} */ (find(this.element, `[data-do="${control}"]`));
  }

  /** @param {Control} control @param {boolean} isOn @param {string} icon @param {string} word */
  #turn(control, isOn, icon, word) {
    const button = this.button(control);
    draw(button, icon);
    put(button.querySelector('[data-slot="word"]'), say(word));
    button.classList.toggle("is-off", !isOn && control !== "hand" && control !== "screen");
  }

  /** @param {Control} control @param {number} count @param {string} words what is counted */
  #badge(control, count, words) {
    put(find(this.button(control), '[data-slot="counted"]'), count > 0 ? sayCount(words, count) : "");
    const badge = find(this.button(control), '[data-slot="badge"]');
    put(badge, count > 0 ? String(count) : "");
    badge.hidden = count === 0;
  }

  /** Move between buttons with the arrow keys, as in an ARIA toolbar. @param {KeyboardEvent} event */
  #walk({ key, target }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const buttons = all(this.element, "button:not([hidden])");
    const index = buttons.indexOf(/** @type {HTMLElement} */ (target));
    if (step && index >= 0) buttons[(index + step + buttons.length) % buttons.length].focus();
  }
}
