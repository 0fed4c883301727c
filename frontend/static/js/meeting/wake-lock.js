// Keeps the screen on during a meeting (Screen Wake Lock): a sleeping phone would leave it.

export class ScreenWakeLock {
  isKept = false;
  /** @type {WakeLockSentinel | null} */
  lock = null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.isKept && !document.hidden && this.keep());
  }

  keep() {
    this.isKept = true;
    // A low battery may refuse it: then the screen sleeps as it always does.
    void navigator.wakeLock?.request("screen").then(
      (lock) => (this.lock = lock),
      () => {},
    );
  }

  rest() {
    this.isKept = false;
    void this.lock?.release();
    this.lock = null;
  }
}
