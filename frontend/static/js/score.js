// Entry point of the page of a score: phases are moved by hand, and by the arrow keys on their grip. What is dropped is
// sent by the form that its buttons have.

import "./main.js";
import { write } from "./template-slots.js";

const EDGE = 80; // pixels of the window, where what is beyond comes nearer
const STEP = 16;

/** @param {HTMLElement} list */
function makeMovable(list) {
  list.querySelectorAll("[data-grip]").forEach((grip) => {
    const item = /** @type {HTMLElement} */ (grip.closest("[data-phase]"));
    grip.addEventListener("pointerdown", (event) => hold(/** @type {PointerEvent} */ (event), item));
    grip.addEventListener("keydown", (event) => step(/** @type {KeyboardEvent} */ (event), item));
  });
}

/** @param {PointerEvent} event @param {HTMLElement} item */
function hold(event, item) {
  if (event.button) return;
  event.preventDefault();
  const grip = /** @type {HTMLElement} */ (event.currentTarget);
  const from = indexOf(item);
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  item.classList.add("held");
  const gesture = new AbortController();
  const drop = (/** @type {PointerEvent} */ { type }) => {
    gesture.abort();
    item.classList.remove("held");
    if (indexOf(item) === from) return;
    if (type === "pointerup") send(item);
    else location.reload();
  };
  grip.addEventListener("pointermove", ({ clientY }) => follow(clientY, item), gesture);
  grip.addEventListener("pointerup", drop, gesture);
  grip.addEventListener("pointercancel", drop, gesture);
}

/**
 * Put `item` under the pointer, and show what is beyond the edge of the window.
 * @param {number} y
 * @param {HTMLElement} item
 */
function follow(y, item) {
  if (y < EDGE || y > innerHeight - EDGE) scrollBy(0, y < EDGE ? -STEP : STEP);
  makeWay(y, item);
}

/**
 * Let the others make way for `item`, which stays in the page and so keeps the pointer.
 * @param {number} y
 * @param {HTMLElement} item
 */
function makeWay(y, item) {
  const before = item.previousElementSibling;
  const after = item.nextElementSibling;
  if (before?.matches(".coming") && y < middle(before)) item.after(before);
  else if (after?.matches(".coming") && y > middle(after)) item.before(after);
  else return;
  makeWay(y, item);
}

/** @param {KeyboardEvent} event @param {HTMLElement} item */
function step(event, item) {
  const way = { ArrowUp: "haut", ArrowDown: "bas" }[event.key];
  if (!way) return;
  event.preventDefault();
  const beside = way === "haut" ? item.previousElementSibling : item.nextElementSibling;
  if (!beside?.matches(".coming")) return;
  if (way === "haut") item.after(beside);
  else item.before(beside);
  send(item);
}

/** Send the place that `item` has now. @param {HTMLElement} item */
function send(item) {
  const form = /** @type {HTMLFormElement} */ (item.querySelector(".phase-moves"));
  const place = Object.assign(document.createElement("input"), { type: "hidden", name: "position" });
  place.value = String(indexOf(item));
  form.append(place);
  tell(item);
  form.requestSubmit();
}

/** @param {HTMLElement} item */
function tell(item) {
  const status = /** @type {HTMLElement} */ (document.querySelector("[data-told]"));
  const of = String(item.parentElement?.childElementCount ?? 0);
  const sentence = (status.dataset.place ?? "").replace("{to}", String(indexOf(item) + 1)).replace("{of}", of);
  write(status, sentence);
}

/** @param {HTMLElement} item */
function indexOf(item) {
  return [...(item.parentElement?.children ?? [])].indexOf(item);
}

/** @param {Element} item */
function middle(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

/** @type {HTMLElement | null} */
const score = document.querySelector("[data-score]");
if (score) makeMovable(score);
