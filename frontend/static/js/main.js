// Comforts for every page. Without them the pages work: an old browser loses comforts, never words.

import { waitForOpening } from "./clock.js";
import { forgetEverything } from "./forgetting.js";

/** @type {NodeListOf<HTMLElement>} */
const thresholds = document.querySelectorAll("[data-opens-at]");
const exits = document.querySelectorAll('form[action$="/sortir/"]');
const printers = document.querySelectorAll("[data-print]");

document.documentElement.classList.add("js");
thresholds.forEach(waitForOpening);
printers.forEach((button) => button.addEventListener("click", () => print()));
exits.forEach((form) => form.addEventListener("submit", forgetEverything, { once: true }));
