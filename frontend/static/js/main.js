// Comforts for every page. Without them the pages work: an old browser loses comforts, never words.

import { waitForOpening } from "./clock.js";
import { forgetEverything } from "./forgetting.js";

/** @type {NodeListOf<HTMLElement>} */
const thresholds = document.querySelectorAll("[data-opens-at]");
const exits = document.querySelectorAll('form[action$="/sortir/"]');

document.documentElement.classList.add("js");
thresholds.forEach(waitForOpening);
exits.forEach((form) => form.addEventListener("submit", forgetEverything, { once: true }));
