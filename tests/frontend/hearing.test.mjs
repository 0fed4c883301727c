import assert from "node:assert/strict";
import test, { afterEach, mock } from "node:test";

globalThis.document = { getElementById: () => ({ textContent: '{ "away": "Nous revenons." }' }) };
const { Hearing } = await import("../../frontend/static/js/meeting/hearing.js");

/** Somebody in a meeting whose line says `away`, and the news they read. */
function cutOff() {
  const told = [];
  const news = { keep: (name) => told.push(name), drop: () => {} };
  const live = { meeting: {}, news, signalling: new EventTarget(), link: new EventTarget(), chat: new EventTarget() };
  new Hearing(live);
  return { told, live, away: () => live.signalling.dispatchEvent(new Event("away")) };
}

afterEach(() => mock.timers.reset());

test("a cut is told though attempts to come back fail faster than one is told of it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { told, away } = cutOff();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    away();
    mock.timers.tick(500);
  }
  assert.deepEqual(told, ["away"]);
});

test("whoever has left before they were told reads nothing of a cut", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { told, live, away } = cutOff();
  away();
  live.meeting = null;
  mock.timers.tick(5000);
  assert.deepEqual(told, []);
});
