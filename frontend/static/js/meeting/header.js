// The header above the stage: title, number of people, time left in groups, recording.

import { now } from "../clock.js";
import { say, sayCount } from "../words.js";
import { worse } from "./quality.js";
import { isLed, myself, together } from "./reducer.js";
import { find, mark, place, put } from "./dom.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { Quality } from "./quality.js" */

export class Header {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.clock = place(element, "clock");
    this.marks = find(element, '.scene-head [data-slot="marks"]');
    /** @type {Meeting | null} */
    this.meeting = null;
    setInterval(() => this.#time(), 1000);
  }

  /** @param {Meeting} meeting @param {Quality | null} quality null: not known @param {boolean} isSoundOnly */
  show(meeting, quality, isSoundOnly) {
    this.meeting = meeting;
    mark(this.marks, marksOf(meeting, quality, isSoundOnly));
    this.#time();
  }

  #time() {
    if (!this.meeting) return;
    const { state } = this.meeting;
    const people = sayCount("people", together(this.meeting).length);
    put(this.clock, state.groups_end_at === null ? people : `${people} · ${left(state.groups_end_at - now())}`);
  }
}

/** @param {Meeting} meeting @param {Quality | null} quality @param {boolean} isSoundOnly */
function marksOf(meeting, quality, isSoundOnly) {
  const { state } = meeting;
  const me = myself(meeting);
  return [
    ...(state.recording === "on" ? [{ icon: "record", text: say("recording") }] : []),
    ...(state.recording === "asked" ? [{ icon: "record", text: say("recording_asked") }] : []),
    ...(me && state.groups
      ? [{ icon: "people", text: me.group ? say("in_group", { group: me.group }) : say("in_whole") }]
      : []),
    ...(isLed(meeting) ? [] : [{ icon: "people", text: say("mark_not_led") }]),
    ...(state.locked ? [{ icon: "lock", text: say("locked") }] : []),
    ...(isSoundOnly ? [{ icon: "sound", text: say("sound_only") }] : []),
    ...(quality && worse(quality, me?.quality ?? "good") !== "good"
      ? [{ icon: "weak", text: say("mark_weak_mine") }]
      : []),
  ];
}

/** The last minute is gentle. @param {number} ms */
function left(ms) {
  const minutes = Math.ceil(ms / 60_000);
  return minutes <= 1 ? say("minute_last") : say("minutes_left", { count: minutes });
}
