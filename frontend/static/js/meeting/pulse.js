// Every two seconds: how my own connection is, told to the house, and to me when it is I who am hard to hear.

import { between, count, judge, Watch, worse } from "./quality.js";

/** @import { Media } from "./media.js" */
/** @import { Count, Quality } from "./quality.js" */
/** @import { Say } from "./peer.js" */

const EVERY = 2000;

/** Says `quality` (detail: Quality), `sound` when sound only would help, `pictures` when they may come back. */
export class Pulse extends EventTarget {
  /** @param {() => Media | null} media @param {Say} say @param {() => Quality} told what the house says of me */
  constructor(media, say, told) {
    super();
    this.media = media;
    this.say = say;
    this.told = told;
    this.isSoundOnly = false;
    this.hasConnected = false;
    this.watch = new Watch();
    /** @type {Count} */
    this.before = count([], false);
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    /** @type {Quality} */
    this.quality = "good";
  }

  start() {
    clearInterval(this.timer);
    this.hasConnected = false;
    this.timer = setInterval(() => void this.beat(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
  }

  async beat() {
    const media = this.media();
    if (!media) return;
    const now = await media.count();
    const measure = between(this.before, now);
    this.before = now;
    this.say("meeting.report", measure);
    this.hasConnected ||= media.isConnected; // on the way in, nothing is lost yet
    this.#judge(worse(judge(measure, media.isConnected || !this.hasConnected), this.told()));
  }

  /** @param {Quality} quality */
  #judge(quality) {
    if (quality !== this.quality) this.dispatchEvent(new CustomEvent("quality", { detail: quality }));
    this.quality = quality;
    const advice = this.watch.see(quality, this.isSoundOnly);
    if (advice) this.dispatchEvent(new Event(advice));
  }
}
