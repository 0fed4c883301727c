// What a session asks, in one line under the clock: the line, or the clock, unfolds all of it over what one reads.

const WAYS = "[data-session-line], [data-session-clock]";
const STRIP = "-84px 0px 0px"; // about as high as the clock, under which the facts pass

/** @param {HTMLElement} room */
export function unfoldFacts(room) {
  const line = /** @type {HTMLElement | null} */ (room.querySelector("[data-session-line]"));
  const facts = room.querySelector("[data-session-facts]");
  if (line && facts) new SessionLine(room, line, facts).listen();
}

class SessionLine {
  /** @param {HTMLElement} room @param {HTMLElement} line @param {Element} facts */
  constructor(room, line, facts) {
    this.room = room;
    this.line = line;
    this.facts = facts;
  }

  listen() {
    this.room.addEventListener("click", ({ target }) => this.clicked(/** @type {Element} */ (target)));
    const look = new IntersectionObserver(([{ isIntersecting }]) => this.#passed(!isIntersecting), {
      rootMargin: STRIP,
    });
    look.observe(this.facts);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.isOpen && this.close());
  }

  get isOpen() {
    return this.facts.hasAttribute("data-unfolded");
  }

  /** @param {Element} target */
  clicked(target) {
    const isKept = this.facts.contains(target) && !target.closest("a");
    if (target.closest(WAYS)) this.#show(!this.isOpen);
    else if (this.isOpen && !isKept) this.#show(false);
  }

  /** Tell the style sheets that one reads on below the facts. @param {boolean} isBelow */
  #passed(isBelow) {
    this.room.toggleAttribute("data-below", isBelow);
  }

  close() {
    this.#show(false);
    this.line.focus({ preventScroll: true });
  }

  /** @param {boolean} isOpen */
  #show(isOpen) {
    this.facts.toggleAttribute("data-unfolded", isOpen);
    this.line.setAttribute("aria-expanded", String(isOpen));
  }
}
