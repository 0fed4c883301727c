// Entry point of the page of a score: phases are moved by hand, and by the arrow keys on their grip. What is dropped is
// sent by the form that its buttons have.

import "./main.js";
import { write } from "./template-slots.js";

/** @param {HTMLElement} list */
function makeMovable(list) {
  list.querySelectorAll("[data-grip]").forEach((grip) => {
    const item = /** @type {HTMLElement} */ (grip.closest("[data-phase]"));
    grip.addEventListener("pointerdown", (event) => hold(/** @type {PointerEvent} */ (event), item, list));
    grip.addEventListener("keydown", (event) => step(/** @type {KeyboardEvent} */ (event), item));
  });
}

/** @param {PointerEvent} event @param {HTMLElement} item @param {HTMLElement} list */
function hold(event, item, list) {
  if (event.button) return;
  event.preventDefault();
  const grip = /** @type {HTMLElement} */ (event.currentTarget);
  const from = indexOf(item);
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  item.classList.add("held");
  const move = (/** @type {PointerEvent} */ { clientY }) => follow(clientY, item, list);
  const drop = (/** @type {PointerEvent} */ { type }) => {
    grip.removeEventListener("pointermove", move);
    item.classList.remove("held");
    if (type === "pointerup" && indexOf(item) !== from) send(item);
    else if (indexOf(item) !== from) location.reload();
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", drop, { once: true });
  grip.addEventListener("pointercancel", drop, { once: true });
}

/** Put `item` where the pointer is, among those that can move. @param {number} y @param {HTMLElement} item @param {HTMLElement} list */
function follow(y, item, list) {
  const others = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".coming")]).filter((each) => each !== item);
  const after = others.find((each) => y < middle(each));
  if (after) after.before(item);
  else others.at(-1)?.after(item);
}

/** @param {KeyboardEvent} event @param {HTMLElement} item */
function step(event, item) {
  const way = { ArrowUp: "haut", ArrowDown: "bas" }[event.key];
  if (!way) return;
  event.preventDefault();
  const beside = way === "haut" ? item.previousElementSibling : item.nextElementSibling;
  if (!beside?.matches(".coming")) return;
  if (way === "haut") beside.before(item);
  else beside.after(item);
  send(item);
}

/** Send the place that `item` has now. @param {HTMLElement} item */
function send(item) {
  const form = /** @type {HTMLFormElement} */ (item.querySelector(".score-moves"));
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

/** @param {HTMLElement} item */
function middle(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

/** @type {HTMLElement | null} */
const score = document.querySelector("[data-score]");
if (score) makeMovable(score);
