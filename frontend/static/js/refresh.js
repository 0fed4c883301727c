// Something of the page has changed that the server draws: its parts are put in the place of the old ones.

export const FACE = [".poster", ".strip"];
export const NEXT_MEETING = ["[data-soon]", "[data-next-meeting]"];
const CROWD = 2000; // everybody hears of it in the same instant

/** @type {ReturnType<typeof setTimeout> | undefined} */
let coming;
/** @type {Set<string>} */
const wanted = new Set();

/** @param {HTMLElement} room @param {string[]} parts as selectors */
export function refresh(room, parts) {
  parts.forEach((part) => wanted.add(part));
  clearTimeout(coming);
  coming = setTimeout(() => void fetchParts(room), Math.random() * CROWD);
}

/** @param {HTMLElement} room */
async function fetchParts(room) {
  const response = await fetch(location.pathname, { credentials: "same-origin" });
  if (!response.ok) return; // the next thing that is said, or a reload, will tell
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  wanted.forEach((part) => swap(room.querySelector(part), fresh.querySelector(part)));
  wanted.clear();
  swap(themeOf(document), themeOf(fresh));
  document.title = fresh.title;
}

/** @param {Element | null} old @param {Element | null} fresh */
function swap(old, fresh) {
  if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh));
}

/** @param {Document} page */
function themeOf(page) {
  return page.querySelector('link[rel="stylesheet"][href*="/theme.css"]');
}
