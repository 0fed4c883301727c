import assert from "node:assert/strict";
import test, { afterEach, mock } from "node:test";

globalThis.document = {
  getElementById: () => ({ textContent: '{ "away": "Nous revenons.", "house_away": "La maison." }' }),
};
const { MessageHandler } = await import("../../frontend/static/js/meeting/message-handler.js");

/** Somebody in a meeting whose line says `away`, and the news they read. */
function cutOff() {
  const told = [];
  const read = [];
  const news = { keep: (name, sentence) => (told.push(name), read.push(sentence)), drop: () => {} };
  const signalling = Object.assign(new EventTarget(), { rejoin: () => told.push("asks again") });
  const qualityMonitor = { pause: (on) => (live.isPaused = on) };
  const actions = { handAsked: null };
  const live = {
    meeting: {},
    actions,
    news,
    signalling,
    qualityMonitor,
    link: new EventTarget(),
    chat: new EventTarget(),
  };
  const handler = new MessageHandler(live);
  return { told, read, live, handler, away: () => live.signalling.dispatchEvent(new Event("away")) };
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

test("when the house falls that is said, and nothing of a weak line; one asks again until it answers", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { told, read, live, handler } = cutOff();
  const refused = { type: "meeting.refused", code: "no_answer", sentence: "", retry: 2 };
  handler.refused(refused);
  assert.equal(live.isPaused, true);
  mock.timers.tick(2000);
  handler.refused(refused);
  handler.refused(refused);
  mock.timers.tick(2000);
  assert.deepEqual(told, ["away", "asks again", "asks again"]);
  assert.deepEqual(read, ["La maison."]);
});
