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
  return marks(event).some((mark) => room.querySelector(`[data-part="${PART}"] [data-${mark}]`)) ? [PART] : [];
}

/** What marks the posts that `event` is about. @param {RoomEvent} event */
function marks(event) {
  if (event.kind !== "person.changed") return [`pinned="${postOf(event)}"`];
  return [event.person.id, event.former ?? 0].map((author) => `author="${author}"`);
}

/** @param {RoomEvent} event */
function postOf(event) {
  return "post" in event && typeof event.post === "number" ? event.post : 0;
}
