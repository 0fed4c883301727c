// Where a session stands at a moment of the house's clock. Pure: screens pass to the next phase by themselves, on time,
// and the event that tells it corrects them.

/** @import { ShownPhase, ShownSession } from "./wire" */
/**
 * @typedef {object} Standing
 * @property {ShownPhase} phase the current one
 * @property {ShownPhase | null} next the one after it; null: it is the last, or nobody knows yet
 * @property {boolean} isAhead whether the clock has passed to it, and the house has not told yet
 * @property {number | null} endsAt milliseconds; null: until whoever leads passes on
 * @property {number} added seconds of grace in it
 * @property {number | null} pausedAt when the clock was stopped
 */

const SECOND = 1000;

/** @param {ShownSession} session @param {number} time @returns {Standing} */
export function standingOf({ phase, next, ends_at, added, paused_at }, time) {
  const isPassed = ends_at !== null && next !== null && paused_at === null && time >= ends_at;
  if (!isPassed) return { phase, next, isAhead: false, endsAt: ends_at, added, pausedAt: paused_at };
  const endsAt = next.seconds === null ? null : ends_at + next.seconds * SECOND;
  return { phase: next, next: null, isAhead: true, endsAt, added: 0, pausedAt: null };
}

/** Milliseconds that are left of the phase; null: it has no end. @param {Standing} standing @param {number} time */
export function leftOf({ endsAt, pausedAt }, time) {
  return endsAt === null ? null : Math.max(0, endsAt - (pausedAt ?? time));
}
