// The feed: one item for each post of the scene, in its order, and after them what is on its way.

import { arrange, keepPlace } from "./arrange.js";
import { bubble, showState } from "./bubble.js";
import { fillCard, fillSaid, fillSigns, keepParts } from "./draw.js";
import { changeOf, newPosts, signedBy } from "./pending.js";
import { clone } from "./slots.js";
import { showThread } from "./thread.js";

/** @import { Scene, ShownPost } from "./wire" */
/** @import { GoneThings } from "./gone.js" */
/** @import { Entry } from "./store.js" */
/** @typedef {{ me: number, role: string, resend: (ref: string) => void, takeBack: (entry: Entry) => void }} Reader */

const NEAR = 8; // pixels: a fractional scroll is still the end

export class Feed {
  /** @param {HTMLElement} list @param {Scene} scene as the server has drawn it @param {Reader} reader @param {GoneThings} gone */
  constructor(list, scene, reader, gone) {
    this.list = list;
    this.reader = reader;
    this.gone = gone;
    /** @type {Map<number, HTMLElement>} */
    this.items = new Map(itemsOf(list));
    /** @type {Map<string, HTMLElement>} */
    this.bubbles = new Map();
    /** @type {Map<number, string>} what each item was last drawn from */
    this.drawn = new Map(scene.snapshot.posts.map((post) => [post.id, this.#source(post, [])]));
    this.mark = list.querySelector("[data-unread]");
    /** @type {number | null} the post that the unread mark stands before */
    this.markedPost = Number(/** @type {HTMLElement | null} */ (this.mark?.nextElementSibling)?.dataset.post) || null;
  }

  /** Draw what has changed. @param {Scene} scene @param {Entry[]} entries of this room */
  show({ snapshot: { posts } }, entries) {
    keepPlace(this.list, () => {
      const items = posts.map((post) => this.#item(post, entries));
      arrange(this.list, [...this.#withMark(this.#withGone(posts, items)), ...this.#bubbles(entries, posts)]);
    });
    this.#forget(new Set(posts.map((post) => post.id)));
  }

  /** Put the unread mark before `post`, or take it away. @param {number | null} post */
  markBefore(post) {
    this.markedPost = post;
    this.mark ??= clone("unread-template", 0);
  }

  /** Do `work`, which may add to the end; whoever was at the end, and is not writing in the feed, stays there. @param {() => void} work */
  keepUp(work) {
    const { scrollHeight } = document.documentElement;
    const isAtEnd = scrollHeight - innerHeight - scrollY < NEAR && !this.list.contains(document.activeElement);
    work();
    if (isAtEnd) this.goToEnd();
  }

  goToEnd() {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }

  /** @param {ShownPost} post @param {Entry[]} entries */
  #item(post, entries) {
    const item = this.items.get(post.id) ?? this.#make(post);
    const source = this.#source(post, entries);
    if (this.drawn.get(post.id) !== source) this.#fill(item, post, entries);
    this.drawn.set(post.id, source);
    return item;
  }

  /** @param {ShownPost} post */
  #make(post) {
    const ids = { messages: post.id, personnes: post.author.id, protocoles: post.card?.id ?? 0 };
    const item = clone(post.card ? "protocole-template" : "post-template", post.id, ids);
    Object.assign(item.dataset, { post: String(post.id), seq: String(post.seq) });
    keepParts(item, post.author, this.reader);
    this.items.set(post.id, item);
    return item;
  }

  /** @param {HTMLElement} item @param {ShownPost} post @param {Entry[]} entries */
  #fill(item, post, entries) {
    fillSaid(item, post);
    if (post.card) fillCard(item, post.card);
    fillSigns(item, (sign) => signedBy(entries, post, sign, this.reader.me));
    showState(item, changeOf(entries, "post", post.id), this.reader);
    showThread(item, post, entries, this.reader, this.gone.commentsOf(post.id));
  }

  /** What an item is drawn from: the same, the same item. @param {ShownPost} post @param {Entry[]} entries */
  #source(post, entries) {
    const comments = new Set(post.comments.map(({ id }) => id));
    const about = entries.filter(({ command }) => ("post" in command && command.post === post.id) || ("comment" in command && comments.has(command.comment)));
    const gone = this.gone.commentsOf(post.id).map(({ id }) => id);
    return JSON.stringify([post, gone, about.map(({ ref, state }) => [ref, state])]);
  }

  /** @param {ShownPost[]} posts @param {HTMLElement[]} items */
  #withGone(posts, items) {
    const gone = this.gone.posts().map(({ place, item }) => ({ place, item }));
    const here = posts.map((post, index) => ({ place: post.seq, item: items[index] }));
    return [...here, ...gone].sort((one, two) => one.place - two.place).map(({ item }) => item);
  }

  /** @param {Element[]} items */
  #withMark(items) {
    const before = this.items.get(this.markedPost ?? 0);
    if (!this.mark || !before || !items.includes(before)) return items;
    return items.flatMap((item) => (item === before ? [/** @type {Element} */ (this.mark), item] : [item]));
  }

  /** @param {Entry[]} entries @param {ShownPost[]} posts */
  #bubbles(entries, posts) {
    const coming = newPosts(entries, posts);
    this.bubbles = new Map(coming.map((entry) => [entry.ref, this.bubbles.get(entry.ref) ?? bubble("post-template", entry)]));
    return coming.map((entry) => showState(/** @type {HTMLElement} */ (this.bubbles.get(entry.ref)), entry, this.reader));
  }

  /** @param {Set<number>} here */
  #forget(here) {
    for (const id of this.items.keys()) if (!here.has(id)) [this.items, this.drawn].forEach((kept) => kept.delete(id));
  }
}

/** @param {HTMLElement} list @returns {[number, HTMLElement][]} */
function itemsOf(list) {
  const items = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-post]"));
  return [...items].map((item) => [Number(item.dataset.post), item]);
}
