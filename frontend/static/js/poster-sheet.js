// The poster as a sheet: in one column, the strip unfolds it over the feed and folds it again.

const IN_IT = 'a[href="#poster"], a[href="#consigne"], a[href="#rencontre"]';

/** @param {HTMLElement} room */
export function openSheets(room) {
  const poster = /** @type {HTMLElement | null} */ (room.querySelector("#poster"));
  const way = /** @type {HTMLElement | null} */ (room.querySelector("[data-unfold]"));
  if (poster && way) new PosterSheet(room, poster, way).listen();
}

class PosterSheet {
  /** @param {HTMLElement} room @param {HTMLElement} poster @param {HTMLElement} way what opens and closes it */
  constructor(room, poster, way) {
    this.room = room;
    this.poster = poster;
    this.way = this.opener = way;
    this.told = /** @type {HTMLElement | null} */ (room.querySelector("[data-happened]"));
  }

  listen() {
    this.#show(false);
    this.room.addEventListener("click", (event) => this.clicked(event));
    this.room.addEventListener("focusin", ({ target }) => this.isOpen && !this.#holds(target) && this.#show(false));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.isOpen && this.close());
  }

  get isOpen() {
    return this.poster.hasAttribute("data-unfolded");
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest(IN_IT));
    if (link && this.#unfolds(link)) {
      event.preventDefault();
      if (link === this.opener && this.isOpen) this.close();
      else this.#open(link);
    } else if (this.isOpen && !this.#holds(target)) this.#show(false);
  }

  /** Whether it opens the sheet. Others lead to a poster that stands whole above the feed. @param {Element} link */
  #unfolds(link) {
    const isWhole = this.room.dataset.read === "0";
    if (link.closest("[data-session-facts]")) return true; // while a session runs, the poster makes way
    return this.way.offsetParent !== null && (link === this.way || this.isOpen || !isWhole);
  }

  close() {
    this.#show(false);
    this.opener.focus({ preventScroll: true });
  }

  /** @param {HTMLAnchorElement} link */
  #open(link) {
    const part = link.hash;
    if (!this.isOpen) this.opener = link;
    this.#show(true);
    this.poster.focus({ preventScroll: true });
    const sheet = this.poster.querySelector(".poster-sheet");
    const place = part === "#poster" ? null : this.poster.querySelector(part);
    sheet?.scrollTo({ top: place ? place.getBoundingClientRect().top - sheet.getBoundingClientRect().top : 0 });
  }

  /** What it covers keeps its place: the poster stays as high as it was. @param {boolean} isOpen */
  #show(isOpen) {
    this.poster.style.height = isOpen ? `${this.poster.getBoundingClientRect().height}px` : "";
    this.poster.style.setProperty("--told", isOpen ? `${this.told?.offsetHeight ?? 0}px` : "");
    this.poster.toggleAttribute("data-unfolded", isOpen);
    this.way.setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {EventTarget | null} target */
  #holds(target) {
    return [this.poster, this.way, this.opener].some((part) => part.contains(/** @type {Node} */ (target)));
  }
}
