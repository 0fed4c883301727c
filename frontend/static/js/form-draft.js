// The boxes of one long form, kept on this device.

const PREFIX = "hub-draft:form";
const NOT_WORDS = ["csrfmiddlewaretoken", "ref", "do"];

/** @typedef {import("./drafts.js").Shelf} Shelf */

/** @param {string} name @param {HTMLFormElement} form @param {Shelf} [shelf] */
export function keepFields(name, form, shelf = localStorage) {
  const fields = [...new FormData(form)].filter(([field]) => !NOT_WORDS.includes(field));
  try {
    shelf.setItem(`${PREFIX}:${name}`, JSON.stringify(fields));
  } catch {
    // No room on this device: the house keeps the draft a moment later.
  }
}

/** @param {string} name @param {Shelf} [shelf] @returns {[string, string][] | null} */
export function readFields(name, shelf = localStorage) {
  return JSON.parse(shelf.getItem(`${PREFIX}:${name}`) ?? "null");
}

/** @param {string} name @param {Shelf} [shelf] */
export function forgetFields(name, shelf = localStorage) {
  shelf.removeItem(`${PREFIX}:${name}`);
}
