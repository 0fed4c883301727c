// The room as it is, from the room as it was and one more line of its log: realtime/wire/fold.py does the same.
// Pure. Nothing is changed in place: what is still the same object need not be drawn again.

/** @import { Line, RoomEvent, Scene, ShownComment, ShownMeeting, ShownPerson, ShownPost } from "./wire" */
/** @template {RoomEvent["kind"]} K @typedef {(scene: Scene, event: Extract<RoomEvent, { kind: K }>) => Scene} Happening */

/** A line is missing before this one: subscribe again from the scene's number. */
export class Gap extends Error {}

/**
 * The scene after `line`; a line that it knows already changes nothing. Throws `Gap`.
 * @param {Scene} scene
 * @param {Line} line
 * @returns {Scene}
 */
export function apply(scene, line) {
  const known = scene.snapshot.seq;
  if (line.seq <= known) return scene;
  if (line.seq > known + 1) throw new Gap(`line ${line.seq} after ${known}`);
  const happen = /** @type {(scene: Scene, event: RoomEvent) => Scene} */ (HAPPENINGS[line.event.kind]);
  const after = happen(scene, line.event);
  return { ...after, snapshot: { ...after.snapshot, seq: line.seq } };
}

/** @type {{ [K in RoomEvent["kind"]]: Happening<K> }} */
const HAPPENINGS = {
  "post.published": (scene, event) => put(scene, event.post),
  "post.restored": (scene, event) => (isEarlier(scene, event.post) ? scene : put(scene, event.post)),
  "post.edited": (scene, { post, body, html, edited_at, card }) =>
    onPost(scene, post, (said) => ({ ...said, body, html, edited_at, card })),
  "post.withdrawn": takeAway,
  "post.hidden": takeAway,
  "post.moved": takeAway,
  "comment.published": answer,
  "comment.restored": answer,
  "comment.edited": (scene, { post, comment, body, html, edited_at }) =>
    onComments(scene, post, (said) =>
      said.map((each) => (each.id === comment ? { ...each, body, html, edited_at } : each)),
    ),
  "comment.withdrawn": takeAnswerAway,
  "comment.hidden": takeAnswerAway,
  "reaction.added": (scene, { post, sign, person }) =>
    onSign(scene, post, sign, (people) => [...people.filter((id) => id !== person), person]),
  "reaction.removed": (scene, { post, sign, person }) =>
    onSign(scene, post, sign, (people) => people.filter((id) => id !== person)),
  "person.changed": (scene, { person }) =>
    withMeetings(
      withPosts(scene, scene.snapshot.posts.map((post) => signed(post, person))),
      scene.snapshot.meetings.map((meeting) => (meeting.host.id === person.id ? { ...meeting, host: person } : meeting)),
    ),
  "room.changed": (scene, { room }) => ({ ...scene, snapshot: { ...scene.snapshot, room } }),
  "meeting.changed": (scene, { meeting }) =>
    withMeetings(scene, inTime([...otherMeetings(scene, meeting.id), ...(meeting.ended_at === null ? [meeting] : [])])),
  "meeting.cancelled": (scene, { meeting }) => withMeetings(scene, otherMeetings(scene, meeting)),
  "consigne.pinned": (scene, { consigne }) => ({
    ...scene,
    consignes: [consigne, ...scene.consignes.filter((each) => each.id !== consigne.id)],
  }),
  "decision.taken": (scene) => scene,
  erased: (scene) => scene,
};

/** @param {Scene} scene @param {{ post: number }} event */
function takeAway(scene, event) {
  return withPosts(scene, scene.snapshot.posts.filter((post) => post.id !== event.post));
}

/** @param {Scene} scene @param {{ comment: ShownComment }} event */
function answer(scene, { comment }) {
  return onComments(scene, comment.post, (said) => inOrder([...said.filter((each) => each.id !== comment.id), comment]));
}

/** @param {Scene} scene @param {{ post: number, comment: number }} event */
function takeAnswerAway(scene, event) {
  return onComments(scene, event.post, (said) => said.filter((each) => each.id !== event.comment));
}

/** What is older than the first post shown stays for the pages before. @param {Scene} scene @param {ShownPost} post */
function isEarlier({ snapshot }, post) {
  const first = snapshot.posts[0];
  return snapshot.earlier && (!first || post.seq < first.seq);
}

/** @param {Scene} scene @param {ShownPost} post */
function put(scene, post) {
  const others = scene.snapshot.posts.filter((each) => each.id !== post.id);
  return withPosts(scene, [...others, post].sort((one, two) => one.seq - two.seq));
}

/** @param {Scene} scene @param {ShownPost[]} posts @returns {Scene} */
function withPosts(scene, posts) {
  return { ...scene, snapshot: { ...scene.snapshot, posts } };
}

/** @param {Scene} scene @param {ShownMeeting[]} meetings @returns {Scene} */
function withMeetings(scene, meetings) {
  return { ...scene, snapshot: { ...scene.snapshot, meetings } };
}

/** @param {Scene} scene @param {number} id */
function otherMeetings(scene, id) {
  return scene.snapshot.meetings.filter((each) => each.id !== id);
}

/** @param {ShownMeeting[]} meetings */
function inTime(meetings) {
  return meetings.sort((one, two) => one.starts_at - two.starts_at || one.id - two.id);
}

/** @param {Scene} scene @param {number} id @param {(post: ShownPost) => ShownPost} change */
function onPost(scene, id, change) {
  return withPosts(scene, scene.snapshot.posts.map((post) => (post.id === id ? change(post) : post)));
}

/** @param {Scene} scene @param {number} post @param {(comments: ShownComment[]) => ShownComment[]} change */
function onComments(scene, post, change) {
  return onPost(scene, post, (said) => ({ ...said, comments: change(said.comments) }));
}

/** @param {Scene} scene @param {number} post @param {string} sign @param {(people: number[]) => number[]} change */
function onSign(scene, post, sign, change) {
  return onPost(scene, post, (said) => {
    const people = change(said.reactions[sign] ?? []).sort((one, two) => one - two);
    const { [sign]: _before, ...others } = said.reactions;
    return { ...said, reactions: people.length ? { ...others, [sign]: people } : others };
  });
}

/** @param {ShownComment[]} comments */
function inOrder(comments) {
  return comments.sort((one, two) => one.id - two.id);
}

/** @param {ShownPost} post @param {ShownPerson} person @returns {ShownPost} */
function signed(post, person) {
  const isTheirs = (/** @type {{ author: ShownPerson }} */ said) => said.author.id === person.id;
  if (!isTheirs(post) && !post.comments.some(isTheirs)) return post;
  const comments = post.comments.map((each) => (isTheirs(each) ? { ...each, author: person } : each));
  return { ...post, comments, author: isTheirs(post) ? person : post.author };
}
