// Optimistic updates: unsent commands laid over the scene. Pure, so the page is always scene + outbox.

/** @import { ShownComment, ShownPost } from "./wire" */
/** @import { Entry } from "./command-store.js" */

/**
 * Unsent posts. One whose post has already arrived, before its answer, is left out.
 * @param {Entry[]} entries of this room, in order
 * @param {readonly ShownPost[]} posts
 */
export function newPosts(entries, posts) {
  const mine = entries.filter((entry) => entry.command.type === "publish");
  return withoutTwins(mine, (entry) => posts.filter((post) => post.seq > entry.since));
}

/**
 * Unsent comments under `post`, likewise.
 * @param {Entry[]} entries
 * @param {ShownPost} post
 */
export function newComments(entries, post) {
  const mine = entries.filter((entry) => entry.command.type === "comment" && entry.command.post === post.id);
  return withoutTwins(mine, (entry) => post.comments.filter((comment) => comment.at >= entry.at - CLOCKS_DIFFER));
}

/**
 * Who reacted with `sign`, as if my unsent reactions were applied.
 * @param {Entry[]} entries
 * @param {ShownPost} post
 * @param {string} sign
 * @param {number} me
 */
export function signedBy(entries, post, sign, me) {
  const people = post.reactions[sign] ?? [];
  const wish = entries
    .map((entry) => entry.command)
    .filter((it) => it.type === "react" && it.post === post.id && it.sign === sign)
    .at(-1);
  const isOn = wish?.type === "react" ? wish.on : people.includes(me);
  return { count: people.filter((id) => id !== me).length + Number(isOn), isOn };
}

/**
 * The unsent correction of a post or comment, if any.
 * @param {Entry[]} entries
 * @param {"post" | "comment"} thing
 * @param {number} id
 */
export function changeOf(entries, thing, id) {
  const isAboutIt = (/** @type {Entry} */ { command }) =>
    CHANGES[thing].includes(command.type) &&
    /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (command))[thing] === id;
  return entries.filter(isAboutIt).at(-1) ?? null;
}

const CLOCKS_DIFFER = 10 * 60_000; // a device's clock may be wrong by minutes
const CHANGES = {
  post: ["post.edit", "post.withdraw", "post.restore", "post.hide", "post.show"],
  comment: ["comment.edit", "comment.withdraw", "comment.restore", "comment.hide", "comment.show"],
};

/**
 * `entries` without those whose text is among `candidates`; each candidate matches one entry only.
 * @param {Entry[]} entries
 * @param {(entry: Entry) => readonly (ShownPost | ShownComment)[]} candidates
 */
function withoutTwins(entries, candidates) {
  /** @type {Set<number>} */
  const taken = new Set();
  return entries.filter((entry) => {
    const twin = candidates(entry).find((said) => !taken.has(said.id) && isTwin(entry, said));
    if (twin) taken.add(twin.id);
    return !twin;
  });
}

/** @param {Entry} entry @param {ShownPost | ShownComment} said */
function isTwin(entry, said) {
  return (
    String(said.author.id) === entry.me && "body" in entry.command && plain(said.body) === plain(entry.command.body)
  );
}

/** The text, normalised as the server does. @param {string} text */
function plain(text) {
  return text
    .normalize("NFC")
    .replace(/[\s\p{Cf}\p{Cc}]+/gu, " ")
    .trim();
}
