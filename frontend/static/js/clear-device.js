// Sign-out: clears the outbox and the drafts, since somebody else may use this device next. What the house does not
// have yet is told of first.

import { countDrafts, forgetDrafts } from "./drafts.js";
import { openStore } from "./command-store.js";
import { otherTabs } from "./delivery.js";

/** @param {Event} event of the form with which one signs out */
export async function signingOut(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  const store = openStore();
  if (!form.dataset.isWarned && (await store.count()) + countDrafts() > 0) return warn(form);
  forgetDrafts();
  otherTabs().postMessage({ isOver: true });
  await store.clear();
  form.submit();
}

/** @param {HTMLFormElement} form */
function warn(form) {
  form.dataset.isWarned = "yes";
  document.querySelector("[data-unsent]")?.removeAttribute("hidden");
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.textContent = button.dataset.anyway ?? button.textContent;
}
