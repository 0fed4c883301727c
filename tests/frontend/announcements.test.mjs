import assert from "node:assert/strict";
import test from "node:test";

const KEYS = ["led_no_more", "led_again", "light_on", "light_mine", "light_off", "recording_not", "recording_ended"];
const TEXTS = ["text_shown", "text_put_away", "text_mine"];
const words = Object.fromEntries([...KEYS, ...TEXTS, "floor_is_open", "floor_is_closed"].map((key) => [key, key]));
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(words) }) };
const { changesBetween } = await import("../../frontend/static/js/meeting/announcements.js");
const { News } = await import("../../frontend/static/js/meeting/news.js");

const STATE = { floor: true, spotlight: null, recording: "off", text: null };

/** Nadia's meeting, which Judith leads. */
function meeting(state = {}, judith = {}) {
  const member = (id, more) => [
    id,
    { person: { id, name: "" }, hand: null, group: 0, host: false, away: false, ...more },
  ];
  const members = new Map([member(1, { host: true, ...judith }), member(2, {})]);
  return { me: 2, members, state: { ...STATE, ...state }, knocking: [] };
}

const told = (before, after) => changesBetween(before, after).map(({ sentence }) => sentence);

test("a host who vanishes is told of, and one who is back", () => {
  const alone = meeting({}, { away: true });
  assert.deepEqual(told(meeting(), alone), ["led_no_more"]);
  assert.deepEqual(told(alone, meeting()), ["led_again"]);
});

test("whom everybody is shown is said, to them as well", () => {
  assert.deepEqual(told(meeting(), meeting({ spotlight: 1 })), ["light_on"]);
  assert.deepEqual(told(meeting({ spotlight: 1 }), meeting({ spotlight: 2 })), ["light_mine"]);
  assert.deepEqual(told(meeting({ spotlight: 2 }), meeting()), ["light_off"]);
});

test("a recording that nobody began is not said to have ended", () => {
  assert.deepEqual(told(meeting({ recording: "asked" }), meeting()), ["recording_not"]);
  assert.deepEqual(told(meeting({ recording: "on" }), meeting()), ["recording_ended"]);
});

test("what contradicts what was said takes its place", () => {
  const kept = [];
  const news = Object.assign(Object.create(News.prototype), { shown: new Map(), passing: new Map() });
  Object.assign(news, { keep: (name, sentence) => kept.push([name, sentence]), drop: () => {} });
  for (const floor of [false, true]) {
    const [{ sentence, topic }] = changesBetween(meeting({ floor: !floor }), meeting({ floor }));
    news.pass(sentence, topic);
  }
  news.passing.forEach(clearTimeout);
  assert.deepEqual(kept, [
    ["voice", "floor_is_closed"],
    ["voice", "floor_is_open"],
  ]);
});

test("a text is said when it is shown and when it is put away, not at each step; its reader is told", () => {
  const text = (more = {}) => meeting({ text: { what: "protocole", id: 12, step: 0, reader: null, ...more } });
  assert.deepEqual(told(meeting(), text()), ["text_shown"]);
  assert.deepEqual(told(text(), text({ step: 1 })), []);
  assert.deepEqual(told(text(), text({ reader: 1 })), []);
  assert.deepEqual(told(text(), text({ reader: 2 })), ["text_mine"]);
  assert.deepEqual(told(text({ reader: 2 }), text({ reader: 2, step: 1 })), []);
  assert.deepEqual(told(text({ reader: 2 }), meeting()), ["text_put_away"]);
});
