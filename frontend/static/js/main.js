// Enhancements of every page. Pages work without them.

import { setClockFromPage, waitForOpening } from "./clock.js";
import { describeAnew } from "./describe-anew.js";
import { keepUpWithHelp } from "./help.js";
import { refreshRefs } from "./refs.js";
import { signingOut } from "./clear-device.js";
import { unfoldOnPaper } from "./paper.js";
import { watchVisibleArea } from "./visible-area.js";

/** @type {NodeListOf<HTMLElement>} */
const thresholds = document.querySelectorAll("[data-opens-at]");
const exits = document.querySelectorAll('form[action$="/sortir/"]');
const printers = document.querySelectorAll("[data-print]");

setClockFromPage();
refreshRefs();
keepUpWithHelp();
unfoldOnPaper();
watchVisibleArea();
describeAnew(document.getElementById("picture"), document.getElementById("image_alt"));
thresholds.forEach(waitForOpening);
printers.forEach((button) => button.addEventListener("click", () => print()));
exits.forEach((form) => form.addEventListener("submit", (event) => void signingOut(event)));
