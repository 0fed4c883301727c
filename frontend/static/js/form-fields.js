// Text fields and their error messages.

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Box */

/** Show `sentence` next to the field, and link the two for screen readers. @param {Box} box @param {string} sentence */
export function sayWrong(box, sentence) {
  sayRight(box);
  const words = document.createElement("p");
  Object.assign(words, { className: "wrong", id: wrongId(box), textContent: sentence });
  box.before(words);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", words.id);
  box.focus();
}

/** Clear the error of a field. @param {Box} box */
export function sayRight(box) {
  document.getElementById(wrongId(box))?.remove();
  box.removeAttribute("aria-invalid");
  box.removeAttribute("aria-describedby");
}

/** Put `text` back, before what has been typed since, and show the box. @param {Box} box @param {string} text */
export function giveBack(box, text) {
  box.value = [text, box.value].filter((part) => part.trim()).join("\n\n");
  box.closest("details")?.setAttribute("open", "");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {Element} form @returns {Box | null} */
export function bodyBox(form) {
  return form.querySelector('[name="body"]');
}

/** @param {Box} box */
function wrongId(box) {
  return `${box.id || box.name}-wrong`;
}
