// The wall of a session: a page for a projector, left alone for the evening. It asks for what changed every two
// seconds; cut off, it goes on by its own clock to the phase that comes next, and says nothing of it.

import "./main.js";
import { inFigures } from "./figures.js";
import { now, setClock, untilSecond } from "./clock.js";

const EVERY = 2000; // milliseconds between two questions
const PATIENCE = 8000; // until a question is given up
const TICK = 200;
const LAST_MINUTE = 60;
const PAGE = 12_000; // milliseconds that a page of a long text stays
const LOOSE = 72; // up to this size letters stand further apart
const SIZES = [260, 216, 180, 152, 128, 112, 96, 84, 72, 64, 56, 48, 44, 40]; // of 1080; 40 are 62 mm on the wall

const inTheHand = matchMedia("(max-width: 60rem)"); // a page that scrolls: nothing is fitted

/** @typedef {{ now: number, key: string, build: string, face?: string, then?: string }} State */

class Wall {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.key = element.dataset.key ?? "";
    this.then = document.getElementById("then")?.innerHTML ?? "";
  }

  run() {
    this.#fit();
    this.#run();
    setTimeout(() => void this.#ask(), EVERY);
    addEventListener("resize", () => this.#fit());
    void document.fonts?.ready.then(() => this.#fit());
  }

  // From the house.

  async #ask() {
    try {
      await this.#poll();
    } catch {
      // It is cut off, or the house restarts: it asks again.
    }
    setTimeout(() => void this.#ask(), EVERY);
  }

  async #poll() {
    const asked = performance.now();
    const address = `${this.element.dataset.state}?since=${this.key}`;
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const state = /** @type {State} */ (await answer.json());
    setClock(state.now, performance.now() - asked);
    if (state.build !== this.element.dataset.build) return location.reload();
    if (state.face === undefined) return;
    [this.key, this.then] = [state.key, state.then ?? ""];
    this.#show(state.face);
  }

  /** @param {string} face */
  #show(face) {
    this.element.innerHTML = face; // drawn by our own template
    this.#fit();
    this.#tick();
  }

  // By its own clock.

  /** Tick often, and whenever the figures change. */
  #run() {
    const time = now();
    this.#tick(time);
    setTimeout(() => this.#run(), Math.min(untilSecond(Number(this.#face?.dataset.ends ?? 0), time), TICK));
  }

  #tick(time = now()) {
    const face = this.#face;
    if (!face) return;
    this.#turn(face);
    if (!face.dataset.ends) return;
    const [began, ends] = [Number(face.dataset.began), Number(face.dataset.ends)];
    const left = ends - (Number(face.dataset.paused) || time);
    if (left <= 0 && this.then) return this.#goOn();
    this.#tell(face, Math.max(left, 0), ends - began);
  }

  /** The phase is over: show the next one. What the house says of it replaces this. */
  #goOn() {
    const face = this.then;
    [this.then, this.key] = ["", ""];
    this.#show(face);
  }

  /** @param {HTMLElement} face @param {number} left @param {number} whole milliseconds */
  #tell(face, left, whole) {
    const seconds = Math.ceil(left / 1000);
    const told = inFigures(seconds);
    const time = /** @type {HTMLElement | null} */ (face.querySelector("[data-time]"));
    if (time && time.textContent !== told) {
      time.textContent = told;
      time.dataset.length = String(told.length);
    }
    const bar = face.querySelector("[data-bar]");
    bar?.setAttribute("width", String(Math.round((1760 * Math.min(left, whole)) / whole)));
    if (seconds <= LAST_MINUTE && seconds > 0) this.#tellLastMinute(face);
  }

  /** @param {HTMLElement} face */
  #tellLastMinute(face) {
    const title = /** @type {HTMLElement | null} */ (face.querySelector("[data-last]"));
    const last = title?.dataset.last ?? "";
    if (title && title.textContent !== last) title.textContent = last;
  }

  // Words of any length.

  /** Set the words as large as they fit; those too long even for the smallest size are cut into pages. */
  #fit() {
    const words = this.#words;
    if (!words || inTheHand.matches) return;
    delete words.dataset.pages;
    const most = Number(getComputedStyle(words).getPropertyValue("--most")) || SIZES[0];
    const fits = SIZES.filter((size) => size <= most).some((size) => {
      words.style.setProperty("--size", String(size));
      words.toggleAttribute("data-loose", size <= LOOSE);
      return isInside(words);
    });
    if (!fits) words.dataset.pages = "";
  }

  /** Turn to the page of now, of a text that has several. @param {HTMLElement} face */
  #turn(face) {
    const words = /** @type {HTMLElement | null} */ (face.querySelector("[data-pages]"));
    if (!words || !words.clientWidth) return;
    const pages = Math.round(words.scrollWidth / words.clientWidth);
    const page = Math.floor(performance.now() / PAGE) % pages;
    words.scrollLeft = page * words.clientWidth;
  }

  get #face() {
    return /** @type {HTMLElement | null} */ (this.element.querySelector(".face"));
  }

  get #words() {
    return /** @type {HTMLElement | null} */ (this.element.querySelector("[data-fit]"));
  }
}

/** Whether nothing of `words` sticks out. @param {HTMLElement} words */
function isInside(words) {
  return words.scrollHeight <= words.clientHeight + 1 && words.scrollWidth <= words.clientWidth + 1;
}

/** Keep the screen awake, where the browser can; it lets go whenever the page is hidden. */
function stayAwake() {
  const lock = () => void navigator.wakeLock?.request("screen").catch(() => null);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lock());
  lock();
}

const element = document.getElementById("wall");
if (element) {
  new Wall(element).run();
  stayAwake();
}
