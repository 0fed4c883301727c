// How one command is sent: alone, patiently, and not for ever.

import { pause } from "./backoff.js";

/** @import { Failed, Refused, Reply } from "./wire" */
/** @import { Entry } from "./store.js" */
/** @typedef {Reply | Refused | Failed} Answer */
/** @typedef {<T>(work: () => Promise<T>) => Promise<T>} Alone */

const TRIES = 3;
const PATIENCE = 30_000; // milliseconds that another tab may take for one command

/**
 * How long to wait before asking again; null when `answer` is the last word, or there is nobody to ask.
 * @param {Answer | null} answer
 * @param {number} tried
 */
export function delayAfter(answer, tried) {
  if (answer?.type === "failed" && tried < TRIES) return pause(tried);
  return answer?.type === "refused" && answer.retry !== null ? answer.retry * 1000 : null;
}

/** What was left by a page that is gone: nobody is sending it now. @param {Entry} entry @returns {Entry} */
export function revived(entry) {
  return { ...entry, state: "waiting", isStored: true };
}

/** @param {Entry} one @param {Entry} other */
export function byAge(one, other) {
  return one.at - other.at;
}

/**
 * Idempotence is enough; this only spares the house the second sending. A tab that sleeps with the lock in its hand
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

/** @param {number} ms @returns {Promise<void>} */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
