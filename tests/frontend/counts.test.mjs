import assert from "node:assert/strict";
import test from "node:test";

const SENTENCES = '{ "here_one": "{count} person", "here_other": "{count} people" }';
const page = { documentElement: { lang: "fr" }, getElementById: () => ({ textContent: SENTENCES }) };
globalThis.document = page;
const { sayCount } = await import("../../frontend/static/js/words.js");

test("nothing is counted as one in French, and as many in English", () => {
  const counted = (lang) => {
    page.documentElement.lang = lang;
    return [0, 1, 2].map((count) => sayCount("here", count));
  };
  assert.deepEqual(counted("fr"), ["0 person", "1 person", "2 people"]);
  assert.deepEqual(counted("en"), ["0 people", "1 person", "2 people"]);
});
