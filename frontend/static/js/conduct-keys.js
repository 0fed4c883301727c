// Keys for whoever conducts at a desk: they can be turned off, and do nothing while somebody writes.

import { device } from "./shelf.js";

const KEPT = "conduct-keys";
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED_BY_SPACE = "button, a, summary, input";
const FORMS = /** @type {Record<string, string>} */ ({
  " ": '[data-now="pause"]:not([hidden]), [data-now="resume"]:not([hidden])',
  ArrowRight: '[data-now="next"]:not([hidden])',
  "+": '[data-now="extend"]:not([hidden])',
});

/** @param {HTMLElement} element */
export function listenToKeys(element) {
  const choice = /** @type {HTMLInputElement | null} */ (element.querySelector("[data-keys]"));
  if (!choice) return;
  choice.checked = device.getItem(KEPT) !== "off";
  choice.addEventListener("change", () => device.setItem(KEPT, choice.checked ? "on" : "off"));
  addEventListener("keydown", (event) => choice.checked && pressed(event, element));
}

/** @param {KeyboardEvent} event @param {HTMLElement} element */
function pressed(event, element) {
  const { key, target, repeat, ctrlKey, altKey, metaKey } = event;
  const on = target instanceof Element ? target : null;
  if (!(key in FORMS) || repeat || ctrlKey || altKey || metaKey || on?.closest(WRITING)) return;
  if (key === " " && on?.closest(PRESSED_BY_SPACE)) return;
  event.preventDefault();
  /** @type {HTMLFormElement | null} */ (element.querySelector(FORMS[key]))?.requestSubmit();
}
