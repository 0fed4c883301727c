// Active speakers of a mesh, measured by each page itself, since the server has no audio.

import { listen, SPOKEN } from "./sounds.js";

/** @import { OwnMedia } from "./own-media.js" */

const EVERY = 250; // milliseconds
const LASTS = 900; // a voice that draws breath is still speaking

export class MeshSpeakers {
  /**
   * @param {OwnMedia} own
   * @param {() => Promise<number[]> | null} others who has spoken among them; null: the house tells
   * @param {(people: number[]) => void} tell
   * @param {() => number} me
   */
  constructor(own, others, tell, me) {
    this.own = own;
    this.others = others;
    this.tell = tell;
    this.me = me;
    /** @type {Map<number, number>} when each was last heard */
    this.heard = new Map();
    this.mine = () => {};
    /** @type {MediaStreamTrack | null} */
    this.track = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
  }

  start() {
    clearInterval(this.timer);
    this.timer = setInterval(() => void this.#beat(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
    this.#listen(null);
    this.heard.clear();
  }

  async #beat() {
    const others = this.others();
    this.#listen(others && this.own.isHeard ? this.own.tracks.microphone : null);
    if (!others) return;
    const spoken = await others;
    const now = performance.now();
    spoken.forEach((id) => this.heard.set(id, now));
    this.tell([...this.heard].filter(([, at]) => now - at < LASTS).map(([id]) => id));
  }

  /** @param {MediaStreamTrack | null} track */
  #listen(track) {
    if (track === this.track) return;
    this.mine();
    this.track = track;
    this.mine = track
      ? listen(track, (level) => level > SPOKEN && this.heard.set(this.me(), performance.now()))
      : () => {};
  }
}
