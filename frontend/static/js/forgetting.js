// Leaving: nothing of a person stays on a telephone that somebody else may take up.

import { forgetDrafts } from "./drafts.js";
import { openStore } from "./store.js";

/** Empty this device's outbox and drafts, then let the form go. @param {Event} event */
export async function forgetEverything(event) {
  event.preventDefault();
  forgetDrafts();
  const store = await openStore();
  await store.clear();
  /** @type {HTMLFormElement} */ (event.target).submit();
}
