// What is on its way, as its writer sees it: en attente, envoyé, à renvoyer.

import { setTime } from "./ago.js";
import { focus } from "./arrange.js";
import { button, clone, slot, write } from "./slots.js";
import { say } from "./words.js";

/** @import { Reader } from "./feed.js" */
/** @import { Entry } from "./store.js" */

const SAID_AS = { waiting: "waiting", sending: "sending", sent: "sent", stuck: "again" };

/**
 * A new post or answer that the house has not shown yet.
 * @param {"post-template" | "comment-template"} template
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
  write(body, "body" in entry.command ? entry.command.body : "");
  body?.style.setProperty("white-space", "pre-line");
  item.querySelectorAll(".acts, .thread, .more").forEach((part) => part.remove());
  return item;
}

/**
 * Say how far `entry` has come on the item it is about; null: nothing is on its way.
 * @param {HTMLElement} item
 * @param {Entry | null} entry
 * @param {Reader} reader
 */
export function showState(item, entry, reader) {
  const place = slot(item, "state");
  if (!place || item.dataset.state === entry?.state) return item;
  const hadFocus = item.contains(document.activeElement);
  place.hidden = !entry;
  if (entry) item.dataset.state = entry.state;
  else delete item.dataset.state;
  place.replaceChildren(...(entry ? [sentence(entry), ...ways(entry, reader)] : []));
  if (hadFocus) focus(item); // its buttons are put away meanwhile
  return item;
}

/** @param {Entry} entry */
function sentence({ state, reference }) {
  const words = document.createElement("span");
  words.textContent = reference ? say("broken", { reference }) : say(SAID_AS[state]);
  return words;
}

/** @param {Entry} entry @param {Reader} reader */
function ways(entry, reader) {
  if (entry.state !== "stuck") return [];
  return [button(say("send_again"), () => reader.resend(entry.ref)), button(say("take_back"), () => reader.takeBack(entry))];
}
