// Small choices, kept on this device.

/** @param {string} name @param {string} value @param {Pick<Storage, "setItem">} [shelf] */
export function keep(name, value, shelf = localStorage) {
  try {
    shelf.setItem(name, value);
  } catch {
    // full, or forbidden in private browsing: it is chosen for this time
  }
}

/** The box is as it was left here; else as the page has it. @param {HTMLElement} element @param {string} name */
export function remember(element, name) {
  const box = /** @type {HTMLInputElement} */ (element);
  const kept = localStorage.getItem(name);
  if (kept) box.checked = kept === "on";
  box.addEventListener("change", () => keep(name, box.checked ? "on" : "off"));
  return box;
}
