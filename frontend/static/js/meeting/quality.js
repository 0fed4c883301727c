// Connection quality from WebRTC statistics, and when to offer sound only. Pure.

/** @typedef {{ lost: number, received: number }} Coming packets since the beginning */
/**
 * @typedef {{ sent: number, unheard: number }} Going packets since the beginning, and the share that did not arrive
 * just now
 */
/**
 * @typedef {{ coming: Map<number, Coming>, going: Map<number, Going>, rtt: number | null }} Line one connection:
 * streams by SSRC, and milliseconds
 */
/** @typedef {{ lines: Line[], isMesh: boolean }} Count */
/** @typedef {{ loss: number, rtt: number }} Measure a share, and milliseconds */
/** @typedef {"good" | "poor" | "lost"} Quality */

/** @type {Quality[]} */
const WORST_FIRST = ["lost", "poor", "good"];
const POOR_LOSS = 0.05;
const POOR_RTT = 500;
const BAD_FOR = 3; // measures: some seconds, so that a passing cloud says nothing
const GOOD_FOR = 6;

/**
 * What happened to me between two counts. Among few, each line has another's at its end: mine is what most have in
 * common, and what is lost on the way to me from one alone is that one's.
 * @param {Count} before
 * @param {Count} after
 * @returns {Measure}
 */
export function between(before, after) {
  const coming = new Map(before.lines.flatMap((line) => [...line.coming]));
  const going = new Map(before.lines.flatMap((line) => [...line.going]));
  const down = after.lines.filter((line) => line.coming.size).map((line) => lostOf(line, coming));
  const up = after.lines.filter((line) => line.going.size).map((line) => unheardOf(line, going));
  const isMineDown = !after.isMesh || down.length > 1;
  const rtts = after.lines.flatMap(({ rtt }) => (rtt === null ? [] : [rtt]));
  return { loss: Math.max(ofMost(up), isMineDown ? ofMost(down) : 0), rtt: Math.round(ofMost(rtts)) };
}

/** The least that more than half of `values` reach; 0 of none. @param {number[]} values */
function ofMost(values) {
  return [...values].sort((one, two) => one - two)[Math.ceil(values.length / 2) - 1] ?? 0;
}

/** The share that did not come. @param {Line} line @param {Map<number, Coming>} before */
function lostOf({ coming }, before) {
  const since = [...coming].map(([ssrc, now]) => {
    const was = before.get(ssrc) ?? { lost: 0, received: 0 };
    return { lost: Math.max(now.lost - was.lost, 0), received: Math.max(now.received - was.received, 0) };
  });
  const sum = (/** @type {keyof Coming} */ name) => since.reduce((total, each) => total + each[name], 0);
  return sum("lost") ? sum("lost") / (sum("lost") + sum("received")) : 0;
}

/**
 * The share that they did not get, of what was sent: of a stream that rests the last word stands for ever.
 * @param {Line} line
 * @param {Map<number, Going>} before
 */
function unheardOf({ going }, before) {
  const live = [...going].filter(([ssrc, { sent }]) => sent > (before.get(ssrc)?.sent ?? 0));
  return live.reduce((total, [, { unheard }]) => total + unheard, 0) / Math.max(live.length, 1);
}

/** @param {Quality} one @param {Quality} other @returns {Quality} */
export function worse(one, other) {
  return WORST_FIRST[Math.min(WORST_FIRST.indexOf(one), WORST_FIRST.indexOf(other))];
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
 * Reads the statistics of connections (`RTCPeerConnection.getStats`).
 * @param {readonly Iterable<any>[]} reports
 * @param {boolean} isMesh whether each connection leads to another person
 * @returns {Count}
 */
export function count(reports, isMesh) {
  return { lines: reports.map((report) => lineOf([...report])), isMesh };
}

/** @param {any[]} report @returns {Line} */
function lineOf(report) {
  const all = (/** @type {string} */ kind) => report.filter(({ type }) => type === kind);
  const sent = new Map(all("outbound-rtp").map(({ ssrc, packetsSent = 0 }) => [ssrc, packetsSent]));
  const [pair] = all("candidate-pair").filter(({ state, nominated }) => state === "succeeded" && nominated);
  return {
    coming: new Map(
      all("inbound-rtp").map(({ ssrc, packetsLost = 0, packetsReceived = 0 }) => [
        ssrc,
        { lost: packetsLost, received: packetsReceived },
      ]),
    ),
    going: new Map(
      all("remote-inbound-rtp").map(({ ssrc, fractionLost = 0 }) => [
        ssrc,
        { sent: sent.get(ssrc) ?? 0, unheard: fractionLost },
      ]),
    ),
    rtt: pair ? (pair.currentRoundTripTime ?? 0) * 1000 : null,
  };
}
