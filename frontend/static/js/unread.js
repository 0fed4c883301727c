// Unread posts: the mark in the feed, the pill, and the read mark.

import { Pill } from "./pill.js";
import { ReadMark } from "./read-mark.js";

/** @import { Scene } from "./wire" */
/** @import { Feed } from "./feed.js" */

export class Unread {
  /**
   * @param {Feed} feed
   * @param {HTMLAnchorElement | null} link
   * @param {Scene} scene as the page was loaded
   * @param {number} me
   * @param {number} read
   * @param {(seq: number) => void} tell
   */
  constructor(feed, link, scene, me, read, tell) {
    this.feed = feed;
    this.me = me;
    this.scene = scene;
    this.since = read || scene.snapshot.seq; // to whoever comes for the first time, nothing is new yet
    this.pill = new Pill(link);
    this.mark = new ReadMark(read, tell, () => this.#showPill());
  }

  /** The number of the last line read. */
  get seq() {
    return this.mark.seq;
  }

  /** The feed has been drawn from `scene`. @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.mark.watch(this.feed.list);
    this.#showPill();
  }

  /** Something new is at the end; a mark that was passed moves there. @param {Scene} scene */
  arrived(scene) {
    const marked = scene.snapshot.posts.find(({ id }) => id === this.feed.markedPost);
    if (!marked || marked.seq <= this.seq) this.#move(scene);
  }

  /** @param {number} seq @param {Scene} scene */
  readElsewhere(seq, scene) {
    this.mark.advance(seq);
    this.#move(scene);
  }

  /** @param {Scene} scene */
  #move(scene) {
    const [first] = this.mark.unread(scene.snapshot.posts, this.me);
    this.feed.markBefore(first?.id ?? null);
  }

  #showPill() {
    const unread = this.mark.unread(this.scene.snapshot.posts, this.me);
    this.pill.show(unread.filter(({ seq }) => seq > this.since).map(({ id }) => id));
  }
}
