// Inline editing: a form replaces the text that it corrects, and closes again.

import { focus } from "./reconcile.js";
import { bodyBox } from "./form-fields.js";
import { clone } from "./template-slots.js";

/** @import { Box } from "./form-fields.js" */
/** @import { Drafts } from "./drafts.js" */

let opened = 0; // a number for each form's ids

/**
 * Open the form for the item of `link`, filled with its draft or else with `words`.
 * @param {HTMLAnchorElement} link
 * @param {string} words
 * @param {Drafts} drafts
 */
export function openEdit(link, words, drafts) {
  const item = itemOf(link);
  const form = /** @type {HTMLFormElement} */ (
    item.querySelector("form.edit") ?? clone("edit-template", (opened += 1))
  );
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

/**
 * Close an inline form and return the focus to where it was opened; the room's composer keeps the focus.
 * @param {HTMLFormElement} form
 */
export function putAway(form) {
  const unfolded = /** @type {HTMLDetailsElement | null} */ (form.closest("details.answer"));
  if (unfolded) {
    unfolded.open = false;
    unfolded.querySelector("summary")?.focus();
  } else if (form.matches(".edit")) {
    focus(itemOf(form));
    form.remove();
  } else if (form.matches(".correct")) {
    /** @type {HTMLElement | null} */ (form.closest("[tabindex]"))?.focus(); // the house draws what it has become
  } else bodyBox(form)?.focus({ preventScroll: true }); // its button is removed with the text
}

/** @param {HTMLFormElement} form */
export function draftName(form) {
  return new URL(form.action, location.href).pathname;
}

/** @param {Element} part */
function itemOf(part) {
  return /** @type {HTMLElement} */ (part.closest("[data-comment], [data-post]"));
}
