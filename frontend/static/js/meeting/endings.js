// The screen after leaving: the reason, and whether one may return.

import { say } from "../words.js";
import { find, place, put, tell } from "./dom.js";

/** @import { MeetingLeft } from "../wire" */

/**
 * Title, button; between them stands what this page has to say of it, or the house's own sentence.
 * @type {Record<string, [string, string]>}
 */
const ENDINGS = {
  left: ["out_left", "come_back"],
  ended: ["out_ended", "come_back"],
  removed: ["out_removed", "come_back"],
  denied: ["out_denied", "knock_again"],
  elsewhere: ["out_elsewhere", "take_back_here"],
  locked: ["out_locked", "try_again"],
  not_allowed: ["out_not_allowed", "try_again"],
  full: ["out_full", "try_again"],
  recorded: ["out_recorded", "accept_and_enter"],
};

/** @param {HTMLElement} element @param {Pick<MeetingLeft, "reason" | "sentence" | "again">} left */
export function tellEnding(element, { reason, sentence, again }) {
  const [title, button] = ENDINGS[reason] ?? ENDINGS.left;
  put(place(element, "left-title"), say(title));
  tell(place(element, "left-words"), reason in ENDINGS ? say(`${title}_words`) : sentence);
  const way = find(element, '[data-do="again"]');
  way.hidden = !again;
  put(way, say(button));
  place(element, "trace").hidden = reason !== "ended";
}
