// A quiet bar where one writes, always in sight: one sentence, one button. Nothing typed is lost by pressing it.

import { bodyBox } from "./boxes.js";
import { clone } from "./slots.js";
import { say } from "./words.js";

/** Why a link has ended for good (realtime/wire/closing.py), as sentence and button. */
const ENDINGS = /** @type {Record<number, [string, string]>} */ ({
  4501: ["signed_out", "enter"],
  4506: ["stale", "reload"],
  4529: ["too_many", "reload"],
});

const afresh = () => location.reload();

/**
 * Say `sentence` with a button that loads the page afresh, or does `act`.
 * @param {Element} room
 * @param {string} sentence
 * @param {string} button
 * @param {() => void} [act]
 */
export function showNotice(room, sentence, button, act = afresh) {
  if (room.querySelector("[data-notice]")) return;
  const notice = clone("notice-template", 0);
  notice.dataset.notice = "";
  /** @type {Element} */ (notice.querySelector('[data-slot="sentence"]')).textContent = sentence;
  const way = /** @type {HTMLButtonElement} */ (notice.querySelector('[data-slot="button"]'));
  way.textContent = button;
  way.onclick = act;
  (room.querySelector(".desk") ?? room).prepend(notice);
}

/** The link ended with `code`: say why; whoever was put out goes out. @param {Element} room @param {number} code */
export function showEnding(room, code) {
  if (!(code in ENDINGS)) return startAfresh(room);
  const [sentence, button] = ENDINGS[code];
  showNotice(room, say(sentence), say(button), button === "enter" ? () => comeBack(room) : afresh);
}

/**
 * To the door, with what is being typed: the house keeps it for whoever comes in here next, were it under a new name.
 * @param {Element} room
 */
function comeBack(room) {
  const written = [...room.querySelectorAll("form")].find((form) => bodyBox(form)?.value.trim());
  if (written) written.submit();
  else location.reload();
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
