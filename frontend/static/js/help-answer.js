// The team's answer in a room, for whoever reads elsewhere on the page: nothing moves under them, a notice leads there.

import { showNotice } from "./notice.js";
import { say } from "./words.js";

const ANSWER = ".help-piece .told";

/** Say that the team has answered, if `before` had no such answer and it is out of sight. @param {Element} room
 * @param {Element} before */
export function tellAnswer(room, before) {
  const answer = room.querySelector(ANSWER);
  if (!answer || answer.textContent === before.querySelector(ANSWER)?.textContent || isInSight(answer)) return;
  showNotice(room, say("team_answers"), say("read_it"), () => {
    room.querySelector("[data-notice]")?.remove();
    room.querySelector(ANSWER)?.scrollIntoView({ block: "center" });
  });
}

/** @param {Element} part */
function isInSight(part) {
  const { top, bottom } = part.getBoundingClientRect();
  const desk = part.ownerDocument.querySelector(".desk")?.getBoundingClientRect().top ?? innerHeight;
  return top >= 0 && bottom <= desk;
}
