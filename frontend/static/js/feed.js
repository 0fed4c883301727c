// The feed: an item for each post of the scene, in order, then the unsent ones.

import { arrange, keepPlace } from "./reconcile.js";
import { bubble, showState } from "./bubble.js";
import { swap } from "./fragments.js";
import { fillSaid, fillSigns, keepParts } from "./draw.js";
import { kindOf } from "./kinds.js";
import { changeOf, newPosts, signedBy } from "./optimistic.js";
import { clone } from "./template-slots.js";
import { showThread } from "./thread.js";

/** @import { Scene, ShownPost } from "./wire" */
/** @import { RemovedItems } from "./removed-items.js" */
/** @import { Entry } from "./command-store.js" */
/** @typedef {{ me: number, role: string, resend: (ref: string) => void, takeBack: (entry: Entry) => void }} Reader */

const NEAR = 8; // pixels: a fractional scroll is still the end

export class Feed {
  /**
   * @param {HTMLElement} list
   * @param {Scene} scene as the server has drawn it
   * @param {Reader} reader
   * @param {RemovedItems} removed
   */
  constructor(list, scene, reader, removed) {
    this.list = list;
    this.reader = reader;
    this.removed = removed;
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

  /**
   * Put `fresh`, as the server has drawn it, in the place of a post.
   * @param {number} post
   * @param {HTMLElement} fresh
   * @returns {HTMLElement | null} the old one, where somebody writes in it: it stays
   */
  replace(post, fresh) {
    const old = this.items.get(post);
    if (!old) return null;
    if (!swap(old, fresh)) return old;
    this.items.set(post, fresh);
    this.drawn.delete(post); // what is on its way is put in at once
    return null;
  }

  /** Put the unread mark before `post`, or take it away. @param {number | null} post */
  markBefore(post) {
    this.markedPost = post;
    this.mark ??= clone("unread-template", 0);
  }

  /**
   * Call `work`, which may add items; a reader at the end, who is not typing in the feed, is kept there.
   * @param {() => void} work
   */
  keepUp(work) {
    const { scrollHeight } = document.documentElement;
    const isAtEnd = scrollHeight - innerHeight - scrollY < NEAR && !this.list.contains(document.activeElement);
    work();
    if (isAtEnd) this.goToEnd();
  }

  /**
   * Call `change`, which changes how items look or what stands above them, without moving what one reads.
   * @param {() => void} change
   * @param {number} top pixels that are covered
   */
  unmoved(change, top) {
    this.keepUp(() => keepPlace(this.list, change, top));
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
    const kind = kindOf(post);
    const item = clone(kind.template, post.id, { messages: post.id, personnes: post.author.id, ...kind.ids(post) });
    Object.assign(item.dataset, { post: String(post.id), seq: String(post.seq) });
    keepParts(item, post.author, this.reader);
    this.items.set(post.id, item);
    return item;
  }

  /** @param {HTMLElement} item @param {ShownPost} post @param {Entry[]} entries */
  #fill(item, post, entries) {
    fillSaid(item, post);
    kindOf(post).fill(item, post);
    fillSigns(item, (sign) => signedBy(entries, post, sign, this.reader.me));
    showState(item, changeOf(entries, "post", post.id), this.reader);
    showThread(item, post, entries, this.reader, this.removed.commentsOf(post.id));
  }

  /**
   * A key of everything that an item shows: an unchanged key needs no redraw.
   * @param {ShownPost} post
   * @param {Entry[]} entries
   */
  #source(post, entries) {
    const comments = new Set(post.comments.map(({ id }) => id));
    const about = entries.filter(
      ({ command }) =>
        ("post" in command && command.post === post.id) || ("comment" in command && comments.has(command.comment)),
    );
    const removed = this.removed.commentsOf(post.id).map(({ id }) => id);
    return JSON.stringify([post, removed, about.map(({ ref, state, leavesAt }) => [ref, state, leavesAt])]);
  }

  /** @param {ShownPost[]} posts @param {HTMLElement[]} items */
  #withGone(posts, items) {
    const removed = this.removed.posts().map(({ place, item }) => ({ place, item }));
    const here = posts.map((post, index) => ({ place: post.seq, item: items[index] }));
    return [...here, ...removed].sort((one, two) => one.place - two.place).map(({ item }) => item);
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
    this.bubbles = new Map(
      coming.map((entry) => [entry.ref, this.bubbles.get(entry.ref) ?? bubble("words-template", entry)]),
    );
    return coming.map((entry) =>
      showState(/** @type {HTMLElement} */ (this.bubbles.get(entry.ref)), entry, this.reader),
    );
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
