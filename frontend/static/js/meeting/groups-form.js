// The form for breakout groups: people in each, and the number of groups that follows.

import { say, sayCount } from "../words.js";
import { led } from "./reducer.js";
import { groupsOf } from "./groups.js";
import { find, place, put } from "./dom.js";

/** @import { Meeting } from "./reducer.js" */
/** @typedef {(groups: number, minutes: number) => void} Split */

export class GroupsForm {
  /** @param {HTMLElement} root @param {Split} split */
  constructor(root, split) {
    this.form = /** @type {HTMLFormElement} */ (find(root, "[data-split]"));
    this.size = /** @type {HTMLInputElement} */ (find(this.form, '[name="size"]'));
    this.minutes = /** @type {HTMLInputElement} */ (find(this.form, '[name="minutes"]'));
    this.split = split;
    this.people = 0;
    this.form.addEventListener("input", () => this.#tell());
    this.form.addEventListener("submit", (event) => this.#submit(event));
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    this.form.hidden = meeting.state.groups > 0;
    this.people = led(meeting).length;
    this.#tell();
  }

  #tell() {
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
    this.split(groups, this.minutes.valueAsNumber);
  }
}

/** The groups that makes, or that it makes fewer than two. @param {number} people @param {number} size */
function saySplit(people, size) {
  const count = groupsOf(people, size);
  if (count < 2) return sayCount("split_too_few", people);
  const least = Math.floor(people / count);
  return say(people % count ? "split_unevenly" : "split_evenly", { count, least, most: least + 1 });
}
