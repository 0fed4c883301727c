// Someone writes a protocole, perhaps for an hour, perhaps in a tunnel: each stroke is kept here, and soon in the house.

import { forgetFields, keepFields, readFields } from "./form-draft.js";

const PAUSE = 2000; // milliseconds without a stroke

export class ProtocoleForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.steps = /** @type {HTMLOListElement} */ (form.querySelector("[data-steps]"));
    this.place = /** @type {HTMLElement | null} */ (form.querySelector('[data-slot="draft"]'));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pausing = undefined;
    this.#putBack();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
  }

  // Actions

  /** One box more, and the cursor in it. @param {string} [text] */
  addStep(text = "") {
    const last = /** @type {HTMLLIElement} */ (this.steps.lastElementChild);
    const step = /** @type {HTMLLIElement} */ (last.cloneNode(true));
    const number = this.steps.childElementCount + 1;
    const label = /** @type {HTMLLabelElement} */ (step.querySelector("label"));
    const box = /** @type {HTMLTextAreaElement} */ (step.querySelector("textarea"));
    label.textContent = (label.textContent ?? "").replace(/\d+/, String(number));
    box.id = label.htmlFor = `steps-${number}`;
    box.value = text;
    ["aria-invalid", "aria-describedby", "autofocus"].forEach((name) => box.removeAttribute(name));
    this.steps.append(step);
    return box;
  }

  /** Ask the house to keep the draft; this device keeps it until the house has. */
  async keep() {
    const boxes = new FormData(this.form);
    boxes.set("do", "keep");
    const body = new URLSearchParams(/** @type {[string, string][]} */ ([...boxes]));
    const answer = await fetch(this.form.action, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => null);
    this.#tell(answer?.ok ? "kept" : "here");
    if (answer?.ok) forgetFields(this.#name);
  }

  // Callbacks

  typed() {
    keepFields(this.#name, this.form);
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => (this.#isDraft ? void this.keep() : this.#tell("here")), PAUSE);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    clearTimeout(this.pausing);
    if (!event.submitter?.hasAttribute("data-add-step")) return forgetFields(this.#name); // the house has it from here
    event.preventDefault();
    this.addStep().focus();
  }

  // Private

  /** What this device has kept is newer than what the house has: it is forgotten once the house has it. */
  #putBack() {
    const kept = readFields(this.#name);
    if (!kept || this.form.querySelector('[aria-invalid="true"]')) return;
    const missing = kept.filter(([name]) => name === "steps").length - this.steps.childElementCount;
    for (let step = 0; step < missing; step += 1) this.addStep();
    const boxes = /** @type {HTMLInputElement[]} */ ([...this.form.elements]);
    for (const name of new Set(kept.map(([each]) => each))) {
      const values = kept.filter(([each]) => each === name).map(([, value]) => value);
      boxes.filter((box) => box.name === name).forEach((box, index) => fill(box, values, index));
    }
  }

  /** Whether the house keeps drafts of this form; what was handed in is only corrected. */
  get #isDraft() {
    return this.form.querySelector('button[name="do"][value="keep"]') !== null;
  }

  get #name() {
    return `${this.form.dataset.me ?? ""}:${location.pathname}`;
  }

  /** @param {"kept" | "here"} where */
  #tell(where) {
    if (this.place) this.place.textContent = this.place.dataset[where] ?? "";
  }
}

/** @param {HTMLInputElement} box @param {string[]} values @param {number} index */
function fill(box, values, index) {
  if (box.type === "radio") box.checked = values.includes(box.value);
  else box.value = values[index] ?? "";
}
