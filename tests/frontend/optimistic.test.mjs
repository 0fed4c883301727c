import assert from "node:assert/strict";
import test from "node:test";

import { changeOf, newComments, newPosts, signedBy } from "../../frontend/static/js/optimistic.js";

const me = { id: 7, name: "Nadia", role: "participant" };
const other = { id: 8, name: "Marcel", role: "participant" };
const entry = (command, since = 3) => ({
  ref: `${command.type} ${command.body}`,
  me: "7",
  command,
  at: 1000,
  since,
  state: "waiting",
});
const post = (id, body, author = me) => ({ id, seq: id, author, body, comments: [], reactions: {} });

test("a message on its way is shown once, even when it arrives before its answer", () => {
  const coming = entry({ type: "publish", body: "Oui" });
  assert.deepEqual(newPosts([coming], [post(2, "Oui")]), [coming]);
  assert.deepEqual(newPosts([coming], [post(2, "Oui"), post(4, "Oui")]), []);
  assert.deepEqual(newPosts([coming], [post(4, "Oui", other)]), [coming]);
});

test("the same word written twice is there twice", () => {
  const coming = [entry({ type: "publish", body: "Oui" }), entry({ type: "publish", body: "Oui" })];
  assert.equal(newPosts(coming, [post(4, "Oui")]).length, 1);
});

test("what the house tidies away makes no second message", () => {
  assert.deepEqual(newPosts([entry({ type: "publish", body: " E\u0301te\u0301\r\n\u200b " })], [post(4, "Été")]), []);
});

test("an answer on its way stands under its own post only", () => {
  const coming = entry({ type: "comment", post: 4, body: "Moi aussi" });
  assert.deepEqual(newComments([coming], post(4, "")), [coming]);
  assert.deepEqual(newComments([coming], post(5, "")), []);
});

test("a sign is shown as it will be", () => {
  const said = { ...post(4, ""), reactions: { merci: [7, 8] } };
  assert.deepEqual(signedBy([], said, "merci", 7), { count: 2, isOn: true });
  const back = entry({ type: "react", post: 4, sign: "merci", on: false });
  assert.deepEqual(signedBy([back], said, "merci", 7), { count: 1, isOn: false });
  const again = entry({ type: "react", post: 4, sign: "merci", on: true });
  assert.deepEqual(signedBy([back, again], said, "merci", 7), { count: 2, isOn: true });
});

test("a correction on its way is found by what it corrects", () => {
  const correction = entry({ type: "comment.edit", comment: 9, body: "mieux" });
  assert.equal(changeOf([correction], "comment", 9), correction);
  assert.equal(changeOf([correction], "post", 9), null);
  assert.equal(changeOf([entry({ type: "comment", post: 9, body: "a" })], "post", 9), null);
});
