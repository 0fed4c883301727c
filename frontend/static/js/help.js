// Help: what one was stuck on goes along to where it is asked for; the team's answer comes to the page that is open.

import { swap } from "./fragments.js";

const ASKED_EVERY = 6000; // milliseconds, while something is asked
const REFUSALS = '[data-refusal], .wrong, [data-slot="told"], [data-told], .trouble';
const IN_MEETING = "hub-meeting"; // whoever leaves its page leaves the meeting
let isAwaited = false;

/** Keep up with what the team answers, on every page that shows it. */
export function keepUpWithHelp() {
  document.addEventListener("click", (event) => leadToHelp(/** @type {Element} */ (event.target)));
  document.addEventListener("submit", (event) => void putAway(event));
  setInterval(() => isExpected() && void ask(), ASKED_EVERY);
  document.addEventListener("visibilitychange", () => isAwaited && void ask());
}

/** Whether the page asks by itself; a room is told. */
function isExpected() {
  const part = shown();
  return isAwaited || Boolean(part?.hasAttribute("data-open") && !part.closest("[data-waiting]"));
}

/** Let a link to help say what this page last refused, and whether it hears the house. @param {Element} target */
function leadToHelp(target) {
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-help-link]"));
  if (!link) return;
  const address = new URL(link.href);
  const refusal = lastRefusal();
  if (refusal) address.searchParams.set("refus", refusal);
  address.searchParams.set("ligne", isConnected() ? "on" : "off");
  link.href = address.href;
  isAwaited = Boolean(document.querySelector(IN_MEETING));
  if (isAwaited) link.target = "_blank";
}

function lastRefusal() {
  const told = [...document.querySelectorAll(REFUSALS)].filter((place) => place.checkVisibility?.() ?? true);
  return told.at(-1)?.textContent?.trim() ?? "";
}

function isConnected() {
  const live = document.querySelector("hub-room, hub-regie");
  return navigator.onLine && (!live || live.hasAttribute("data-live"));
}

/** Be done with a request without leaving the page. @param {SubmitEvent} event */
async function putAway(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.closest("[data-help]")) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer) await ask();
}

/** @returns {HTMLElement | null} */
const shown = () => document.querySelector("[data-help]");

async function ask() {
  const old = shown();
  if (!old || document.hidden) return;
  const answer = await fetch(old.dataset.help ?? "", { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return; // the next question may come through
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = /** @type {HTMLElement | null} */ (page.querySelector("[data-help]"));
  if (fresh && told(fresh) !== told(old)) swap(old, document.adoptNode(fresh));
}

/** What is said there, without what differs in each drawing. @param {Element} part */
function told(part) {
  return [...part.querySelectorAll("p, button")].map((each) => each.textContent?.trim()).join("\n");
}
