// The room's own face has changed: the server draws it, and its parts are put in the place of the old ones.

const PARTS = [".poster", ".strip"];
const CROWD = 2000; // everybody hears of it in the same instant

/** @type {ReturnType<typeof setTimeout> | undefined} */
let coming;

/** @param {HTMLElement} room */
export function refreshFace(room) {
  clearTimeout(coming);
  coming = setTimeout(() => void fetchFace(room), Math.random() * CROWD);
}

/** @param {HTMLElement} room */
async function fetchFace(room) {
  const response = await fetch(location.pathname, { credentials: "same-origin" });
  if (!response.ok) return; // the next thing that is said, or a reload, will tell
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  PARTS.forEach((part) => swap(room.querySelector(part), fresh.querySelector(part)));
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
