// One's own words that the team reads first: the house draws them, and says when something has become of them.

import { announcedIn, announcementIn } from "./announcements.js";
import { swap } from "./fragments.js";
import { tellAnswer } from "./help-answer.js";

const PART = "[data-waiting]";

export class WaitingWords {
  /**
   * @param {Element} room
   * @param {string} slug
   * @param {(change: () => void) => void} keepUp do what must leave in sight who was at the end of the feed
   * @param {(said: Element | null, news: string) => void} tell what the team says to everybody, and if it is new
   */
  constructor(room, slug, keepUp, tell) {
    this.room = room;
    this.keepUp = keepUp;
    this.tell = tell;
    this.address = `/f/${slug}/en-attente/`;
    this.asked = this.shown;
  }

  /** How often something had become of them when this page was told last. */
  get shown() {
    return Number(this.#part?.dataset.waiting ?? 0);
  }

  /** What this person's screens are told: ask again if it is news. @param {number} waiting */
  stand(waiting) {
    if (waiting === this.asked) return;
    this.asked = waiting;
    void this.ask();
  }

  async ask() {
    const answer = await fetch(this.address, { credentials: "same-origin" }).catch(() => null);
    const old = this.#part;
    if (!answer?.ok || !old) {
      this.asked = this.shown; // the next message asks again
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = /** @type {HTMLElement | null} */ (page.querySelector(PART));
    if (fresh) this.tell(announcementIn(fresh), announcedIn(fresh, old));
    if (fresh) this.keepUp(() => this.#replace(old, document.adoptNode(fresh)));
    tellAnswer(this.room, old);
  }

  /** @param {HTMLElement} old @param {HTMLElement} fresh */
  #replace(old, fresh) {
    if (swap(old, fresh)) return;
    old.addEventListener("focusout", () => void this.ask(), { once: true }); // somebody writes in it
  }

  get #part() {
    return /** @type {HTMLElement | null} */ (this.room.querySelector(PART));
  }
}
