// Asks the house for a page, or a part of one, again: once for all that happens within a moment, and when somebody
// looks at it.

export class PageQuestion {
  /**
   * @param {string} address
   * @param {(page: Document) => void} draw
   * @param {{ shortest: number, longest: number }} moment milliseconds until the house is asked
   */
  constructor(address, draw, { shortest, longest }) {
    this.address = address;
    this.draw = draw;
    this.moment = () => shortest + Math.random() * (longest - shortest);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
    this.isStale = false;
    document.addEventListener("visibilitychange", () => this.isStale && this.askSoon());
  }

  /** Ask within a moment; when the page is looked at. */
  askSoon() {
    this.isStale = true;
    if (document.hidden) return;
    this.asking ??= setTimeout(() => void this.ask().catch(() => {}), this.moment()); // cut off, it is asked again
  }

  /** Ask the house, and draw what it answers. Rejects without an answer. */
  async ask() {
    this.asking = undefined;
    this.isStale = false;
    const answer = await fetch(this.address, { credentials: "same-origin" });
    if (answer.redirected || answer.status === 403) return location.reload(); // signed out meanwhile
    if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`);
    this.draw(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
}
