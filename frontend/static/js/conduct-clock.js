// Where a session stands at a moment of the house's clock, for whoever conducts it and has its whole score. Pure: with
// no network the screen passes from phase to phase as the house does.

import { inFigures } from "./figures.js";
import { say } from "./words.js";

/** @import { ShownPhase, ShownSession } from "./wire" */
/** @typedef {ShownPhase & { order: string }} ScoredPhase */
/**
 * @typedef {object} ScoreStanding
 * @property {ShownPhase} phase the current one
 * @property {ShownPhase | null} next
 * @property {number} began milliseconds
 * @property {number | null} ends milliseconds; null: until whoever leads passes on
 * @property {number} added seconds of grace
 * @property {number} at the moment itself; while the clock stands still, when it was stopped
 * @property {boolean} isOver whether the last phase has ended
 */

const SECOND = 1000;
const MINUTE = 60;

/**
 * @param {ShownSession} session as the house last told it
 * @param {ShownPhase[]} score
 * @param {number} now
 * @returns {ScoreStanding}
 */
export function standing(session, score, now) {
  const at = session.paused_at ?? now;
  let { phase, next, phase_began_at: began, ends_at: ends, added } = session;
  while (ends !== null && at >= ends && next !== null) {
    [phase, began, added] = [next, ends, 0];
    next = score[phase.position + 1] ?? null;
    ends = phase.seconds === null ? null : began + phase.seconds * SECOND;
  }
  return { phase, next, began, ends, added, at, isOver: ends !== null && at >= ends };
}

/** Seconds left; null without an end. @param {ScoreStanding} standing */
export function leftOf({ ends, at }) {
  return ends === null ? null : Math.max((ends - at) / SECOND, 0);
}

/** What the clock shows: what is left, or without an end what has passed. @param {ScoreStanding} standing */
export function clockText(standing) {
  const left = leftOf(standing);
  const seconds = left === null ? Math.floor((standing.at - standing.began) / SECOND) : Math.ceil(left);
  return inFigures(seconds);
}

/** How much of the phase is spent, from 0 to 1; 0 without an end. @param {ScoreStanding} standing */
export function spentOf({ began, ends, at }) {
  return ends === null ? 0 : Math.min(Math.max((at - began) / (ends - began), 0), 1);
}

/** « 12 min », « 1 min 30 », « 20 s ». @param {number} length seconds */
export function lengthText(length) {
  const [minutes, rest] = [Math.floor(length / MINUTE), length % MINUTE];
  const seconds = minutes ? String(rest).padStart(2, "0") : rest;
  if (!minutes) return say("length_seconds", { seconds });
  return rest ? say("length_both", { minutes, seconds }) : say("length_minutes", { minutes });
}
