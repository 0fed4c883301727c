import assert from "node:assert/strict";
import test from "node:test";

import { LogFollower } from "../../frontend/static/js/log-follower.js";

const SCENE = { snapshot: { room: { id: 3 }, epoch: "e", seq: 7, posts: [] } };

test("a subscription without an answer is asked for again, until there is one", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const link = { isOpen: true, say: (command) => said.push(command) };
  const log = new LogFollower(SCENE, () => {});
  log.subscribe(link);
  context.mock.timers.tick(5000);
  context.mock.timers.tick(5000);
  assert.deepEqual(said, Array(3).fill({ type: "subscribe", room: 3, epoch: "e", since: 7 }));
  log.answered();
  context.mock.timers.tick(60_000);
  assert.equal(said.length, 3);
});

test("nothing is asked for where the line is cut", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const link = { isOpen: true, say: (command) => said.push(command) };
  const log = new LogFollower(SCENE, () => {});
  log.subscribe(link);
  link.isOpen = false;
  context.mock.timers.tick(60_000);
  assert.equal(said.length, 1);
});
