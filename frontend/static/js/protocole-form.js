// The form of a protocole, perhaps filled for an hour and offline: saved here at each keystroke, and soon
// on the server.

import { fieldsOf, forgetFields, keepFields, readFields, sinceOf, wordsOf } from "./form-draft.js";

const PAUSE = 2000; // milliseconds without a keystroke
const NEWER = 409; // HTTP: the house has a newer draft

export class ProtocoleForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.steps = /** @type {HTMLOListElement} */ (form.querySelector("[data-steps]"));
    this.place = /** @type {HTMLElement | null} */ (form.querySelector('[data-slot="draft"]'));
    this.since = /** @type {HTMLInputElement} */ (form.elements.namedItem("since"));
    this.isKept = this.isSending = this.isOutdone = this.isNative = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pausing = undefined;
    this.#putBack();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
  }

  // Actions

  /** Add a step and focus it. @param {string} [text] */
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

  /** Save the draft in the house; this device keeps it until then. Whether the form is to say what is wrong. */
  async keep() {
    const answer = await this.#send("keep");
    if (!answer?.ok) this.#tellHere();
    else {
      this.since.value = (await answer.json()).since;
      forgetFields(this.#name);
      this.#tell("kept");
    }
    this.isOutdone = answer?.status === NEWER;
    return answer !== null && answer.status < 500 && !answer.ok;
  }

  /** Hand it in, or correct it. The page is left once the house has the words, not before. */
  async handIn() {
    const answer = await this.#send("hand-in");
    if (!answer || answer.status >= 500) return this.#tell("unsent");
    if (!answer.ok) return true;
    forgetFields(this.#name);
    location.assign((await answer.json()).to);
  }

  // Callbacks

  typed() {
    this.isKept = keepFields(this.#name, fieldsOf(this.form));
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => void this.pause(), PAUSE);
  }

  /** A newer draft is not asked to give way at each pause: the form's own button shows it. */
  async pause() {
    if (!this.#isDraft || this.isOutdone) this.#tellHere();
    else await this.keep();
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    clearTimeout(this.pausing);
    if (this.isNative) return;
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (button?.value === "add-step") this.addStep().focus();
    else if (!this.isSending) void this.#act(button);
  }

  // Private

  /** @param {HTMLButtonElement | null} button */
  async #act(button) {
    this.isSending = true;
    const isWrong = await (button?.value === "hand-in" ? this.handIn() : this.keep());
    this.isSending = false;
    if (!isWrong) return;
    this.isNative = true; // the house draws the page that says what is wrong
    this.form.requestSubmit(button);
  }

  /** @param {"keep" | "hand-in"} what @returns {Promise<Response | null>} null: no answer */
  async #send(what) {
    this.isKept = keepFields(this.#name, fieldsOf(this.form));
    const body = new FormData(this.form);
    body.set("do", what);
    const headers = { Accept: "application/json" };
    return fetch(this.form.action, { method: "POST", headers, body }).catch(() => null);
  }

  /** Restore what this device saved from the same draft; offer what it saved from another one. */
  #putBack() {
    const kept = readFields(this.#name);
    if (kept && !this.form.querySelector('[aria-invalid="true"]')) {
      if (sinceOf(kept) === this.since.value) this.#fill(kept);
      else this.#setAside(kept);
    }
    this.#offer(readFields(this.#other));
  }

  /** @param {[string, string][]} kept */
  #setAside(kept) {
    forgetFields(this.#name);
    if (wordsOf(kept) !== wordsOf(fieldsOf(this.form))) keepFields(this.#other, kept);
  }

  /** @param {[string, string][] | null} other */
  #offer(other) {
    const offer = /** @type {HTMLElement | null} */ (document.querySelector('[data-slot="other"]'));
    if (!offer || !other) return;
    const end = () => (forgetFields(this.#other), (offer.hidden = true));
    offer.hidden = false;
    /** @type {HTMLElement} */ (offer.querySelector("[data-take]")).onclick = () => {
      this.#fill(other.filter(([name]) => name !== "since"));
      this.typed();
      end();
    };
    /** @type {HTMLElement} */ (offer.querySelector("[data-forget]")).onclick = end;
  }

  /** @param {[string, string][]} kept */
  #fill(kept) {
    const missing = kept.filter(([name]) => name === "steps").length - this.steps.childElementCount;
    for (let step = 0; step < missing; step += 1) this.addStep();
    const boxes = /** @type {HTMLInputElement[]} */ ([...this.form.elements]);
    for (const name of new Set(kept.map(([each]) => each))) {
      const values = kept.filter(([each]) => each === name).map(([, value]) => value);
      boxes.filter((box) => box.name === name).forEach((box, index) => fill(box, values, index));
    }
  }

  /** Whether the server keeps drafts of this form: not when a published protocole is corrected. */
  get #isDraft() {
    return this.form.querySelector('button[name="do"][value="keep"]') !== null;
  }

  get #other() {
    return `${this.#name}:other`;
  }

  get #name() {
    return `${this.form.dataset.me ?? ""}:${location.pathname}`;
  }

  #tellHere() {
    this.#tell(this.isKept ? "here" : "nowhere");
  }

  /** @param {"kept" | "here" | "nowhere" | "unsent"} where */
  #tell(where) {
    if (this.place) this.place.textContent = this.place.dataset[where] ?? "";
  }
}

/** @param {HTMLInputElement} box @param {string[]} values @param {number} index */
function fill(box, values, index) {
  if (box.type === "radio") box.checked = values.includes(box.value);
  else box.value = values[index] ?? "";
}
