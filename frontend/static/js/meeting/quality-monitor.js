// Measures my connection every two seconds: reports it to the server, and to me when my own upstream is bad.

import { between, count, judge, Watch, worse } from "./quality.js";

/** @import { Media } from "./media.js" */
/** @import { Count, Quality } from "./quality.js" */
/** @import { Say } from "./peer.js" */

const EVERY = 2000;
const LOST_AFTER = 5; // measures without a connection, on the way in: about ten seconds

/**
 * Fires `quality` (detail: Quality), `sound` when sound only would help, `pictures` when they may come back; `nowhere`
 * when no connection comes about, `somewhere` when one does after all.
 */
export class QualityMonitor extends EventTarget {
  /** @param {() => Media | null} media @param {Say} say @param {() => Quality} told what the house says of me */
  constructor(media, say, told) {
    super();
    this.media = media;
    this.say = say;
    this.told = told;
    this.isSoundOnly = this.isPaused = false;
    this.hasConnected = false;
    this.waited = 0;
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
    this.waited = 0;
    this.timer = setInterval(() => void this.beat(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
  }

  /** Judge nothing meanwhile. @param {boolean} on */
  pause(on) {
    if (on && !this.isPaused) this.#judge("good");
    this.isPaused = on;
  }

  async beat() {
    const media = this.media();
    if (!media || this.isPaused) return;
    const now = await media.count();
    const measure = between(this.before, now);
    this.before = now;
    this.say("meeting.report", measure);
    this.#arrive(media.isConnected);
    this.#judge(worse(judge(measure, media.isConnected || !this.hasConnected), this.told()));
  }

  /** On the way in, nothing is lost yet. @param {boolean} isConnected */
  #arrive(isConnected) {
    if (this.hasConnected) return;
    this.hasConnected = isConnected;
    this.waited += 1;
    if (isConnected) this.dispatchEvent(new Event("somewhere"));
    else if (this.waited === LOST_AFTER) this.dispatchEvent(new Event("nowhere"));
  }

  /** @param {Quality} quality */
  #judge(quality) {
    if (quality !== this.quality) this.dispatchEvent(new CustomEvent("quality", { detail: quality }));
    this.quality = quality;
    const advice = this.watch.see(quality, this.isSoundOnly);
    if (advice) this.dispatchEvent(new Event(advice));
  }
}
