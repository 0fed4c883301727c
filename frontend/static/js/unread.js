// What is unread: the mark in the feed, the pill below it, and how far the reader has come.

import { Pill } from "./pill.js";
import { ReadMark } from "./reading.js";

/** @import { Scene } from "./wire" */
/** @import { Feed } from "./feed.js" */

export class Unread {
  /**
   * @param {Feed} feed
   * @param {HTMLButtonElement | null} button
   * @param {Scene} scene as the page was loaded
   * @param {number} me
   * @param {number} read
   * @param {(seq: number) => void} tell
   */
  constructor(feed, button, scene, me, read, tell) {
    this.feed = feed;
    this.me = me;
    this.scene = scene;
    this.loadedAt = scene.snapshot.seq;
    this.pill = new Pill(button);
    this.mark = new ReadMark(read, tell, () => this.#showPill());
  }

  /** How far the reader has come. */
  get seq() {
    return this.mark.seq;
  }

  /** The feed has been drawn from `scene`. @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.mark.watch(this.feed.list);
    this.#showPill();
  }

  /** Something new is at the end; a mark that has served goes there. @param {Scene} scene */
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
    this.pill.show(unread.filter(({ seq }) => seq > this.loadedAt).map(({ id }) => id));
  }
}
