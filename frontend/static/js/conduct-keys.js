// Keys for whoever conducts at a desk.

import { listenToSingleKeys } from "./single-keys.js";

const PRESSED_BY_SPACE = "button, a, summary, input";
const FORMS = /** @type {Record<string, string>} */ ({
  " ": '[data-now="pause"]:not([hidden]), [data-now="resume"]:not([hidden])',
  ArrowRight: '[data-now="next"]:not([hidden])',
  "+": '[data-now="extend"]:not([hidden])',
});

/** @param {HTMLElement} element */
export function listenToKeys(element) {
  listenToSingleKeys(element, "conduct-keys", (event, on) => {
    const { key } = event;
    if (!(key in FORMS) || (key === " " && on?.closest(PRESSED_BY_SPACE))) return;
    event.preventDefault();
    /** @type {HTMLFormElement | null} */ (element.querySelector(FORMS[key]))?.requestSubmit();
  });
}
