import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { inFigures } from "../../frontend/static/js/figures.js";
import { leftOf, standingOf } from "../../frontend/static/js/session-state.js";

globalThis.location ??= { href: "http://house/" };
const { Unanswered } = await import("../../frontend/static/js/link.js");
const { Chime } = await import("../../frontend/static/js/chime.js");
const { digest } = await import("../../frontend/static/js/text.js");
const { TextKeeper } = await import("../../frontend/static/js/text-keeper.js");

const BEGAN = Date.UTC(2026, 10, 30, 18);
const MINUTE = 60_000;
const phase = (id, more = {}) => ({
  id,
  position: id,
  kind: "read",
  title: `${id}`,
  seconds: 60,
  hush: "open",
  ...more,
});
const SESSION = {
  phase: phase(1),
  next: phase(2, { kind: "silence", hush: "silence", seconds: 120 }),
  phase_began_at: BEGAN,
  ends_at: BEGAN + MINUTE,
  added: 0,
  paused_at: null,
};

test("a screen passes to the next phase on time, before it is told", () => {
  assert.equal(standingOf(SESSION, BEGAN + MINUTE - 1).phase.id, 1);
  const passed = standingOf(SESSION, BEGAN + MINUTE);
  assert.deepEqual([passed.phase.id, passed.phase.hush, passed.isAhead, passed.next], [2, "silence", true, null]);
  assert.equal(leftOf(passed, BEGAN + MINUTE), 120_000);
});

test("a clock that is stopped passes to nothing", () => {
  const paused = { ...SESSION, paused_at: BEGAN + 30_000 };
  const standing = standingOf(paused, BEGAN + 10 * MINUTE);
  assert.equal(standing.phase.id, 1);
  assert.equal(leftOf(standing, BEGAN + 10 * MINUTE), 30_000);
});

test("after the last phase, and in one without an end, a screen waits to be told", () => {
  const last = { ...SESSION, next: null };
  assert.equal(leftOf(standingOf(last, BEGAN + 2 * MINUTE), BEGAN + 2 * MINUTE), 0);
  const open = { ...SESSION, ends_at: null };
  assert.equal(standingOf(open, BEGAN + 99 * MINUTE).phase.id, 1);
  assert.equal(leftOf(standingOf(open, BEGAN), BEGAN), null);
});

test("time is told in figures", () => {
  const told = [0, 1, 60, 462, 4_062].map(inFigures);
  assert.deepEqual(told, ["0:00", "0:01", "1:00", "7:42", "1:07:42"]);
});

test("the sound is off at first, and as this device left it", () => {
  const kept = new Map();
  const shelf = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
  const button = Object.assign(new EventTarget(), { setAttribute: (_name, value) => (button.pressed = value) });
  const chime = new Chime(button, shelf);
  assert.deepEqual([chime.isOn, button.pressed], [false, "false"]);
  button.dispatchEvent(new Event("click"));
  assert.deepEqual([new Chime(null, shelf).isOn, button.pressed], [true, "true"]);
});

/** A keeper whose house answers with `answers`, one after the other; the last one again and again. */
function keeping(...answers) {
  const seen = { sent: [], since: [], shelf: null, told: [], ways: 0 };
  const keeper = new TextKeeper("", {
    ask: async (text, since) => {
      seen.sent.push(text);
      seen.since.push(since);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    shelve: (draft) => (seen.shelf = draft),
    tell: (how) => seen.told.push(how),
    giveWay: () => (seen.ways += 1),
  });
  return { keeper, seen };
}

const REPLY = { type: "reply" };
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const passing = async (ms) => {
  mock.timers.tick(ms);
  await settle();
};

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("a text is on the device at once, and with the house at the first pause", async () => {
  const { keeper, seen } = keeping(REPLY);
  keeper.typed("Un");
  keeper.typed("Un geste");
  assert.deepEqual(seen.shelf, { text: "Un geste", base: "" });
  await passing(700);
  assert.deepEqual([seen.sent, seen.shelf, seen.told.at(-1)], [["Un geste"], null, "kept"]);
});

test("who types on and on is kept every second and a half, no more", async () => {
  const { keeper, seen } = keeping(REPLY);
  for (let sign = 1; sign <= 30; sign += 1) {
    keeper.typed("a".repeat(sign));
    await passing(100);
  }
  assert.deepEqual(
    seen.sent.map((text) => text.length),
    [15, 30],
  );
});

test("what could not be sent stays on the device, and is sent again", async () => {
  const { keeper, seen } = keeping(new Unanswered("cut"), REPLY);
  keeper.typed("Un geste");
  await passing(700);
  assert.deepEqual([seen.told.at(-1), seen.shelf.text], ["away", "Un geste"]);
  await keeper.flush();
  await settle();
  assert.deepEqual([seen.sent.length, seen.shelf, seen.told.at(-1)], [2, null, "kept"]);
});

test("what is typed while a text is on its way is sent after it", async () => {
  const { keeper, seen } = keeping(REPLY);
  keeper.typed("Un");
  const sending = keeper.flush();
  keeper.typed("Un geste");
  await sending;
  assert.deepEqual(seen.shelf, { text: "Un geste", base: "Un" });
  await passing(1500);
  assert.deepEqual(seen.sent, ["Un", "Un geste"]);
});

test("a text that the house does not want stays on the device", async () => {
  const { keeper, seen } = keeping({ type: "refused", retry: null, sentence: "C’est trop long." });
  keeper.typed("Un geste");
  await passing(700);
  assert.deepEqual([seen.told.at(-1), seen.shelf.text], ["refused", "Un geste"]);
  await passing(60_000);
  assert.equal(seen.sent.length, 1);
});

test("the house is told which texts it may have, those too whose answer was lost", async () => {
  const { keeper, seen } = keeping(new Unanswered("cut"), REPLY);
  for (const text of ["Un", "Un geste", "Un geste."]) {
    keeper.typed(text);
    await keeper.flush();
  }
  const known = ["", "Un", "Un geste"].map(digest);
  assert.deepEqual(seen.since, [known[0], `${known[0]} ${known[1]}`, known[2]]);
});

test("a text that was written elsewhere is not written over: this one gives way", async () => {
  const { keeper, seen } = keeping({ type: "refused", code: "text_newer", retry: null, sentence: "Changé ailleurs." });
  keeper.typed("Un geste");
  await passing(700);
  assert.deepEqual([seen.ways, seen.shelf.text], [1, "Un geste"]);
});
