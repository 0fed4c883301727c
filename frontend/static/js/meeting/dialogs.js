// Modal dialogs: one at a time, closed by Escape, focus restored.

import { find, place, put, tell } from "./dom.js";

/** @typedef {"react" | "texts" | "person" | "more" | "help" | "question"} Name */
/** @typedef {{ question: string, words?: string, yes: string, no: string }} Question */

export class Dialogs {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {Promise<unknown>} */
    this.asking = Promise.resolve();
  }

  /** @param {Name} name */
  dialog(name) {
    return /** @type {HTMLDialogElement} */ (find(this.element, `[data-dialog="${name}"]`));
  }

  /** @param {Name} name */
  open(name) {
    this.close();
    this.dialog(name).showModal();
  }

  close() {
    /** @type {HTMLDialogElement | null} */ (this.element.querySelector("dialog[open]"))?.close();
  }

  get isOpen() {
    return this.element.querySelector("dialog[open]") !== null;
  }

  /**
   * Whether the answer is yes; Escape is no. One question after another.
   * @param {Question} question
   * @param {AbortSignal} [takenBack] the question is asked no more, and its answer is no
   */
  ask(question, takenBack) {
    const answer = this.asking.then(() => !takenBack?.aborted && this.#ask(question, takenBack));
    this.asking = answer;
    return answer;
  }

  /** @param {Question} question @param {AbortSignal} [takenBack] @returns {Promise<boolean>} */
  #ask({ question, words = "", yes, no }, takenBack) {
    const dialog = this.dialog("question");
    this.close();
    put(place(dialog, "question"), question);
    tell(place(dialog, "question-words"), words);
    put(place(dialog, "yes"), yes);
    put(place(dialog, "no"), no);
    dialog.returnValue = "";
    const answered = new AbortController();
    takenBack?.addEventListener("abort", () => dialog.close(), { signal: answered.signal });
    dialog.showModal();
    return new Promise((resolve) =>
      dialog.addEventListener("close", () => (answered.abort(), resolve(dialog.returnValue === "yes")), { once: true }),
    );
  }
}
