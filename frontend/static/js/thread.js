// The comments under a post.

import { arrange } from "./reconcile.js";
import { bubble, showState } from "./bubble.js";
import { fillSaid, keepParts } from "./draw.js";
import { changeOf, newComments } from "./optimistic.js";
import { clone, slot, write } from "./template-slots.js";
import { sayCount } from "./words.js";

/** @import { ShownComment, ShownPost } from "./wire" */
/** @import { Reader } from "./feed.js" */
/** @import { RemovedItem } from "./removed-items.js" */
/** @import { Entry } from "./command-store.js" */

/**
 * @param {HTMLElement} item of the post
 * @param {ShownPost} post
 * @param {Entry[]} entries
 * @param {Reader} reader
 * @param {RemovedItem[]} gone
 */
export function showThread(item, post, entries, reader, gone) {
  const list = slot(item, "comments");
  if (!list) return;
  const said = post.comments.map((comment) => ({ place: comment.id, item: answer(list, comment, entries, reader) }));
  const placed = [...said, ...gone].sort((one, two) => one.place - two.place).map((each) => each.item);
  const coming = newComments(entries, post).map((entry) => showState(onItsWay(list, entry), entry, reader));
  arrange(list, [...placed, ...coming]);
  write(slot(item, "comment-count"), sayCount("comments", post.comments.length));
}

/** @param {Element} list @param {ShownComment} comment @param {Entry[]} entries @param {Reader} reader */
function answer(list, comment, entries, reader) {
  const item = child(list, `[data-comment="${comment.id}"]`) ?? make(comment, reader);
  fillSaid(item, comment);
  return showState(item, changeOf(entries, "comment", comment.id), reader);
}

/** @param {ShownComment} comment @param {Reader} reader */
function make(comment, reader) {
  const item = clone("comment-template", comment.id, { reponses: comment.id, personnes: comment.author.id });
  item.dataset.comment = String(comment.id);
  keepParts(item, comment.author, reader);
  return item;
}

/** @param {Element} list @param {Entry} entry */
function onItsWay(list, entry) {
  return child(list, `[data-ref="${entry.ref}"]`) ?? bubble("comment-template", entry);
}

/** @param {Element} list @param {string} selector @returns {HTMLElement | null} */
function child(list, selector) {
  return list.querySelector(`:scope > ${selector}`);
}
