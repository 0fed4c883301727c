// A private word that is chosen by its title is read, below the list, before it is sent.

export function showReadyWords() {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.name === "ready") sayChosen(target);
  });
}

/** Say them again in lists that were drawn anew. @param {ParentNode} place */
export function sayReadyWords(place) {
  place.querySelectorAll("select[name=ready]").forEach((list) => sayChosen(/** @type {HTMLSelectElement} */ (list)));
}

/** @param {HTMLSelectElement} list */
function sayChosen(list) {
  const place = list.form?.querySelector("[data-ready-says]");
  if (place) place.textContent = list.selectedOptions[0]?.dataset.says ?? "";
}
