// Opening « Répondre » focuses its field, so that a phone shows its keyboard at once; no panel opens under the desk.

/** @param {HTMLElement} root */
export function focusOnOpen(root) {
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const panel = target.closest(":is(.more, .unfold) > summary")?.closest(".acts, .comment");
    if (panel) requestAnimationFrame(() => panel.scrollIntoView({ block: "nearest" }));
    const summary = target.closest(".answer > summary");
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
