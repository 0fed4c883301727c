// What just happened, said in the strip, in sight wherever one is; with a way to undo it, as long as it stands there.

import { button, clone, write } from "./template-slots.js";
import { say } from "./words.js";

/** @import { NewCommand } from "./commands.js" */

/** @typedef {[sentence: string, undo?: { verb: string, button: string }]} Decided */
/** What is said of a decision about a person, when it is taken and when it is taken back. */
const DECIDED = /** @type {Record<string, Record<string, Decided>>} */ ({
  "person.quiet": {
    true: ["quieted_them", { verb: "parole", button: "give_voice_back" }],
    false: ["unquieted_them"],
  },
  "person.remove": {
    true: ["removed_them", { verb: "readmettre", button: "readmit" }],
    false: ["readmitted_them"],
  },
  "person.tell": { true: ["told_them"] },
});

/**
 * @param {NewCommand} command
 * @returns {command is Extract<NewCommand, { type: "person.quiet" | "person.remove" | "person.tell" }>}
 */
const isTold = (command) => command.type in DECIDED;

export class Happened {
  /** @param {Element} room @param {string} slug */
  constructor(room, slug) {
    this.slug = slug;
    this.place = room.querySelector("[data-happened]");
    this.place?.querySelectorAll(".note").forEach((note) => this.#canBePutAway(note));
  }

  /**
   * Say what was decided about `name`. Returns the sentence, or null: `command` is no such decision.
   * @param {NewCommand} command
   * @param {string} name
   */
  decided(command, name) {
    if (!isTold(command)) return null;
    const [key, undo] = DECIDED[command.type][`${"on" in command ? command.on : true}`];
    const note = clone("happened-template", 0);
    const sentence = say(key, { name });
    write(note.querySelector('[data-slot="sentence"]') ?? undefined, sentence);
    if (undo) {
      note.setAttribute("action", `/f/${this.slug}/personnes/${command.person}/${undo.verb}/`);
      note.append(
        Object.assign(
          button(say(undo.button), () => {}),
          { type: "submit" },
        ),
      );
    }
    this.#show(note);
    return sentence;
  }

  /**
   * Show what the team says to everybody if it `isNews`, until it is put away there or taken back.
   * @param {Element | null} said
   * @param {boolean} isNews
   */
  announced(said, isNews) {
    if (said && isNews) this.place?.replaceChildren(said.cloneNode(true));
    else if (!said) this.place?.querySelector("[data-announcement]")?.remove();
  }

  /** A session is over: its way to what was done in it. @param {number} session */
  sessionOver(session) {
    this.#show(clone("session-over-template", session, { seances: session }));
  }

  /** Take away what was told: something else begins. */
  clear() {
    this.place?.replaceChildren();
  }

  /** Tell a newcomer who has published how to come back. */
  offerCard() {
    this.#show(clone("card-template", 0));
  }

  /** @param {HTMLElement} note */
  #show(note) {
    this.#canBePutAway(note);
    this.place?.replaceChildren(note);
  }

  /** @param {Element} note */
  #canBePutAway(note) {
    note.append(button(say("put_away"), () => note.remove()));
  }
}
