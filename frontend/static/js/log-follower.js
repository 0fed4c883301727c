// Keeps a scene up to date from the room's log; subscribes again after a gap.

import { apply, Gap } from "./reducer.js";

/** @import { Line, Scene } from "./wire" */
/** @import { Link } from "./link.js" */

const PATIENCE = 5000; // milliseconds

export class LogFollower {
  /** @param {Scene} scene @param {(line: Line, before: Scene) => void} onLine told of each line once it is applied */
  constructor(scene, onLine) {
    this.scene = scene;
    this.onLine = onLine;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
  }

  get room() {
    return this.scene.snapshot.room;
  }

  get posts() {
    return this.scene.snapshot.posts;
  }

  get seq() {
    return this.scene.snapshot.seq;
  }

  get position() {
    return { epoch: this.scene.snapshot.epoch, since: this.seq };
  }

  /** Subscribe; again after a while without an answer: it may have been too much at once. @param {Link} link */
  subscribe(link) {
    link.say({ type: "subscribe", room: this.room.id, ...this.position });
    clearTimeout(this.asking);
    this.asking = setTimeout(() => link.isOpen && this.subscribe(link), PATIENCE);
  }

  /** The house has answered. */
  answered() {
    clearTimeout(this.asking);
  }

  /** Apply `lines`; after a gap, subscribe again for what is missing. @param {Line[]} lines @param {Link} link */
  receive(lines, link) {
    try {
      lines.forEach((line) => this.#follow(line));
    } catch (error) {
      if (!(error instanceof Gap)) throw error;
      this.subscribe(link);
    }
  }

  /** @param {Line} line */
  #follow(line) {
    const before = this.scene;
    this.scene = apply(before, line);
    if (this.scene !== before) this.onLine(line, before);
  }
}
