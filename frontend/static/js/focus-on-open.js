// Opening « Répondre » focuses its field, so that a phone shows its keyboard at once.

/** @param {HTMLElement} root */
export function focusOnOpen(root) {
  root.addEventListener("click", (event) => {
    const summary = /** @type {Element} */ (event.target).closest(".answer > summary");
    if (!summary) return;
    event.preventDefault(); // opened here, so that the focus moves within the gesture, as iOS wants
    toggle(/** @type {HTMLDetailsElement} */ (summary.parentElement));
  });
}

/** @param {HTMLDetailsElement} answer */
function toggle(answer) {
  answer.open = !answer.open;
  if (answer.open) answer.querySelector("textarea")?.focus();
}
