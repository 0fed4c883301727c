// Boxes that grow with what is written in them, where the browser does not do it by itself.

/** @param {HTMLElement} root */
export function growBoxes(root) {
  if (CSS.supports("field-sizing", "content")) return;
  const fitAll = () => root.querySelectorAll("textarea").forEach(fit);
  root.addEventListener("input", fitAll);
  root.addEventListener("submit", () => queueMicrotask(fitAll)); // a box is emptied as its words are sent
  root.addEventListener("focusin", fitAll);
  fitAll();
}

/** @param {HTMLTextAreaElement} box */
function fit(box) {
  if (!box.offsetParent) return;
  const { scrollY } = window;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  if (window.scrollY !== scrollY) scrollTo({ top: scrollY, behavior: "instant" }); // it was measured too small
}
