// A notice bar above the composer: one sentence and one button. Pressing it loses nothing that was typed.

import { bodyBox } from "./form-fields.js";
import { clone } from "./template-slots.js";
import { say } from "./words.js";

const SIGNED_OUT = 4501;
/** Why else a link has ended for good (realtime/wire/close_codes.py), as sentence and button. */
const ENDINGS = /** @type {Record<number, [string, string]>} */ ({
  4506: ["stale", "reload"],
  4529: ["too_many", "reload"],
});

const afresh = () => location.reload();

/**
 * Show `sentence` with a button that reloads the page, or calls `act`.
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

/** Say why the link ended with `code`, with a button to return or reload. @param {Element} room @param {number} code */
export function showEnding(room, code) {
  if (code === SIGNED_OUT) return void tellOut(room);
  if (!(code in ENDINGS)) return startAfresh(room);
  const [sentence, button] = ENDINGS[code];
  showNotice(room, say(sentence), say(button));
}

/** Say that one is signed out; whoever the team has barred reads why, before anything else. @param {Element} room */
async function tellOut(room) {
  const barred = await whyBarred();
  showNotice(room, barred || say("signed_out"), say(barred ? "read_it" : "enter"), () => comeBack(room));
}

/** What the house tells whom it keeps out, in place of this page; empty for everybody else. */
async function whyBarred() {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status !== 403) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-barred]")?.getAttribute("data-barred") ?? "";
}

/**
 * Submit the text being typed: the server keeps it for whoever comes in next on this device. Reload if there is none.
 * @param {Element} room
 */
function comeBack(room) {
  const written = [...room.querySelectorAll("form")].find((form) => bodyBox(form)?.value.trim());
  if (written) written.submit();
  else location.reload();
}

const SETTLED = 60_000; // milliseconds after which a page that was loaded afresh is one like any other
const FIRST = 5000;
const MOST = 5; // doublings
let isStarting = false;
if (globalThis.history?.state?.afresh) setTimeout(() => remember(0), SETTLED);

/**
 * Reload the page and keep the text being typed. If it was just reloaded, say so, and reload it a while later: a page
 * that stayed as it is would hear nothing more.
 * @param {Element} room
 */
export function startAfresh(room) {
  const times = Number(history.state?.afresh ?? 0);
  if (isStarting) return;
  isStarting = true;
  const again = () => (remember(Math.min(times + 1, MOST)), location.reload());
  if (times === 0) return again();
  showNotice(room, say("stale"), say("reload"), again);
  setTimeout(again, FIRST * 2 ** times);
}

/** Kept with the page's place in the history: storage may be refused. @param {number} times */
function remember(times) {
  history.replaceState({ ...history.state, afresh: times }, "");
}
