// What the team says to everybody, on a page that cannot be left to put it away: a rencontre.

import { swap } from "./fragments.js";

const PLACE = "[data-announcements]";

/** @param {ParentNode} part @returns {HTMLElement | null} */
export const announcementIn = (part) => part.querySelector("[data-announcement]");

/**
 * The words of what is announced in `part` and was not in `before`.
 * @param {ParentNode} part
 * @param {ParentNode} before
 */
export function announcedIn(part, before) {
  const announced = announcementIn(part);
  const number = announced?.dataset.announcement;
  if (!announced || before.querySelector(`[data-announcement="${number}"]`)) return "";
  return announced.querySelector("p")?.textContent?.trim() ?? "";
}

export class Announcements {
  /** @param {HTMLElement} element @param {string} slug @param {(sentence: string) => void} tell */
  constructor(element, slug, tell) {
    this.element = element;
    this.address = `/f/${slug}/annonce/`;
    this.tell = tell;
    this.heard = 0;
    element.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** What this person's screens are told: ask if it is news. @param {number} waiting */
  stand(waiting) {
    if (waiting === this.heard) return;
    this.heard = waiting;
    void this.ask();
  }

  async ask() {
    const answer = await fetch(this.address, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      this.heard = -1; // the next message asks again
      return;
    }
    const html = await answer.text();
    const news = announcedIn(partOf(html), this.element);
    this.element.querySelectorAll(PLACE).forEach((old) => swap(/** @type {HTMLElement} */ (old), partOf(html)));
    if (news) this.tell(news);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-announcement]")) return;
    event.preventDefault();
    const sent = fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    void sent.catch(() => null).then(() => this.ask());
  }
}

/** @param {string} html @returns {HTMLElement} */
function partOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return document.adoptNode(/** @type {HTMLElement} */ (page.querySelector(PLACE)));
}
