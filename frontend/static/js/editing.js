// A box opens in the place of the words that it corrects, and closes again.

import { focus } from "./arrange.js";
import { bodyBox } from "./boxes.js";
import { clone } from "./slots.js";

/** @import { Box } from "./boxes.js" */
/** @import { Drafts } from "./drafts.js" */

/**
 * Open the box for what `link` leads to, with `words` in it, or the draft that was left there.
 * @param {HTMLAnchorElement} link
 * @param {string} words
 * @param {Drafts} drafts
 */
export function openEdit(link, words, drafts) {
  const item = itemOf(link);
  const form = /** @type {HTMLFormElement} */ (item.querySelector("form.edit") ?? clone("edit-template", Date.now()));
  const box = /** @type {Box} */ (bodyBox(form));
  const cancel = /** @type {HTMLElement} */ (form.querySelector('[data-act="cancel"]'));
  form.action = link.href;
  link.closest("details")?.removeAttribute("open");
  cancel.onclick = () => (drafts.forget(draftName(form)), putAway(form));
  item.querySelector('[data-slot="body"]')?.after(form);
  box.value = drafts.read(draftName(form)) || words;
  box.focus();
  return box;
}

/** A box that was opened for these words is closed, and leaves the focus where it was opened; the room's own keeps it. @param {HTMLFormElement} form */
export function putAway(form) {
  const unfolded = /** @type {HTMLDetailsElement | null} */ (form.closest("details.answer"));
  if (unfolded) {
    unfolded.open = false;
    unfolded.querySelector("summary")?.focus();
  } else if (form.matches(".edit")) {
    focus(itemOf(form));
    form.remove();
  } else bodyBox(form)?.focus({ preventScroll: true }); // its button goes with the words
}

/** @param {HTMLFormElement} form */
export function draftName(form) {
  return new URL(form.action, location.href).pathname;
}

/** @param {Element} part */
function itemOf(part) {
  return /** @type {HTMLElement} */ (part.closest("[data-comment], [data-post]"));
}
