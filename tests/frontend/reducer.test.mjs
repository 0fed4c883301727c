import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import { apply, Gap } from "../../frontend/static/js/reducer.js";

const VECTORS = new URL("../realtime/vectors/", import.meta.url);
const vectors = readdirSync(VECTORS).map((name) => [name, JSON.parse(readFileSync(new URL(name, VECTORS), "utf8"))]);

assert.ok(vectors.length, "there are vectors");
for (const [name, { before, lines, after }] of vectors)
  test(`${name}: the scene before and its lines give the scene after`, () => {
    assert.deepEqual(lines.reduce(apply, before), after);
  });

const [, { before, lines }] = vectors.find(([, { lines }]) => lines.length > 1);

test("a line that is known already changes nothing", () => {
  const once = apply(before, lines[0]);
  assert.equal(apply(once, lines[0]), once);
});

test("a missing line is a gap, and nothing is applied", () => {
  assert.throws(() => apply(before, lines[1]), Gap);
});

test("what a line does not touch stays the very same object", () => {
  const post = { id: 1, seq: 1, author: { id: 1 }, comments: [], reactions: {} };
  const other = { ...post, id: 2, seq: 2 };
  const scene = { snapshot: { seq: 2, posts: [post, other], earlier: false }, consignes: [] };
  const after = apply(scene, { seq: 3, event: { kind: "reaction.added", post: 2, sign: "merci", person: 7 } });
  assert.equal(after.snapshot.posts[0], post);
  assert.deepEqual(other.reactions, {});
});
