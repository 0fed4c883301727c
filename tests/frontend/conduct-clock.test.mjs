import assert from "node:assert/strict";
import test from "node:test";

const WORDS = {
  length_seconds: "{seconds} s",
  length_minutes: "{minutes} min",
  length_both: "{minutes} min {seconds}",
};
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(WORDS) }) };
const { clockText, leftOf, lengthText, spentOf, standing } = await import("../../frontend/static/js/conduct-clock.js");
const { ticks } = await import("../../frontend/static/js/rule.js");

const phase = (position, seconds) => ({ id: position + 1, position, seconds, title: `Temps ${position}` });
const SCORE = [phase(0, 60), phase(1, 120), phase(2, null), phase(3, 30)];
const SESSION = {
  phase: SCORE[0],
  next: SCORE[1],
  phase_began_at: 0,
  ends_at: 60_000,
  added: 0,
  paused_at: null,
};

const at = (now, session = SESSION) => standing(session, SCORE, now);

test("a session passes by itself from phase to phase, each from the end of the one before", () => {
  assert.equal(at(59_999).phase.position, 0);
  assert.equal(at(60_000).phase.position, 1);
  assert.deepEqual([at(70_000).began, at(70_000).ends, at(70_000).next.position], [60_000, 180_000, 2]);
  assert.equal(at(180_000).phase.position, 2);
});

test("a phase without an end lasts until somebody says", () => {
  const late = at(86_400_000);
  assert.deepEqual([late.phase.position, late.ends, leftOf(late), spentOf(late)], [2, null, null, 0]);
  assert.equal(clockText(late), "23:57:00");
});

test("after the last phase it is over, and no time is left", () => {
  const last = at(40_000, { ...SESSION, phase: SCORE[3], next: null, ends_at: 30_000 });
  assert.deepEqual([last.isOver, leftOf(last), clockText(last)], [true, 0, "0:00"]);
});

test("a pause lets the clock stand still, however long it is", () => {
  const paused = at(86_400_000, { ...SESSION, paused_at: 18_000 });
  assert.deepEqual([paused.phase.position, clockText(paused)], [0, "0:42"]);
});

test("a second that has begun counts", () => {
  assert.equal(clockText(at(0)), "1:00");
  assert.equal(clockText(at(1)), "1:00");
  assert.equal(clockText(at(59_001)), "0:01");
  assert.equal(spentOf(at(15_000)), 0.25);
});

test("lengths are told as the house tells them", () => {
  assert.deepEqual([20, 60, 90, 725, 7200].map(lengthText), ["20 s", "1 min", "1 min 30", "12 min 05", "120 min"]);
});

test("a rule has a tick a minute, fewer where they would touch, and six a minute when it is short", () => {
  assert.deepEqual(
    [20, 180, 720, 3600, 3601, 21_600].map((total) => ticks(total).length),
    [2, 18, 12, 60, 13, 24],
  );
  assert.deepEqual(
    ticks(720)
      .filter(({ isLong }) => isLong)
      .map(({ at }) => at),
    [0, 41.667, 83.333],
  );
  assert.deepEqual(ticks(0), []);
});
