// The form for breakout groups: people in each, and the number of groups that follows.

import { say, sayCount } from "../words.js";
import { led } from "./reducer.js";
import { groupsOf } from "./groups.js";
import { find, place, put } from "./dom.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { LivedPhase } from "./lived-phase.js" */
/** @typedef {(wanted: { groups: number, minutes: number, phase: number | null }) => void} Split */

const MINUTE = 60_000;
const LONGEST = 120; // minutes

export class GroupsForm {
  /** @param {HTMLElement} root @param {Split} split @param {() => LivedPhase["current"]} current */
  constructor(root, split, current) {
    this.form = /** @type {HTMLFormElement} */ (find(root, "[data-split]"));
    this.size = /** @type {HTMLInputElement} */ (find(this.form, '[name="size"]'));
    this.minutes = /** @type {HTMLInputElement} */ (find(this.form, '[name="minutes"]'));
    this.withPhase = /** @type {HTMLInputElement} */ (find(this.form, '[name="with-phase"]'));
    this.split = split;
    this.current = current;
    this.people = 0;
    this.form.addEventListener("input", () => this.#tell());
    this.form.addEventListener("submit", (event) => this.#submit(event));
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    this.form.hidden = meeting.state.groups > 0;
    this.people = led(meeting).length;
    place(this.form, "with-phase").hidden = this.current() === null;
    this.#tell();
  }

  /** The phase with which the groups are to end; null: after so many minutes. */
  get #phase() {
    return this.withPhase.checked ? this.current() : null;
  }

  #tell() {
    place(this.form, "minutes").hidden = this.#phase !== null;
    put(
      place(this.form, "split-makes"),
      this.size.validity.valid ? saySplit(this.people, this.size.valueAsNumber) : "",
    );
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const groups = groupsOf(this.people, this.size.valueAsNumber);
    if (groups < 2) return this.size.focus(); // what it lacks stands below, and describes the box
    const current = this.#phase;
    const minutes = current ? minutesOf(current.left) : this.minutes.valueAsNumber;
    this.split({ groups, minutes, phase: current?.phase ?? null });
  }
}

/** What is left of a phase, until the house says it exactly. @param {number | null} left milliseconds */
function minutesOf(left) {
  return left === null ? LONGEST : Math.min(Math.max(Math.ceil(left / MINUTE), 1), LONGEST);
}

/** The groups that makes, or that it makes fewer than two. @param {number} people @param {number} size */
function saySplit(people, size) {
  const count = groupsOf(people, size);
  if (count < 2) return sayCount("split_too_few", people);
  const least = Math.floor(people / count);
  return say(people % count ? "split_unevenly" : "split_evenly", { count, least, most: least + 1 });
}
