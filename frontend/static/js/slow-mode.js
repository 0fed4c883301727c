// Slow mode: how long one waits between two messages here, and when the next may leave.

import { at, clock, now } from "./clock.js";
import { toTheSecond } from "./hours.js";
import { say, sayCount } from "./words.js";

/** @import { ShownRoom } from "./wire" */
/** @import { LiveRegion } from "./live-region.js" */

const LEADERS = ["artist", "staff"];
const SECOND = 1000; // milliseconds
const MINUTE = 60; // seconds

export class SlowMode {
  /** @param {HTMLElement} element @param {ShownRoom} room @param {LiveRegion} status */
  constructor(element, room, status) {
    this.place = /** @type {HTMLElement | null} */ (element.querySelector("[data-spoke]"));
    this.isFree = LEADERS.includes(element.dataset.role ?? "");
    this.slow = room.slow;
    this.status = status;
    this.spokeAt = Number(this.place?.dataset.spoke ?? 0);
    this.cancel = () => {};
    clock.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** Apply the pace of `room`; a change is said once. @param {ShownRoom} room */
  keep({ slow }) {
    if (slow === this.slow) return;
    this.slow = slow;
    this.#show();
    if (!this.isFree) this.status.say(slow ? often(slow) : say("slow_over"));
  }

  /** @param {number | null} time when one last wrote while the room was slowed */
  spoke(time) {
    this.spokeAt = time ?? 0;
    this.#show();
  }

  #show() {
    this.cancel();
    if (!this.place) return;
    this.place.hidden = this.isFree || !this.slow;
    this.place.textContent = this.slow ? this.#told() : "";
  }

  #told() {
    const next = this.spokeAt + this.slow * SECOND;
    if (next <= now()) return often(this.slow);
    this.cancel = at(next, () => this.#show());
    return `${often(this.slow)} ${say("slow_next", { hour: toTheSecond(next) })}`;
  }
}

/** @param {number} slow seconds */
function often(slow) {
  return slow % MINUTE ? sayCount("slow_seconds", slow) : sayCount("slow_minutes", slow / MINUTE);
}
