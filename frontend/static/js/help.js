// Help: what one was stuck on goes along to where it is asked for; the team's answer comes to the page that is open.

import { swap } from "./fragments.js";

const ASKED_EVERY = 6000; // milliseconds, while something is asked
const REFUSALS = '[data-refusal], .wrong, [data-slot="told"], [data-told], .trouble';

/** Keep up with what the team answers, on every page that shows it. */
export function keepUpWithHelp() {
  document.addEventListener("click", (event) => bearDetails(/** @type {Element} */ (event.target)));
  if (!shown()) return;
  setInterval(() => shown()?.hasAttribute("data-open") && void ask(), ASKED_EVERY);
  document.addEventListener("visibilitychange", () => void ask()); // it may have been asked for in another tab
}

/** Let a link to help say what this page last refused, and whether it hears the house. @param {Element} target */
function bearDetails(target) {
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-help-link]"));
  if (!link) return;
  const address = new URL(link.href);
  const refusal = lastRefusal();
  if (refusal) address.searchParams.set("refus", refusal);
  address.searchParams.set("ligne", isConnected() ? "on" : "off");
  link.href = address.href;
}

function lastRefusal() {
  const told = [...document.querySelectorAll(REFUSALS)].filter((place) => place.checkVisibility?.() ?? true);
  return told.at(-1)?.textContent?.trim() ?? "";
}

function isConnected() {
  const live = document.querySelector("hub-room, hub-regie");
  return navigator.onLine && (!live || live.hasAttribute("data-live"));
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
