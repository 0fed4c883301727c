// The read mark: the last post seen, shared between one's devices.

/** @import { ShownPost } from "./wire" */

const PAUSE = 1000; // milliseconds before the mark is sent: one scrolls past many posts

export class ReadMark {
  /** @param {number} seq @param {(seq: number) => void} tell @param {() => void} moved */
  constructor(seq, tell, moved) {
    this.seq = seq;
    this.tell = tell;
    this.moved = moved;
    /** @type {Set<Element>} */
    this.seen = new Set();
    /** @type {Set<Element>} */
    this.watched = new Set();
    // A post of which only the first line shows above the composer is not read yet.
    this.observer = new IntersectionObserver((changes) => this.#look(changes), { rootMargin: "0px 0px -15% 0px" });
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  /** Watch the posts of `list`. @param {Element} list */
  watch(list) {
    const items = new Set(list.querySelectorAll("[data-post]"));
    for (const item of this.watched) if (!items.has(item)) this.#leave(item);
    for (const item of items) if (!this.watched.has(item)) this.observer.observe(item);
    this.watched = items;
  }

  /** Another device of mine has read up to `seq`. @param {number} seq */
  advance(seq) {
    this.seq = Math.max(this.seq, seq);
  }

  /** @param {readonly ShownPost[]} posts @param {number} me */
  unread(posts, me) {
    return posts.filter((post) => post.seq > this.seq && post.author.id !== me);
  }

  /** @param {Element} item */
  #leave(item) {
    this.observer.unobserve(item);
    this.seen.delete(item);
  }

  /** @param {IntersectionObserverEntry[]} changes */
  #look(changes) {
    for (const { target, isIntersecting } of changes) this.seen[isIntersecting ? "add" : "delete"](target);
    this.#follow();
  }

  #follow() {
    if (document.hidden) return;
    const furthest = Math.max(
      0,
      ...[...this.seen].map((item) => Number(/** @type {HTMLElement} */ (item).dataset.seq)),
    );
    if (furthest <= this.seq) return;
    this.seq = furthest;
    this.moved();
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.tell(this.seq), PAUSE);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  pausing = undefined;
}
