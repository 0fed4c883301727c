// A telephone that falls asleep leaves the meeting: while one is in, its screen stays on (Screen Wake Lock).

export class Awake {
  isKept = false;
  /** @type {WakeLockSentinel | null} */
  lock = null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.isKept && !document.hidden && this.keep());
  }

  keep() {
    this.isKept = true;
    // A low battery may refuse it: then the screen sleeps as it always does.
    void navigator.wakeLock?.request("screen").then((lock) => (this.lock = lock), () => {});
  }

  rest() {
    this.isKept = false;
    void this.lock?.release();
    this.lock = null;
  }
}
