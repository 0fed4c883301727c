// Reducer of a room: the next scene from a scene and a line of the log. tests/realtime/reducer.py does the same.
// Pure: nothing is changed in place, so an object that is still the same need not be rendered again.

/** @import { FoldedEvent, Line, RoomEvent, Scene, ShownComment, ShownMeeting, ShownPerson, ShownPost } from "./wire" */
/**
 * @template {FoldedEvent["kind"]} K
 * @typedef {(scene: Scene, event: Extract<FoldedEvent, { kind: K }>) => Scene} Reducer
 */

/** A line is missing before this one: subscribe again from the scene's number. */
export class Gap extends Error {}

/**
 * The scene after `line`; a line that was applied already changes nothing. Throws `Gap`.
 * @param {Scene} scene
 * @param {Line} line
 * @returns {Scene}
 */
export function apply(scene, line) {
  const known = scene.snapshot.seq;
  if (line.seq <= known) return scene;
  if (line.seq > known + 1) throw new Gap(`line ${line.seq} after ${known}`);
  const after = isFolded(line.event) ? fold(scene, line.event) : redraw(scene, line);
  return { ...after, snapshot: { ...after.snapshot, seq: line.seq } };
}

/**
 * Whether what `event` does to a scene is known here. If not, the server draws its post anew.
 * @param {RoomEvent} event
 * @returns {event is FoldedEvent}
 */
export function isFolded(event) {
  return event.kind in REDUCERS;
}

/** @param {Scene} scene @param {FoldedEvent} event */
function fold(scene, event) {
  const reducer = /** @type {(scene: Scene, event: FoldedEvent) => Scene} */ (REDUCERS[event.kind]);
  return reducer(scene, event);
}

/** @param {Scene} scene @param {Line} line */
function redraw(scene, { seq, event }) {
  const { post } = /** @type {{ post: number }} */ (/** @type {unknown} */ (event));
  return onPost(scene, post, (said) => ({ ...said, drawn: seq }));
}

/** @type {{ [K in FoldedEvent["kind"]]: Reducer<K> }} */
const REDUCERS = {
  "post.published": (scene, event) => put(scene, event.post),
  "post.restored": (scene, event) => (isEarlier(scene, event.post) ? scene : put(scene, event.post)),
  "post.edited": (scene, { post, body, html, edited_at, card }) =>
    onPost(scene, post, (said) => ({ ...said, body, html, edited_at, card })),
  "post.withdrawn": takeAway,
  "post.hidden": takeAway,
  "texts.hidden": (scene, { posts, comments }) => takeMany(scene, new Set(posts), new Set(comments)),
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
  "person.changed": (scene, event) =>
    withMeetings(
      withPosts(
        scene,
        scene.snapshot.posts.map((post) => signed(post, event)),
      ),
      scene.snapshot.meetings.map((meeting) =>
        isOf(event, meeting.host) ? { ...meeting, host: event.person } : meeting,
      ),
    ),
  "room.changed": (scene, { room }) => ({ ...scene, snapshot: { ...scene.snapshot, room } }),
  "meeting.changed": (scene, { meeting }) =>
    withMeetings(scene, inTime([...otherMeetings(scene, meeting.id), ...(meeting.ended_at === null ? [meeting] : [])])),
  "meeting.cancelled": (scene, { meeting }) => withMeetings(scene, otherMeetings(scene, meeting)),
  "session.changed": (scene, { session }) => ({
    ...scene,
    snapshot: { ...scene.snapshot, session: session.ended_at === null ? session : null },
  }),
  "consigne.pinned": (scene, { consigne }) => ({
    ...scene,
    consignes: [consigne, ...scene.consignes.filter((each) => each.id !== consigne.id)],
  }),
  "decision.taken": (scene) => scene,
  "help.changed": (scene) => scene,
  erased: (scene) => scene,
};

/** @param {Scene} scene @param {{ post: number }} event */
function takeAway(scene, event) {
  return withPosts(
    scene,
    scene.snapshot.posts.filter((post) => post.id !== event.post),
  );
}

/** @param {Scene} scene @param {Set<number>} posts @param {Set<number>} comments */
function takeMany(scene, posts, comments) {
  const left = scene.snapshot.posts.filter(({ id }) => !posts.has(id));
  return withPosts(
    scene,
    left.map((post) =>
      post.comments.some(({ id }) => comments.has(id))
        ? { ...post, comments: post.comments.filter(({ id }) => !comments.has(id)) }
        : post,
    ),
  );
}

/** @param {Scene} scene @param {{ comment: ShownComment }} event */
function answer(scene, { comment }) {
  return onComments(scene, comment.post, (said) =>
    inOrder([...said.filter((each) => each.id !== comment.id), comment]),
  );
}

/** @param {Scene} scene @param {{ post: number, comment: number }} event */
function takeAnswerAway(scene, event) {
  return onComments(scene, event.post, (said) => said.filter((each) => each.id !== event.comment));
}

/**
 * Whether `post` is older than the first one shown, and so belongs to an earlier page.
 * @param {Scene} scene
 * @param {ShownPost} post
 */
function isEarlier({ snapshot }, post) {
  const first = snapshot.posts[0];
  return snapshot.earlier && (!first || post.seq < first.seq);
}

/** @param {Scene} scene @param {ShownPost} post */
function put(scene, post) {
  const others = scene.snapshot.posts.filter((each) => each.id !== post.id);
  return withPosts(
    scene,
    [...others, post].sort((one, two) => one.seq - two.seq),
  );
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
  return withPosts(
    scene,
    scene.snapshot.posts.map((post) => (post.id === id ? change(post) : post)),
  );
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

/** @typedef {Extract<FoldedEvent, { kind: "person.changed" }>} PersonChanged */

/** @param {ShownPost} post @param {PersonChanged} event @returns {ShownPost} */
function signed(post, event) {
  const isTheirs = (/** @type {{ author: ShownPerson }} */ said) => isOf(event, said.author);
  const hasReacted = Object.values(post.reactions).some((people) => hasFormer(people, event));
  if (!isTheirs(post) && !post.comments.some(isTheirs) && !hasReacted) return post;
  const { person } = event;
  const comments = post.comments.map((each) => (isTheirs(each) ? { ...each, author: person } : each));
  const reactions = hasReacted ? reactedAs(post.reactions, event) : post.reactions;
  return { ...post, comments, reactions, author: isTheirs(post) ? person : post.author };
}

/** @param {PersonChanged} event @param {ShownPerson} who */
function isOf({ person, former }, who) {
  return who.id === person.id || who.id === former;
}

/** @param {number[]} people @param {PersonChanged} event */
function hasFormer(people, { former }) {
  return former !== null && people.includes(former);
}

/**
 * The signs of a post; those of the account that has become one with theirs are theirs.
 * @param {ShownPost["reactions"]} reactions
 * @param {PersonChanged} event
 */
function reactedAs(reactions, event) {
  const { person, former } = event;
  const now = (/** @type {number[]} */ people) =>
    [...new Set(people.map((id) => (id === former ? person.id : id)))].sort((one, two) => one - two);
  return Object.fromEntries(Object.entries(reactions).map(([sign, people]) => [sign, now(people)]));
}
