// Reconnection after a socket has closed: exponential backoff, and which close codes are final.

const BASE = 500; // milliseconds
const LONGEST = 30_000;
const HOPEFUL = 6; // further attempts with at most 2 s between them: a restart takes some seconds

/**
 * How long to wait before attempt number `attempt` (from 0), in milliseconds, drawn at random between nothing
 * and twice as much each time, two seconds for a while: a crowd that was cut at once does not come back at once.
 * Source: "full jitter", Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
 * @param {number} attempt
 * @param {() => number} [random]
 */
export function pause(attempt, random = Math.random) {
  return random() * Math.min(LONGEST, BASE * 2 ** Math.min(attempt, Math.max(2, attempt - HOPEFUL)));
}

/**
 * Whether another socket should be opened after `code`: the house's own codes from 4500 say no.
 * @param {number} code
 */
export function comesBack(code) {
  return code < 4500;
}
