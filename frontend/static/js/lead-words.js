// A private word between those who lead a session: told without leaving the page, and read again and again, since no
// event of the room tells of it.

import { newRef } from "./refs.js";
import { say } from "./words.js";

const EVERY = 5000; // milliseconds

export class LeadWords {
  /**
   * @param {HTMLElement} element
   * @param {() => Promise<void>} refresh draws what the house has, and calls `drawn`
   */
  constructor(element, refresh) {
    this.element = element;
    this.refresh = refresh;
    this.newest = this.#newest?.dataset.word;
  }

  open() {
    const { drawer } = this;
    drawer?.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send(/** @type {HTMLFormElement} */ (event.target));
    });
    drawer?.addEventListener("toggle", () => drawer.removeAttribute("data-new"));
    if (drawer) setInterval(() => document.hidden || void this.refresh(), EVERY);
  }

  /** What others told is marked on the closed drawer, and said once where an act is answered. */
  drawn() {
    const newest = this.#newest;
    if (!newest || newest.dataset.word === this.newest) return;
    this.newest = newest.dataset.word;
    if (newest.hasAttribute("data-own")) return;
    this.drawer?.toggleAttribute("data-new", !this.drawer.hasAttribute("open"));
    this.#tell(say("lead_word", { name: newest.querySelector("b")?.textContent ?? "" }));
  }

  get drawer() {
    return this.element.querySelector("#mot");
  }

  /** @returns {HTMLElement | null} */
  get #newest() {
    return this.element.querySelector("[data-word]");
  }

  /** What was not told stays in its box, under its ref: it is told once. @param {HTMLFormElement} form */
  async #send(form) {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return this.#tell(answer ? await wrongIn(answer) : say("conduct_offline"));
    form.reset();
    /** @type {HTMLInputElement} */ (form.elements.namedItem("ref")).value = newRef();
    this.#tell("");
    await this.refresh();
  }

  /** @param {string} sentence */
  #tell(sentence) {
    const words = document.createElement("p");
    words.textContent = sentence;
    this.element.querySelector("[data-told]")?.replaceChildren(...(sentence ? [words] : []));
  }
}

/** The sentence of a page that refuses. @param {Response} answer */
async function wrongIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("word-wrong")?.textContent ?? say("conduct_unanswered");
}
