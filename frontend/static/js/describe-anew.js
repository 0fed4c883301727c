// A new picture is not described by the words of the one before: its box is empty again.

/** @param {HTMLElement | null} picture the file box @param {HTMLElement | null} words the box of its description */
export function describeAnew(picture, words) {
  if (!(words instanceof HTMLInputElement)) return;
  picture?.addEventListener("change", () => {
    if (words.value === words.defaultValue) words.value = "";
  });
}
