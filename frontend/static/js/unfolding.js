// « Répondre » opens its box with the cursor in it: one gesture less, and a telephone shows its keys at once.

/** @param {HTMLElement} root */
export function openOntoBoxes(root) {
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
