import assert from "node:assert/strict";
import test from "node:test";

import { comesBack, pause } from "../../frontend/static/js/backoff.js";

test("attempts stay within two seconds while a restart may last, then double up to half a minute", () => {
  const longest = Array.from({ length: 14 }, (_, attempt) => pause(attempt, () => 1));
  assert.deepEqual(longest, [500, 1000, ...Array(7).fill(2000), 4000, 8000, 16000, 30000, 30000]);
});

test("the pause is drawn from nothing on, so that a crowd does not come back at once", () => {
  assert.equal(
    pause(5, () => 0),
    0,
  );
  assert.equal(
    pause(2, () => 0.25),
    500,
  );
});

test("a socket that was cut or restarted is opened again; one that was refused is not", () => {
  assert.deepEqual([1001, 1006, 1011, 4001, 4008, 4400].map(comesBack), Array(6).fill(true));
  assert.deepEqual([4501, 4503, 4506, 4529].map(comesBack), Array(4).fill(false));
});
