// Keyed list reconciliation: keeps unchanged nodes, the scroll position and the focus.

/**
 * Make `wanted` the children of `list`, in order, moving as few nodes as possible.
 * @param {Element} list
 * @param {Element[]} wanted
 */
export function arrange(list, wanted) {
  const kept = new Set(wanted);
  const leaving = [...list.children].filter((child) => !kept.has(child));
  const place = leaving.findIndex((child) => child.contains(document.activeElement));
  const heir =
    place < 0 ? null : { next: next(leaving[place], kept), index: [...list.children].indexOf(leaving[place]) };
  leaving.forEach((child) => child.remove());
  insert(list, wanted);
  if (heir) focus(list.children[heir.index] ?? heir.next ?? list);
}

/**
 * Call `work`, which changes the list, without moving what is in the viewport: the first item that begins under `top`,
 * if there is one.
 * @param {Element} list
 * @param {() => void} work
 * @param {number} [top] pixels that something covers
 */
export function keepPlace(list, work, top = 0) {
  const seen = [...list.children]
    .filter(isOnScreen)
    .map((child) => ({ child, top: child.getBoundingClientRect().top }));
  const { style } = document.documentElement;
  style.setProperty("overflow-anchor", "none"); // where the browser compensates by itself, once is enough
  work();
  const stayed = seen.filter(({ child }) => child.isConnected);
  const anchor = (top && stayed.find((each) => each.top >= top)) || stayed[0];
  if (anchor) scrollBy({ top: anchor.child.getBoundingClientRect().top - anchor.top, behavior: "instant" });
  style.removeProperty("overflow-anchor");
}

/** Whether any part of it is in the viewport. @param {Element} element */
export function isOnScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Focus an element that is not focusable by itself. @param {Element} element */
export function focus(element) {
  const target = /** @type {HTMLElement} */ (element);
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** @param {Element} list @param {Element[]} wanted */
function insert(list, wanted) {
  let at = list.firstElementChild;
  for (const element of wanted) {
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
  }
}

/** @param {Element} child @param {Set<Element>} kept */
function next(child, kept) {
  let sibling = child.nextElementSibling;
  while (sibling && !kept.has(sibling)) sibling = sibling.nextElementSibling;
  return sibling;
}
