// DOM helpers of the meeting page.

import { write } from "../template-slots.js";

/** The slot `name` inside `root`; throws when it is missing. @param {ParentNode} root @param {string} name */
export function place(root, name) {
  return find(root, `[data-slot="${name}"]`);
}

/** @param {ParentNode} root @param {string} selector */
export function find(root, selector) {
  const found = /** @type {HTMLElement | null} */ (root.querySelector(selector));
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** @param {ParentNode} root @param {string} selector */
export function all(root, selector) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/** A copy of what a template holds. @param {string} template */
export function copy(template) {
  const source = /** @type {HTMLTemplateElement} */ (document.getElementById(template));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (source.content.firstElementChild).cloneNode(true));
}

/** @param {Element | null} element @param {string} text */
export function put(element, text) {
  write(element ?? undefined, text);
}

/** Show `text`, or hide the element when it is empty. @param {HTMLElement} element @param {string} text */
export function tell(element, text) {
  put(element, text);
  element.hidden = !text;
}

/** @param {Element} root @param {string} icon its name in partials/meeting/icons.html */
export function draw(root, icon) {
  const use = root.querySelector("use");
  if (use?.getAttribute("href") !== `#i-${icon}`) use?.setAttribute("href", `#i-${icon}`);
}

/** The element whose `data-do` was pressed, if one was. @param {Event} event */
export function pressed(event) {
  return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do]"));
}

/** Show a track in a video, or nothing. @param {HTMLVideoElement} video @param {MediaStreamTrack | null} track */
export function play(video, track) {
  const shown = /** @type {MediaStream | null} */ (video.srcObject)?.getTracks()[0] ?? null;
  if (shown === track) return;
  video.srcObject = track && new MediaStream([track]);
  if (track) video.play().catch(() => {}); // taken away before it began: the next track plays
}

/**
 * Small labels with an icon: those of `wanted`, in order.
 * @param {Element} list
 * @param {{ icon: string, text: string }[]} wanted
 */
export function mark(list, wanted) {
  while (list.children.length > wanted.length) list.lastElementChild?.remove();
  wanted.forEach(({ icon, text }, index) => {
    const item = list.children[index] ?? list.appendChild(copy("mark-template"));
    item.className = `mark mark-${icon}`;
    draw(item, icon);
    put(item.querySelector("span"), text);
  });
}
