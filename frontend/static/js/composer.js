// The composer: submits to the outbox instead of loading a page, and saves a draft at each keystroke.

import { bodyBox, giveBack, sayRight, sayWrong } from "./form-fields.js";
import { commandOf } from "./commands.js";
import { draftName, openEdit, putAway } from "./inline-edit.js";
import { LONGEST, countSigns, showsNothing } from "./text.js";
import { say } from "./words.js";

/** @import { NewCommand } from "./commands.js" */
/** @import { Drafts } from "./drafts.js" */
/** @import { Box } from "./form-fields.js" */
/** @import { Entry } from "./command-store.js" */
/**
 * @typedef {object} Desk What the composer needs of the room.
 * @property {(command: NewCommand) => Promise<void>} send resolved once it is kept
 * @property {() => void} typing
 * @property {() => void} unkept this device keeps no draft
 * @property {(link: HTMLAnchorElement) => string | null} wordsOf what an edit link is about; null: not words
 */

const TYPING_EVERY = 3000;
const SECOND_CLICK = 1000;

export class Composer {
  /** @param {HTMLElement} room @param {Drafts} drafts @param {Desk} desk */
  constructor(room, drafts, desk) {
    this.room = room;
    this.drafts = drafts;
    this.desk = desk;
    this.typedAt = this.sentAt = -Infinity;
    room.addEventListener("submit", (event) => this.submitted(event));
    room.addEventListener("input", (event) => this.typed(event));
    room.addEventListener("keydown", (event) => this.pressed(event));
    room.addEventListener("click", (event) => this.clicked(event));
    room.addEventListener("invalid", (event) => this.missing(event), true);
    room.querySelectorAll("form").forEach((form) => this.#putDraftBack(form));
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const command = commandOf(addressOf(form, event.submitter), new FormData(form, event.submitter));
    if (!command) return;
    event.preventDefault();
    if ("body" in command) this.#sendWords(form, command);
    else this.#sendAct(form, command);
  }

  /** @param {Event} event */
  typed({ target }) {
    const box = /** @type {Box} */ (target);
    if (box.name !== "body" || !box.form) return;
    sayRight(box);
    if (!this.drafts.keep(draftName(box.form), box.value)) this.desk.unkept();
    if (performance.now() - this.typedAt < TYPING_EVERY) return;
    this.typedAt = performance.now();
    this.desk.typing();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const box = /** @type {Box} */ (event.target);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && box.name === "body") box.form?.requestSubmit();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest('a[data-act="edit"]'));
    const words = link && this.desk.wordsOf(link);
    if (!link || words === null) return;
    event.preventDefault();
    openEdit(link, words, this.drafts);
  }

  /** Replace the browser's validation message by our own, next to the field. @param {Event} event */
  missing(event) {
    const box = /** @type {Box} */ (event.target);
    if (box.name !== "body") return;
    event.preventDefault();
    this.#complain(box);
  }

  /** Put an entry that could not be sent back into its form. @param {Entry} entry @param {string} [sentence] */
  giveBack({ command }, sentence) {
    if (!("body" in command)) return;
    const box = this.#boxOf(command) ?? this.#boxOf({ type: "publish" });
    if (!box) return;
    giveBack(box, command.body);
    if (sentence) sayWrong(box, sentence);
  }

  /** @param {HTMLFormElement} form @param {NewCommand & { body: string }} command */
  #sendWords(form, command) {
    const box = /** @type {Box} */ (bodyBox(form));
    if (showsNothing(command.body) || countSigns(command.body) > LONGEST) return this.#complain(box);
    this.sentAt = performance.now();
    box.value = ""; // at once, so that a second click has nothing to send
    void this.desk.send(command).then(() => this.drafts.forget(draftName(form)));
    putAway(form);
  }

  /** Send, and close the panel that the button is in. @param {HTMLFormElement} form @param {NewCommand} command */
  #sendAct(form, command) {
    const menu = form.closest("details.more");
    const offered = form.closest(".signs")?.querySelector(".unfold");
    void this.desk.send(command);
    for (const panel of [menu, offered]) panel?.removeAttribute("open");
    const left = menu ?? (form.offsetParent ? null : offered); // what was pressed is out of sight now
    left?.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** @param {Box} box */
  #complain(box) {
    const count = countSigns(box.value);
    if (count > LONGEST) sayWrong(box, say("too_long", { count, most: LONGEST }));
    else if (performance.now() - this.sentAt > SECOND_CLICK) sayWrong(box, say("empty"));
  }

  /** @param {{ type: string, post?: number, comment?: number }} command */
  #boxOf({ type, post, comment }) {
    const address = { publish: "/publier/", comment: `/messages/${post}/repondre/` }[type];
    const form = address && this.room.querySelector(`form[action$="${address}"]`);
    if (form) return bodyBox(form);
    const thing = comment ? `/reponses/${comment}/modifier/` : `/messages/${post}/modifier/`;
    const asked = /** @type {HTMLFormElement | null} */ (this.room.querySelector(`form.correct[action$="${thing}"]`));
    if (asked) return bodyBox(asked);
    const link = /** @type {HTMLAnchorElement | null} */ (
      this.room.querySelector(`a[data-act="edit"][href$="${thing}"]`)
    );
    return link && openEdit(link, "", this.drafts);
  }

  /** @param {HTMLFormElement} form */
  #putDraftBack(form) {
    const box = bodyBox(form);
    const draft = box && this.drafts.read(draftName(form));
    if (!box || !draft || (box.value.trim() && !form.matches(".correct"))) return;
    box.value = draft;
    box.closest("details")?.setAttribute("open", "");
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function addressOf(form, submitter) {
  return submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
}
