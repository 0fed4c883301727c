// The card of the first visit: its steps are ticked as they are done, in place.

const READING = 3000; // milliseconds with the end of the consigne in sight

export class FirstVisit {
  /** @param {HTMLElement} room */
  constructor(room) {
    this.room = room;
    this.card = room.querySelector("[data-first]");
    if (this.card) this.#begin(this.card);
  }

  /** The newcomer has published. */
  said() {
    this.#tick("hello");
  }

  /** @param {Element} card */
  #begin(card) {
    card.querySelector('[href="#consigne"]')?.addEventListener("click", () => this.#tick("read"));
    card.querySelector('[href="#body"]')?.addEventListener("click", (event) => this.#write(event));
    const end = this.room.querySelector("#consigne .go");
    if (end) this.#waitForReader(end);
  }

  /** The composer is in sight already: nothing has to move. @param {Event} event */
  #write(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.room.querySelector("#body"))?.focus({ preventScroll: true });
  }

  /** @param {Element} end */
  #waitForReader(end) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let reading;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      clearTimeout(reading);
      if (isIntersecting) reading = setTimeout(() => (observer.disconnect(), this.#tick("read")), READING);
    });
    observer.observe(end);
  }

  /** @param {string} step */
  #tick(step) {
    this.card?.querySelector(`[data-step="${step}"]`)?.toggleAttribute("data-done", true);
  }
}
