// The screens of the page, one at a time: door, lobby, room, left. Moves the focus to the title.

import { all, find } from "./dom.js";

/** @typedef {"plain" | "door" | "lobby" | "room" | "left"} Screen */

export class Screens {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {Screen} */
    this.now = "plain";
  }

  /** @param {Screen} screen */
  show(screen) {
    if (screen === this.now) return;
    const wasPlain = this.now === "plain";
    this.now = screen;
    this.element.dataset.at = document.body.dataset.at = screen;
    all(this.element, "[data-screen]").forEach((each) =>
      each.toggleAttribute("hidden", each.dataset.screen !== screen),
    );
    if (wasPlain) return; // the page has just been opened: nothing takes the focus from its beginning
    scrollTo({ top: 0, behavior: "instant" });
    find(this.element, `[data-screen="${screen}"] h1`).focus({ preventScroll: true });
  }
}
