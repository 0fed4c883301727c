import assert from "node:assert/strict";
import test, { mock } from "node:test";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 29, 11);

/** A clock of its own, on a device that is so many hours ahead of the house. */
async function onDevice(hours) {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON + hours * HOUR });
  return import(`../../frontend/static/js/clock.js?${Math.random()}`);
}

for (const hours of [-26, -2, -0.25, 0, 0.25, 2, 26])
  test(`a device that is ${hours} hours ahead knows what time it is`, async () => {
    const clock = await onDevice(hours);
    clock.setClock(NOON);
    assert.equal(clock.now(), NOON);
    let rung = 0;
    clock.at(NOON + HOUR, () => rung++);
    mock.timers.tick(HOUR - 1);
    assert.equal(rung, 0);
    mock.timers.tick(1);
    assert.equal(rung, 1);
    mock.timers.reset();
  });

test("what waits for an hour is set anew with the clock", async () => {
  const clock = await onDevice(2);
  let rung = 0;
  clock.at(NOON + 3 * HOUR, () => rung++);
  clock.setClock(NOON);
  mock.timers.tick(2 * HOUR);
  assert.equal(rung, 0);
  mock.timers.tick(HOUR);
  assert.equal(rung, 1);
  mock.timers.reset();
});

test("an answer that took long does not spoil what a quick one has told, unless the clock was put right", async () => {
  const clock = await onDevice(0);
  clock.setClock(NOON, 20);
  clock.setClock(NOON - 4000, 10_000);
  assert.equal(clock.now(), NOON + 10);
  clock.setClock(NOON + HOUR, 10_000);
  assert.equal(clock.now(), NOON + HOUR + 5000);
  mock.timers.reset();
});
