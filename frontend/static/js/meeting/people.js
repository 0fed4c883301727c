// The list of people, raised hands first; for who may open, who knocks.

import { arrange } from "../reconcile.js";
import { say, sayCount } from "../words.js";
import { hands, myself, nameOf, together } from "./reducer.js";
import { copy, find, mark, place, put } from "./dom.js";
import { marksOf } from "./tile.js";

/** @import { ShownMember, ShownPerson } from "../wire" */
/** @import { Meeting } from "./reducer.js" */

export class People {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.panel = find(element, '[data-panel="people"]');
    this.lobby = find(this.panel, "[data-lobby]");
    /** @type {Map<number, HTMLElement>} */
    this.rows = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.knocks = new Map();
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    const all = sorted(meeting);
    put(find(this.panel, "h2"), sayCount("people", all.length));
    arrange(
      place(this.panel, "people"),
      all.map((member) => this.#row(member, meeting)),
    );
    this.lobby.hidden = meeting.knocking.length === 0;
    put(find(this.lobby, "h3"), sayCount("knocking", meeting.knocking.length));
    arrange(
      place(this.lobby, "knocking"),
      meeting.knocking.map((person) => this.#knock(person, meeting)),
    );
    find(this.lobby, '[data-do="admit-all"]').hidden = meeting.knocking.length < 2;
    forget(
      this.rows,
      all.map(({ person }) => person.id),
    );
    forget(
      this.knocks,
      meeting.knocking.map(({ id }) => id),
    );
  }

  /** @param {ShownMember} member @param {Meeting} meeting */
  #row(member, meeting) {
    const { id } = member.person;
    const name = nameOf(meeting, member.person);
    const row = this.rows.get(id) ?? copy("person-row-template");
    this.rows.set(id, row);
    put(row.querySelector("b"), id === meeting.me ? say("you_here", { name }) : name);
    put(place(row, "role"), roleOf(member, meeting));
    mark(
      find(row, ".marks"),
      marksOf(member, meeting.speakers.includes(id), hands(meeting).findIndex((each) => each.person.id === id) + 1),
    );
    const choices = find(row, '[data-do="person"]');
    choices.dataset.person = String(id);
    choices.setAttribute("aria-label", say("choices_for", { name }));
    return row;
  }

  /** @param {ShownPerson} person @param {Meeting} meeting */
  #knock(person, meeting) {
    const { id } = person;
    const name = nameOf(meeting, person);
    const row = this.knocks.get(id) ?? copy("knock-template");
    this.knocks.set(id, row);
    put(row.querySelector("b"), name);
    row.querySelectorAll("button").forEach((button) => {
      button.dataset.person = String(id);
      button.setAttribute("aria-label", `${button.textContent} ${name}`);
    });
    find(row, '[data-do="refuse"]').hidden = !myself(meeting)?.host;
    return row;
  }
}

/** Hands first, in their order; then whoever leads; then names. @param {Meeting} meeting */
function sorted(meeting) {
  const raised = hands(meeting);
  const others = [...meeting.members.values()].filter((member) => !raised.includes(member));
  const byName = (/** @type {ShownMember} */ one, /** @type {ShownMember} */ two) =>
    Number(two.host) - Number(one.host) || one.person.name.localeCompare(two.person.name);
  return [...raised, ...others.sort(byName)];
}

/** @param {ShownMember} member @param {Meeting} meeting */
function roleOf({ host, group }, meeting) {
  const here = together(meeting)[0]?.group ?? 0;
  const words = [
    ...(host ? [say("leads")] : []),
    ...(meeting.state.groups && group !== here ? [group ? say("in_group", { group }) : say("in_whole")] : []),
  ];
  return words.join(", ");
}

/** @param {Map<number, HTMLElement>} rows @param {number[]} here */
function forget(rows, here) {
  for (const id of rows.keys()) if (!here.includes(id)) rows.delete(id);
}
