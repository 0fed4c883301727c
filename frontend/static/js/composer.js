// What is typed goes into the outbox instead of leaving the page; until then it is kept at each stroke.

import { bodyBox, giveBack, sayRight, sayWrong } from "./boxes.js";
import { wishOf } from "./commands.js";
import { draftName, openEdit, putAway } from "./editing.js";
import { say } from "./words.js";

/** @import { Wish } from "./commands.js" */
/** @import { Drafts } from "./drafts.js" */
/** @import { Box } from "./boxes.js" */
/** @import { Entry } from "./store.js" */
/**
 * @typedef {object} Desk What the composer needs of the room.
 * @property {(wish: Wish) => Promise<void>} send resolved once it is kept
 * @property {() => void} typing
 * @property {(link: HTMLAnchorElement) => string | null} wordsOf what an edit link is about; null: not words
 */

const LONGEST = 5000; // rooms/text.py
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
    const wish = wishOf(addressOf(form, event.submitter), new FormData(form, event.submitter));
    if (!wish) return;
    event.preventDefault();
    if ("body" in wish) this.#sendWords(form, wish);
    else this.#sendAct(form, wish);
  }

  /** @param {Event} event */
  typed({ target }) {
    const box = /** @type {Box} */ (target);
    if (box.name !== "body" || !box.form) return;
    sayRight(box);
    this.drafts.keep(draftName(box.form), box.value);
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

  /** The browser's own complaint about an empty box, in our words and our place. @param {Event} event */
  missing(event) {
    const box = /** @type {Box} */ (event.target);
    if (box.name !== "body") return;
    event.preventDefault();
    this.#complain(box);
  }

  /** What could not be sent goes back where it came from. @param {Entry} entry @param {string} [sentence] */
  giveBack({ command }, sentence) {
    if (!("body" in command)) return;
    const box = this.#boxOf(command) ?? this.#boxOf({ type: "publish" });
    if (!box) return;
    giveBack(box, command.body);
    if (sentence) sayWrong(box, sentence);
  }

  /** @param {HTMLFormElement} form @param {Wish & { body: string }} wish */
  #sendWords(form, wish) {
    const box = /** @type {Box} */ (bodyBox(form));
    if (!wish.body.trim() || wish.body.length > LONGEST) return this.#complain(box);
    this.sentAt = performance.now();
    box.value = ""; // at once, so that a second click has nothing to send
    void this.desk.send(wish).then(() => this.drafts.forget(draftName(form)));
    putAway(form);
  }

  /** The menu closes behind what was pressed in it. @param {HTMLFormElement} form @param {Wish} wish */
  #sendAct(form, wish) {
    void this.desk.send(wish);
    const menu = form.closest("details.more");
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** @param {Box} box */
  #complain(box) {
    const count = box.value.length;
    if (count > LONGEST) sayWrong(box, say("too_long", { count, most: LONGEST }));
    else if (performance.now() - this.sentAt > SECOND_CLICK) sayWrong(box, say("empty"));
  }

  /** @param {{ type: string, post?: number, comment?: number }} command */
  #boxOf({ type, post, comment }) {
    const address = { publish: "/publier/", comment: `/messages/${post}/repondre/` }[type];
    const form = address && this.room.querySelector(`form[action$="${address}"]`);
    if (form) return bodyBox(form);
    const thing = comment ? `/reponses/${comment}/modifier/` : `/messages/${post}/modifier/`;
    const link = /** @type {HTMLAnchorElement | null} */ (this.room.querySelector(`a[data-act="edit"][href$="${thing}"]`));
    return link && openEdit(link, "", this.drafts);
  }

  /** @param {HTMLFormElement} form */
  #putDraftBack(form) {
    const box = bodyBox(form);
    const draft = box && this.drafts.read(draftName(form));
    if (!box || !draft || box.value.trim()) return;
    box.value = draft;
    box.closest("details")?.setAttribute("open", "");
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function addressOf(form, submitter) {
  return submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
}
