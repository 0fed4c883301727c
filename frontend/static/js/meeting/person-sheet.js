// The dialog about one person: their name and the possible actions.

import { button, clone } from "../template-slots.js";
import { say } from "../words.js";
import { actionsOn } from "./member-actions.js";
import { place, put } from "./dom.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { MemberAction } from "./member-actions.js" */
/** @import { Dialogs } from "./dialogs.js" */
/** @typedef {{ say: (type: string, fields: object) => void, pin: (person: number) => void }} Means */

export class PersonSheet {
  /** @param {Dialogs} dialogs @param {Means} means */
  constructor(dialogs, means) {
    this.dialogs = dialogs;
    this.means = means;
  }

  /** @param {Meeting} meeting @param {number} person @param {number | null} pinned */
  open(meeting, person, pinned) {
    const member = meeting.members.get(person);
    if (!member) return;
    const dialog = this.dialogs.dialog("person");
    const { name } = member.person;
    put(place(dialog, "person-name"), name);
    const acts = actionsOn(meeting, member, pinned);
    const report = person === meeting.me ? [] : [clone("report-template", person, { personnes: person })];
    const made = acts.map((act) => inItem(this.#button(act, person, name)));
    place(dialog, "person-acts").replaceChildren(...made, ...report);
    this.dialogs.open("person");
  }

  /** @param {MemberAction} act @param {number} person @param {string} name */
  #button(act, person, name) {
    const group = /** @type {{ group?: number }} */ (act.fields ?? {}).group ?? 0;
    const made = button(say(act.key, { name, group }), () => void this.#do(act, person, name));
    if (act.isGrave) made.classList.add("grave");
    return made;
  }

  /** @param {MemberAction} act @param {number} person @param {string} name */
  async #do(act, person, name) {
    this.dialogs.close();
    if (!act.type) return this.means.pin(person);
    const question = act.asks && {
      question: say(act.asks, { name }),
      yes: say(act.key, { name }),
      no: say("do_nothing"),
    };
    if (!question || (await this.dialogs.ask(question))) this.means.say(act.type, act.fields ?? {});
  }
}

/** @param {HTMLElement} element */
function inItem(element) {
  const item = document.createElement("li");
  item.append(element);
  return item;
}
