// Preferences, saved on this device.

import { device } from "../shelf.js";

/** Restore a checkbox to its saved state, and save its changes. @param {HTMLElement} element @param {string} name */
export function remember(element, name) {
  const box = /** @type {HTMLInputElement} */ (element);
  const kept = device.getItem(name);
  if (kept) box.checked = kept === "on";
  box.addEventListener("change", () => device.setItem(name, box.checked ? "on" : "off"));
  return box;
}
