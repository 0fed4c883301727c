// On paper everything is open. Style sheets do that where browsers let them; where not, it is opened to be printed.

const FOLDED = "details:is(.about, .before, .rest):not([open])";

export function unfoldOnPaper() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(FOLDED)].map((each) => /** @type {HTMLDetailsElement} */ (each));
    opened.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((each) => (each.open = false)));
}
