// The tabs of the régie: which room one is at, in sight among them; and whether there are more at a side.

const PAGE = 0.7; // of the tabs in sight
const AT = 0.25; // of the window, below the tabs: whatever rack is there is the one that is read

export class RackTabs {
  /** @param {HTMLElement} element the régie */
  constructor(element) {
    this.element = element;
    this.left = 0;
    /** @type {Element | null} */
    this.pressed = null;
    /** @type {string | undefined} */
    this.current = undefined;
  }

  open() {
    const look = () => requestAnimationFrame(() => this.#look());
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    this.element.addEventListener("scroll", () => this.#sayMore(), { capture: true, passive: true });
    this.element.addEventListener("click", ({ target, clientX }) => {
      const tab = /** @type {Element} */ (target).closest(".regie-tabs a");
      if (tab) this.pressed = this.#rackOf(tab);
      else if (target === this.#tabs) this.#goOn(clientX);
    });
    this.#look();
  }

  /** The tabs were drawn anew: they stay as far along as they were. */
  show() {
    if (!this.#tabs) return;
    this.#tabs.scrollLeft = this.left;
    this.#mark();
    this.#sayMore();
  }

  /** @returns {HTMLElement | null} */
  get #tabs() {
    return this.element.querySelector(".regie-tabs");
  }

  get #racks() {
    return [...this.element.querySelectorAll(".rack")];
  }

  /** @param {Element} tab */
  #rackOf(tab) {
    return document.getElementById(tab.getAttribute("href")?.slice(1) ?? "");
  }

  #look() {
    if (!this.#tabs) return;
    const before = this.current;
    this.current = this.#atHand()?.id;
    this.#mark();
    if (this.current !== before) this.#bringIntoSight();
    this.#sayMore();
  }

  /** The rack that is read. At the end of the page, where none comes up any more, the one that was asked for. */
  #atHand() {
    const line = (this.#tabs?.getBoundingClientRect().bottom ?? 0) + innerHeight * AT;
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const top = this.pressed?.getBoundingClientRect().top ?? innerHeight;
    if (isAtEnd && this.pressed?.isConnected && top < innerHeight) return this.pressed;
    return this.#racks.reverse().find((rack) => rack.getBoundingClientRect().top <= line);
  }

  #mark() {
    this.#tabs?.querySelectorAll("a").forEach((tab) => {
      if (this.current && tab.getAttribute("href") === `#${this.current}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
  }

  #bringIntoSight() {
    const tabs = this.#tabs;
    const tab = tabs?.querySelector("[aria-current]")?.getBoundingClientRect();
    if (!tabs || !tab) return;
    const place = tabs.getBoundingClientRect();
    tabs.scrollLeft += tab.left + tab.width / 2 - (place.left + place.width / 2);
  }

  /** The sign that there are more was pressed, at this place. @param {number} left */
  #goOn(left) {
    const { clientWidth } = /** @type {HTMLElement} */ (this.#tabs);
    this.#tabs?.scrollBy({ left: (left < innerWidth / 2 ? -PAGE : PAGE) * clientWidth });
  }

  #sayMore() {
    const tabs = this.#tabs;
    if (!tabs) return;
    this.left = tabs.scrollLeft;
    const right = tabs.scrollWidth - tabs.clientWidth - tabs.scrollLeft;
    const sides = { start: tabs.scrollLeft > 2, end: right > 2 };
    tabs.dataset.more = Object.entries(sides)
      .filter(([, isMore]) => isMore)
      .map(([side]) => side)
      .join(" ");
  }
}
