// Items for unsent commands, with their state: waiting, sent, or to be sent again.

import { toTheSecond } from "./hours.js";
import { setTime } from "./relative-time.js";
import { focus } from "./reconcile.js";
import { button, clone, slot, write } from "./template-slots.js";
import { withoutBreaks } from "./text.js";
import { say } from "./words.js";

/** @import { Reader } from "./feed.js" */
/** @import { Entry } from "./command-store.js" */

const SAID_AS = { waiting: "waiting", sending: "sending", sent: "sent", stuck: "again" };

/**
 * A new post or answer that the house has not shown yet.
 * @param {"words-template" | "comment-template"} template
 * @param {Entry} entry
 */
export function bubble(template, entry) {
  const item = clone(template, 0);
  item.id = `envoi-${entry.ref}`;
  delete item.dataset.post;
  delete item.dataset.comment;
  item.dataset.ref = entry.ref;
  write(slot(item, "author"), say("you"));
  const time = slot(item, "time");
  if (time) setTime(time, entry.at);
  const body = slot(item, "body");
  write(body, "body" in entry.command ? withoutBreaks(entry.command.body) : "");
  body?.style.setProperty("white-space", "pre-line");
  item.querySelectorAll(".acts, .thread, .more").forEach((part) => part.remove());
  return item;
}

/**
 * Show the state of `entry` on its item; null clears it.
 * @param {HTMLElement} item
 * @param {Entry | null} entry
 * @param {Reader} reader
 */
export function showState(item, entry, reader) {
  const place = slot(item, "state");
  const state = entry && `${entry.state}${entry.leavesAt ?? ""}`;
  if (!place || (item.dataset.told ?? null) === state) return item;
  const hadFocus = item.contains(document.activeElement);
  place.hidden = !entry;
  if (entry) Object.assign(item.dataset, { state: entry.state, told: state });
  else ["state", "told"].forEach((name) => delete item.dataset[name]);
  place.replaceChildren(...(entry ? [sentence(entry), ...ways(entry, reader)] : []));
  if (hadFocus) focus(item); // its buttons are about to be removed
  return item;
}

/** @param {Entry} entry */
function sentence({ state, reference, leavesAt }) {
  const words = document.createElement("span");
  if (reference) words.textContent = say("broken", { reference });
  else words.textContent = leavesAt ? say("leaves_at", { hour: toTheSecond(leavesAt) }) : say(SAID_AS[state]);
  return words;
}

/** @param {Entry} entry @param {Reader} reader */
function ways(entry, reader) {
  const takeBack = () => button(say("take_back"), () => reader.takeBack(entry));
  if (entry.leavesAt) return [takeBack()];
  return entry.state === "stuck" ? [button(say("send_again"), () => reader.resend(entry.ref)), takeBack()] : [];
}
