// Lists that change while they are being read: nothing moves that need not, and no focus is lost.

/**
 * Make `wanted` the children of `list`, in this order, touching only those that come or go.
 * @param {Element} list
 * @param {Element[]} wanted
 */
export function arrange(list, wanted) {
  const kept = new Set(wanted);
  const leaving = [...list.children].filter((child) => !kept.has(child));
  const place = leaving.findIndex((child) => child.contains(document.activeElement));
  const heir = place < 0 ? null : { next: next(leaving[place], kept), index: [...list.children].indexOf(leaving[place]) };
  leaving.forEach((child) => child.remove());
  insert(list, wanted);
  if (heir) focus(list.children[heir.index] ?? heir.next ?? list);
}

/**
 * Do `work`, which changes what stands above or below, without moving what is on the screen.
 * @param {Element} list
 * @param {() => void} work
 */
export function keepPlace(list, work) {
  const seen = [...list.children].filter(isOnScreen).map((child) => ({ child, top: child.getBoundingClientRect().top }));
  const { style } = document.documentElement;
  style.setProperty("overflow-anchor", "none"); // where the browser compensates by itself, once is enough
  work();
  const anchor = seen.find(({ child }) => child.isConnected);
  if (anchor) scrollBy({ top: anchor.child.getBoundingClientRect().top - anchor.top, behavior: "instant" });
  style.removeProperty("overflow-anchor");
}

/** Whether the reader can see some of it. @param {Element} element */
export function isOnScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Put the focus on what is not usually focused. @param {Element} element */
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
