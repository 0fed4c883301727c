// The piece in hand: the one on which the keys act.

import { listenToSingleKeys } from "./single-keys.js";

export class PieceInHand {
  /** @param {HTMLElement} element @param {(form: HTMLFormElement) => void} send */
  constructor(element, send) {
    this.element = element;
    this.send = send;
    this.number = "";
    this.place = 0; // of the last that was in hand: what comes after it is there once it is gone
    listenToSingleKeys(element, "regie-keys", (event) => this.#pressed(event));
    element.addEventListener("focusin", (event) => this.#take(/** @type {Element} */ (event.target)));
  }

  /** Mark the piece in hand: the same as before, else the first that waits. What goes by is taken by choice alone. */
  show() {
    const pieces = this.#pieces;
    const held = this.#held ?? pieces.find(({ classList }) => classList.contains("piece"));
    this.number = held?.dataset.piece ?? "";
    if (held) this.place = pieces.indexOf(held);
    pieces.forEach((piece) => piece.toggleAttribute("data-inhand", piece === held));
  }

  /** What waits in any room, then what goes by: the next text to decide is one key away. */
  get #pieces() {
    const all = (/** @type {string} */ which) => [...this.element.querySelectorAll(which)];
    return [...all(".piece"), ...all(".goes [data-piece]")].map((piece) => /** @type {HTMLElement} */ (piece));
  }

  get #held() {
    return this.#pieces.find(({ dataset }) => dataset.piece === this.number);
  }

  /** @param {Element} target */
  #take(target) {
    const piece = /** @type {HTMLElement | null} */ (target.closest("[data-piece]"));
    if (!piece) return;
    this.number = piece.dataset.piece ?? "";
    this.show();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const act = ACTS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(this);
  }

  /** @param {number} by */
  move(by) {
    const pieces = this.#pieces;
    const place = this.#held ? this.place + by : this.place + Math.min(by, 0);
    const next = pieces[Math.min(Math.max(place, 0), pieces.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Send the form of the piece that bears this key. @param {string} key */
  act(key) {
    const form = this.#held?.querySelector(`form[data-key="${key}"]`);
    if (form) this.send(/** @type {HTMLFormElement} */ (form));
  }

  refuse() {
    const panel = this.#held?.querySelector("details.refuse");
    panel?.setAttribute("open", "");
    /** @type {HTMLElement | null | undefined} */ (panel?.querySelector("input:not([type=hidden])"))?.focus();
  }

  answer() {
    const box = /** @type {HTMLElement | null | undefined} */ (
      this.#held?.querySelector(".reply input:not([type=hidden])")
    );
    box?.closest("details")?.setAttribute("open", "");
    box?.focus();
  }

  undo() {
    const form = /** @type {HTMLFormElement | null} */ (this.element.querySelector('form[data-key="z"]'));
    if (form) this.send(form);
  }

  /** Show the list of keys, at the end of the page; hide it, and be where one was. */
  explain() {
    const list = this.element.querySelector(".regie-keys");
    const isShown = list?.toggleAttribute("open");
    (isShown ? list : this.#held)?.scrollIntoView({ block: "nearest" });
  }
}

const ACTS = /** @type {Record<string, (hand: PieceInHand) => void>} */ ({
  j: (hand) => hand.move(1),
  k: (hand) => hand.move(-1),
  p: (hand) => hand.act("p"),
  l: (hand) => hand.act("l"),
  m: (hand) => hand.act("m"),
  x: (hand) => hand.act("x"),
  e: (hand) => hand.refuse(),
  a: (hand) => hand.answer(),
  s: (hand) => hand.act("s"),
  z: (hand) => hand.undo(),
  "?": (hand) => hand.explain(),
});
