// A classic script, run only by browsers that know no modules: it says what is needed for a meeting.

document.addEventListener("DOMContentLoaded", function () {
  /** @type {HTMLElement} */ (document.querySelector('[data-slot="coming"]')).hidden = true;
  /** @type {HTMLElement} */ (document.querySelector('[data-slot="needs"]')).hidden = false;
});
