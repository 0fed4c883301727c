// Clones the page's templates and fills their slots: no module holds markup of its own.

const NAMED = [
  "id",
  "for",
  "href",
  "action",
  "formaction",
  "name",
  "aria-describedby",
  "aria-labelledby",
  "aria-controls",
];

/** @typedef {"messages" | "reponses" | "personnes" | "protocoles" | "rencontres" | "temps" | "seances"} Thing */
/** @typedef {Partial<Record<Thing, number>>} Ids what stands where addresses say 0 */

/**
 * A copy of the first element of a template, with real ids for its zeros.
 * @param {string} template
 * @param {number} id replaces the 0 at the end of names, as in `why-0`
 * @param {Ids} [ids]
 */
export function clone(template, id, ids = {}) {
  const source = /** @type {HTMLTemplateElement} */ (document.getElementById(template));
  const copy = /** @type {HTMLElement} */ (/** @type {Element} */ (source.content.firstElementChild).cloneNode(true));
  [copy, ...copy.querySelectorAll("*")].forEach((element) => rename(element, id, ids));
  return copy;
}

/** @param {Element} element @param {number} id @param {Ids} ids */
function rename(element, id, ids) {
  for (const name of NAMED) {
    const value = element.getAttribute(name);
    if (value?.includes("0")) element.setAttribute(name, trueName(value, id, ids));
  }
}

/** @param {string} value @param {number} id @param {Ids} ids */
function trueName(value, id, ids) {
  const address = value.replace(/\/(\w+)\/0(?=\/|$)/g, (whole, thing) =>
    thing in ids ? `/${thing}/${ids[/** @type {keyof Ids} */ (thing)]}` : whole,
  );
  return address.replace(/(-c?)0$/, `$1${id}`);
}

/**
 * The slot of `thing` itself, not of a comment inside it.
 * @param {Element} thing
 * @param {string} name
 * @returns {HTMLElement | undefined}
 */
export function slot(thing, name) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (thing.querySelectorAll(`[data-slot="${name}"]`));
  return [...found].find((each) => each.closest("[data-post], [data-comment], [data-ref]") === thing);
}

/**
 * Set a text only if it differs, so that selections and screen readers are not disturbed.
 * @param {Element | undefined} element
 * @param {string} text
 */
export function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** @param {Element | undefined} element @param {string} html cleaned by the house (rooms/text.py) */
export function writeHtml(element, html) {
  if (!element || drawn.get(element) === html) return;
  element.innerHTML = html;
  drawn.set(element, html);
}

/** @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/**
 * Make a plain button.
 * @param {string} text
 * @param {() => void} act
 */
export function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "plain", textContent: text, onclick: act });
  return made;
}
