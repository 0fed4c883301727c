// A quiet bar where one writes, always in sight: one sentence, one button. Nothing typed is lost by pressing it.

import { clone } from "./slots.js";
import { say } from "./words.js";

/** Why a link has ended for good (realtime/wire/closing.py), as sentence and button. */
const ENDINGS = /** @type {Record<number, [string, string]>} */ ({
  4501: ["signed_out", "enter"],
  4506: ["stale", "reload"],
  4529: ["too_many", "reload"],
});

/** Say `sentence` with a button that loads the page afresh. @param {Element} room @param {string} sentence @param {string} button */
export function showNotice(room, sentence, button) {
  if (room.querySelector("[data-notice]")) return;
  const notice = clone("notice-template", 0);
  notice.dataset.notice = "";
  /** @type {Element} */ (notice.querySelector('[data-slot="sentence"]')).textContent = sentence;
  const way = /** @type {HTMLButtonElement} */ (notice.querySelector('[data-slot="button"]'));
  way.textContent = button;
  way.onclick = () => location.reload();
  (room.querySelector(".desk") ?? room).prepend(notice);
}

/** The link ended with `code`: say why; whoever was put out goes out. @param {Element} room @param {number} code */
export function showEnding(room, code) {
  if (!(code in ENDINGS)) return startAfresh(room);
  const [sentence, button] = ENDINGS[code];
  showNotice(room, say(sentence), say(button));
}

/**
 * Load the page afresh, what is typed being kept; if that was done a moment ago already, leave it to the person.
 * @param {Element} room
 */
export function startAfresh(room) {
  const last = Number(sessionStorage.getItem("hub-afresh"));
  sessionStorage.setItem("hub-afresh", String(Date.now()));
  if (Date.now() - last > 10_000) location.reload();
  else showNotice(room, say("stale"), say("reload"));
}
