// Rules for delivering a command: one tab at a time, retries with a delay, and an expiry.

import { pause } from "./backoff.js";

/** @import { Failed, Refused, Reply } from "./wire" */
/** @import { Entry } from "./command-store.js" */
/** @typedef {Reply | Refused | Failed} Answer */
/** @typedef {<T>(work: () => Promise<T>) => Promise<T>} Alone */

const TRIES = 3;
const PATIENCE = 30_000; // milliseconds to wait for a lock that another tab holds

/**
 * Milliseconds before the next attempt; null when `answer` is final, or the connection is closed.
 * @param {Answer | null} answer
 * @param {number} tried
 */
export function delayAfter(answer, tried) {
  if (answer?.type === "failed" && tried < TRIES) return pause(tried);
  if (untilItsTurn(answer) !== null) return null;
  return answer?.type === "refused" && answer.retry !== null ? answer.retry * 1000 : null;
}

/**
 * Milliseconds until what came too soon in a slowed room may leave, while all else goes on; null for other answers.
 * @param {Answer | null} answer
 */
export function untilItsTurn(answer) {
  return answer?.type === "refused" && answer.code === "slow" ? (answer.retry ?? 1) * 1000 : null;
}

/** Reset an entry that a closed page was sending. @param {Entry} entry @returns {Entry} */
export function revived(entry) {
  return { ...entry, state: "waiting", leavesAt: undefined, isStored: true };
}

/** @param {Entry} one @param {Entry} other */
export function byAge(one, other) {
  return one.at - other.at;
}

/**
 * Commands are idempotent: the lock only avoids sending one twice. A suspended tab that holds the lock
 * is not waited for.
 * @type {Alone}
 */
export async function oneTabAtATime(work) {
  if (!("locks" in navigator)) return work();
  let isBegun = false;
  const begin = () => ((isBegun = true), work());
  try {
    return await navigator.locks.request("hub-outbox", { signal: AbortSignal.timeout(PATIENCE) }, begin);
  } catch (error) {
    if (isBegun) throw error;
    return work();
  }
}

/** A channel to the person's other tabs; to nobody where the browser refuses one with its storage. */
export function otherTabs() {
  try {
    return new BroadcastChannel("hub-outbox");
  } catch {
    return { postMessage() {}, onmessage: null };
  }
}

/** @param {number} ms @returns {Promise<void>} */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
