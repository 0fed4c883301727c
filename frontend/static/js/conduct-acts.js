// Sends what a form asks over the page's link, at once or not at all: an act of conducting is of its moment, and is
// never kept for later. Without a link yet, the browser sends the form.

import { commandOf } from "./commands.js";
import { Drafts } from "./drafts.js";
import { bodyBox, giveBack } from "./form-fields.js";
import { newRef } from "./refs.js";
import { say } from "./words.js";

/** @import { Lasting, NewCommand } from "./commands.js" */
/** @import { Box } from "./form-fields.js" */
/** @import { Link } from "./link.js" */

const DRAFT = "conduct";

export class Acts {
  /**
   * @param {HTMLElement} element
   * @param {Link} link
   * @param {number} room
   * @param {() => void} done
   */
  constructor(element, link, room, done) {
    this.element = element;
    this.link = link;
    this.room = room;
    this.done = done;
    this.wasOpen = false;
    this.before = Promise.resolve();
    link.addEventListener("state", () => (this.wasOpen ||= link.isOpen));
    element.addEventListener("submit", (event) => this.#submitted(event));
    this.drafts = new Drafts(element.dataset.me ?? "");
    this.#keepMessage(bodyBox(element));
  }

  /** What is being written survives a reload. @param {Box | null} box */
  #keepMessage(box) {
    if (!box) return;
    const kept = this.drafts.read(DRAFT);
    if (kept && !box.value) giveBack(box, kept);
    box.addEventListener("input", () => this.drafts.keep(DRAFT, box.value));
  }

  /**
   * Acts go one after the other, each as it was when it was asked: what is pressed twice is done once.
   * @param {SubmitEvent} event
   */
  #submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!this.wasOpen || !form.matches("[data-conduct], [data-say]")) return;
    event.preventDefault();
    if (!this.link.isOpen) return this.#tell(say("conduct_offline"));
    renewRef(form);
    const boxes = new FormData(form);
    const asked = form.matches("[data-say]") ? publishing(boxes) : commandOf(form.action, boxes);
    const command = /** @type {Lasting} */ ({ ...asked, room: this.room, ref: String(boxes.get("ref")) });
    this.before = this.before.then(() => this.#send(form, command));
  }

  /** @param {HTMLFormElement} form @param {Lasting} command */
  async #send(form, command) {
    const isMessage = command.type === "publish";
    this.element.toggleAttribute("data-busy", true);
    const answer = await this.link.ask(command).catch(() => null);
    this.element.removeAttribute("data-busy");
    if (answer === null) this.#tell(say("conduct_unanswered"));
    else if (answer.type === "refused") this.#tell(answer.sentence);
    else if (answer.type === "failed") this.#tell(say("broken", { reference: answer.reference }));
    else this.#did(form, isMessage);
    // A message that was perhaps published keeps its ref, and is never doubled; an act is of its version.
    if (answer !== null || !isMessage) refOf(form).value = newRef();
  }

  /** @param {HTMLFormElement} form @param {boolean} isMessage */
  #did(form, isMessage) {
    this.#tell(isMessage ? say("conduct_said") : "");
    const box = bodyBox(form);
    if (isMessage && box) {
      box.value = "";
      this.drafts.forget(DRAFT);
    }
    this.done();
  }

  /** @param {string} sentence */
  #tell(sentence) {
    const words = document.createElement("p");
    words.textContent = sentence;
    this.element.querySelector("[data-told]")?.replaceChildren(...(sentence ? [words] : []));
  }
}

/** @param {FormData} boxes @returns {NewCommand} */
function publishing(boxes) {
  return { type: "publish", body: String(boxes.get("body") ?? "") };
}

/**
 * Give an act on another version a ref of its own, though the one before is not answered yet: its event may come first,
 * and whoever sees the new phase presses again.
 * @param {HTMLFormElement} form
 */
function renewRef(form) {
  const box = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("version"));
  if (!box || form.dataset.decidedOn === box.value) return;
  form.dataset.decidedOn = box.value;
  refOf(form).value = newRef();
}

/** @param {HTMLFormElement} form */
function refOf(form) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem("ref"));
}
