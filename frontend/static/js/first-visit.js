// The checklist of a first visit: ticks its steps as they are done.

const READING = 3000; // milliseconds with the end of the consigne in sight

export class FirstVisit {
  /** @param {HTMLElement} room @param {() => void} done called once the first message is published */
  constructor(room, done) {
    this.room = room;
    this.done = done;
    this.card = room.querySelector("[data-first]");
    if (this.card) this.#begin(this.card);
  }

  hasSpoken = false;

  /** The newcomer has published. */
  said() {
    if (!this.card || this.hasSpoken) return;
    this.hasSpoken = true;
    this.#tick("hello");
    this.done();
  }

  /** @param {Element} card */
  #begin(card) {
    card.querySelector('[href="#consigne"]')?.addEventListener("click", () => this.#tick("read"));
    card.querySelector('[href="#body"]')?.addEventListener("click", (event) => this.#write(event));
    const end = this.room.querySelector("#consigne .go");
    if (end) this.#waitForReader(end);
  }

  /** Focus the composer without scrolling: it is always in view. @param {Event} event */
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
