// What is pinned above the feed shows words of posts: it is asked for again when something becomes of them.

/** @import { RoomEvent } from "./wire" */

const PART = "pinned";

/**
 * The part of the page that shows what is pinned, where `event` is about one of these posts or their authors.
 * @param {RoomEvent} event
 * @param {ParentNode} room
 * @returns {string[]}
 */
export function pinnedPart(event, room) {
  if (event.kind === "post.restored") return [PART]; // it may have been pinned before it was out of sight
  const about = event.kind === "person.changed" ? ["author", event.person.id] : ["pinned", postOf(event)];
  return room.querySelector(`[data-part="${PART}"] [data-${about[0]}="${about[1]}"]`) ? [PART] : [];
}

/** @param {RoomEvent} event */
function postOf(event) {
  return "post" in event && typeof event.post === "number" ? event.post : 0;
}
