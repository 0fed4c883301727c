import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { UnsentSignal } from "../../frontend/static/js/unsent-signal.js";

const SECOND = 1000;
const NOON = Date.UTC(2026, 10, 29, 11);

/** A page on which something waits; what it says, and a way to let time pass. */
function page(context) {
  mock.timers.enable({ apis: ["Date", "setInterval"], now: NOON });
  context.after(() => mock.timers.reset());
  const [entries, said] = [[], []];
  const signal = new UnsentSignal(
    () => entries,
    12,
    ({ on }) => said.push(on),
  );
  signal.open();
  return { entries, said, signal, pass: (seconds) => mock.timers.tick(seconds * SECOND) };
}

test("what goes out within seconds is not told", (context) => {
  const { entries, said, signal, pass } = page(context);
  entries.push({ at: NOON, state: "waiting" });
  pass(15);
  entries.pop();
  signal.changed();
  pass(60);
  assert.deepEqual(said, []);
});

test("what stays is told, and again each minute, until it is gone", (context) => {
  const { entries, said, signal, pass } = page(context);
  entries.push({ at: NOON, state: "stuck" });
  pass(30);
  assert.deepEqual(said, [true]);
  signal.changed();
  pass(60);
  assert.deepEqual(said, [true, true]);
  entries.pop();
  signal.changed();
  signal.changed();
  assert.deepEqual(said, [true, true, false]);
});

test("what is sent and not yet in sight is on its way no longer", (context) => {
  const { entries, said, pass } = page(context);
  entries.push({ at: NOON - 60 * SECOND, state: "sent" });
  pass(60);
  assert.deepEqual(said, []);
});

test("what waited while the line was cut and leaves at once is not told", (context) => {
  const { entries, said, signal, pass } = page(context);
  entries.push({ at: NOON - 60 * SECOND, state: "sending" });
  signal.changed();
  pass(4);
  entries.pop();
  signal.changed();
  pass(60);
  assert.deepEqual(said, []);
});
