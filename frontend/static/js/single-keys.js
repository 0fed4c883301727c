// Keys of one letter: they can be turned off, and do nothing while somebody writes (WCAG 2.1.4).

import { device } from "./shelf.js";

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/**
 * Call `pressed` for each key, where the box `[data-keys]` in `element` allows it; the device keeps that choice.
 * @param {HTMLElement} element
 * @param {string} kept the name of the choice
 * @param {(event: KeyboardEvent, on: Element | null) => void} pressed
 */
export function listenToSingleKeys(element, kept, pressed) {
  const choice = /** @type {HTMLInputElement | null} */ (element.querySelector("[data-keys]"));
  if (!choice) return;
  choice.checked = device.getItem(kept) !== "off";
  choice.addEventListener("change", () => device.setItem(kept, choice.checked ? "on" : "off"));
  addEventListener("keydown", (event) => {
    const { target, repeat, ctrlKey, altKey, metaKey } = event;
    const on = target instanceof Element ? target : null;
    if (choice.checked && !repeat && !ctrlKey && !altKey && !metaKey && !on?.closest(WRITING)) pressed(event, on);
  });
}
