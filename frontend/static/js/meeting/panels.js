// The side panel: messages, people, or none.

import { find } from "./dom.js";

/** @import { Controls } from "./controls.js" */
/** @typedef {"chat" | "people"} Panel */

export class Panels {
  /** @param {HTMLElement} element @param {Controls} controls @param {() => void} moved */
  constructor(element, controls, moved) {
    this.element = element;
    this.controls = controls;
    this.moved = moved;
    /** @type {Panel | null} */
    this.now = null;
  }

  /** @param {Panel} panel */
  toggle(panel) {
    if (this.now === panel) this.close();
    else this.open(panel);
  }

  /** @param {Panel} panel */
  open(panel) {
    this.#show(panel);
    find(this.#panel(panel), "h2").focus({ preventScroll: true });
  }

  close() {
    const was = this.now;
    this.#show(null);
    if (was) this.controls.button(was).focus({ preventScroll: true });
  }

  /** @param {Panel | null} panel */
  #show(panel) {
    this.now = panel;
    for (const each of /** @type {const} */ (["chat", "people"])) {
      this.#panel(each).hidden = each !== panel;
      this.controls.unfold(each, each === panel);
    }
    this.element.classList.toggle("with-panel", panel !== null);
    this.moved();
  }

  /** @param {Panel} panel */
  #panel(panel) {
    return find(this.element, `[data-panel="${panel}"]`);
  }
}
