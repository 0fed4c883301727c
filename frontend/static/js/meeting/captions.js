// Captions typed by participants: size to choose, announced to screen readers on request only.

import { arrange } from "../reconcile.js";
import { device } from "../shelf.js";
import { all, copy, find, place, put } from "./dom.js";

/** @import { Meeting, Line } from "./reducer.js" */
/** @import { Say } from "./peer.js" */

const SHELF = "hub-meeting-captions";
const EVERY = 700; // milliseconds between two updates of a line being typed

/** Fires `written` (detail: a Line) when somebody writes while they are not shown. */
export class Captions extends EventTarget {
  /** @param {HTMLElement} element @param {Say} tell */
  constructor(element, tell, shelf = device) {
    super();
    this.element = find(element, "[data-captions]");
    this.tell = tell;
    this.shelf = shelf;
    this.log = find(this.element, '[role="log"]');
    this.box = /** @type {HTMLInputElement} */ (find(this.element, "#caption"));
    this.list = place(this.element, "captions");
    /** @type {WeakMap<Element, Line>} */
    this.drawn = new WeakMap();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.telling = undefined;
    this.isKnown = false;
    /** @type {{ size: string, isRead: boolean }} */
    this.ways = { size: "1", isRead: false, ...JSON.parse(shelf.getItem(SHELF) ?? "{}") };
    this.#listen();
    this.#apply();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.isOpen) this.#follow();
  }

  /** @param {Meeting} meeting */
  show({ lines }) {
    this.#announce(lines.at(-1));
    const isAtEnd = this.log.scrollHeight - this.log.clientHeight - this.log.scrollTop < 24;
    const items = [...this.list.children];
    arrange(
      this.list,
      lines.map((line, index) => this.#item(items[index] ?? copy("line-template"), line)),
    );
    if (isAtEnd) this.#follow();
  }

  /** The first words, to who has never looked at them. @param {Line | undefined} line */
  #announce(line) {
    const isNew = line !== undefined && !this.isOpen && !this.isKnown;
    this.isKnown ||= this.isOpen || isNew;
    if (isNew) this.dispatchEvent(new CustomEvent("written", { detail: line }));
  }

  #follow() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #listen() {
    find(this.element, "[data-caption]").addEventListener("submit", (event) => this.#wrote(event));
    this.box.addEventListener("input", () => (this.telling ??= setTimeout(() => this.#growing(), EVERY)));
    find(this.element, ".caption-ways").addEventListener("change", () => this.#chose());
  }

  /** @param {Event} event */
  #wrote(event) {
    event.preventDefault();
    clearTimeout(this.telling);
    this.telling = undefined;
    const text = this.box.value.trim();
    if (text) this.tell("meeting.caption", { text, final: true });
    this.box.value = "";
  }

  #growing() {
    this.telling = undefined;
    this.tell("meeting.caption", { text: this.box.value.trim(), final: false });
  }

  #chose() {
    const size = all(this.element, "[name=caption-size]").find(
      (each) => /** @type {HTMLInputElement} */ (each).checked,
    );
    const aloud = /** @type {HTMLInputElement} */ (find(this.element, "[data-read-aloud]"));
    this.ways = { size: /** @type {HTMLInputElement} */ (size)?.value ?? "1", isRead: aloud.checked };
    this.shelf.setItem(SHELF, JSON.stringify(this.ways));
    this.#apply();
  }

  #apply() {
    const { size, isRead } = this.ways;
    this.element.dataset.size = size;
    this.log.setAttribute("aria-live", isRead ? "polite" : "off");
    all(this.element, "[name=caption-size]").forEach((each) => {
      const choice = /** @type {HTMLInputElement} */ (each);
      choice.checked = choice.value === size;
    });
    /** @type {HTMLInputElement} */ (find(this.element, "[data-read-aloud]")).checked = isRead;
    this.#follow();
  }

  /** @param {Element} item @param {Line} line */
  #item(item, line) {
    if (this.drawn.get(item) === line) return item;
    this.drawn.set(item, line);
    put(item.querySelector("b"), line.name);
    put(item.querySelector("span"), line.text);
    item.classList.toggle("open", !line.final);
    return item;
  }
}
