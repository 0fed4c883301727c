import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import {
  LONGEST,
  clean,
  countSigns,
  digest,
  initials,
  showsNothing,
  withoutBreaks,
} from "../../frontend/static/js/text.js";

const VECTORS = JSON.parse(readFileSync(new URL("../rooms/text_vectors.json", import.meta.url), "utf8"));

test("what is typed is cleaned, counted and measured as the server does", () => {
  for (const { raw, clean: cleaned, signs, empty = false } of VECTORS) {
    assert.equal(showsNothing(raw), empty, JSON.stringify(raw));
    if (!empty) assert.deepEqual([clean(raw), countSigns(raw)], [cleaned, signs]);
  }
});

test("a text is told from another one by the digits that the server has", () => {
  const told = VECTORS.filter(({ digest }) => digest);
  assert.equal(told.length, 5);
  for (const vector of told) assert.equal(digest(vector.raw), vector.digest);
  assert.equal(digest(" "), "00000000");
});

test("no line breaks before the marks of French, as the server sets them", () => {
  const set = VECTORS.filter(({ shown }) => shown);
  assert.ok(set.length > 5);
  for (const { clean: typed, shown } of set) assert.equal(withoutBreaks(typed), shown);
});

test("an emoji of one sign counts as one, as it does for the server", () => {
  assert.ok(countSigns("🐇".repeat(2600)) <= LONGEST);
});

test("everybody has initials: of letters, of a number, or of an emoji", () => {
  const told = { Nadia: "N", "jean-pierre dupont": "JP", "7 nains": "N", 42: "42", 2026: "20", "🐇": "🐇" };
  for (const [name, shown] of Object.entries(told)) assert.equal(initials(name), shown);
  assert.equal(initials("👩‍🏭 👨‍👩‍👧"), "👩‍🏭");
  assert.equal(initials("!?"), "!");
});
