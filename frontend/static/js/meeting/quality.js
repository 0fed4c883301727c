// How one's own connection is, from what the browser counts; when to offer sound only. Pure.

/** @typedef {{ lost: number, received: number, rtt: number }} Count packets since the beginning, and milliseconds */
/** @typedef {{ loss: number, rtt: number }} Measure a share, and milliseconds */
/** @typedef {"good" | "poor" | "lost"} Quality */

const POOR_LOSS = 0.05;
const POOR_RTT = 500;
const BAD_FOR = 3; // measures: some seconds, so that a passing cloud says nothing
const GOOD_FOR = 6;

/** What happened between two counts. @param {Count} before @param {Count} after @returns {Measure} */
export function between(before, after) {
  const lost = Math.max(after.lost - before.lost, 0);
  const all = lost + Math.max(after.received - before.received, 0);
  return { loss: all ? lost / all : 0, rtt: Math.round(after.rtt) };
}

/** @param {Measure} measure @param {boolean} isConnected @returns {Quality} */
export function judge({ loss, rtt }, isConnected) {
  if (!isConnected) return "lost";
  return loss > POOR_LOSS || rtt > POOR_RTT ? "poor" : "good";
}

/** Remembers measures, and says when to offer sound only and when pictures may come back. */
export class Watch {
  bad = 0;
  good = 0;

  /** @param {Quality} quality @param {boolean} isSoundOnly @returns {"sound" | "pictures" | null} */
  see(quality, isSoundOnly) {
    this.bad = quality === "good" ? 0 : this.bad + 1;
    this.good = quality === "good" ? this.good + 1 : 0;
    if (!isSoundOnly && this.bad === BAD_FOR) return "sound";
    return isSoundOnly && this.good === GOOD_FOR ? "pictures" : null;
  }
}

/**
 * Adds up the statistics of connections (`RTCPeerConnection.getStats`).
 * @param {readonly Iterable<any>[]} reports
 * @returns {Count}
 */
export function count(reports) {
  const all = reports.flatMap((report) => [...report]);
  const coming = all.filter(({ type }) => type === "inbound-rtp");
  const pairs = all.filter(({ type, state, nominated }) => type === "candidate-pair" && state === "succeeded" && nominated);
  const sum = (/** @type {string} */ name) => coming.reduce((total, each) => total + (each[name] ?? 0), 0);
  const rtt = Math.max(0, ...pairs.map(({ currentRoundTripTime = 0 }) => currentRoundTripTime * 1000));
  return { lost: sum("packetsLost"), received: sum("packetsReceived"), rtt };
}
