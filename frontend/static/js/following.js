// The room's scene, kept true line by line; what is missing is asked for again.

import { apply, Gap } from "./fold.js";

/** @import { Line, Scene } from "./wire" */
/** @import { Link } from "./link.js" */

export class Following {
  /** @param {Scene} scene @param {(line: Line, before: Scene) => void} took told of each line once it is applied */
  constructor(scene, took) {
    this.scene = scene;
    this.took = took;
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

  /** @param {Link} link */
  subscribe(link) {
    link.say({ type: "subscribe", room: this.room.id, ...this.position });
  }

  /** Apply what follows; after a gap, ask for what is missing. @param {Line[]} lines @param {Link} link */
  hear(lines, link) {
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
    if (this.scene !== before) this.took(line, before);
  }
}
