import assert from "node:assert/strict";
import test, { mock } from "node:test";

// Node 21 and later have a navigator, which does not know whether it is on line.
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
const { Link, Unanswered } = await import("../../frontend/static/js/link.js");

/** A link whose channels the test holds in its hand. */
function hold() {
  const opened = [];
  const way = (kind) => (listener) => {
    const channel = {
      kind,
      listener,
      said: [],
      checked: 0,
      say: (command) => channel.said.push(command),
      check: () => channel.checked++,
      end: () => listener.ended(1006),
    };
    opened.push(channel);
    return channel;
  };
  const link = new Link({ socket: way("socket"), poll: way("poll"), random: () => 1 });
  return { link, opened, last: () => opened.at(-1) };
}

test("a cut line is opened again after a pause that grows", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { link, opened, last } = hold();
  link.connect();
  last().listener.opened();
  last().listener.ended(4001);
  mock.timers.tick(499);
  assert.equal(opened.length, 1);
  mock.timers.tick(1);
  assert.equal(opened.length, 2);
  last().listener.ended(1006);
  mock.timers.tick(999);
  assert.equal(opened.length, 2);
  mock.timers.tick(1);
  assert.equal(opened.length, 3);
  mock.timers.reset();
});

test("whoever is in a meeting is brought back by a socket alone, and soon", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { link, opened, last } = hold();
  link.insist(true);
  link.connect();
  for (let tries = 1; tries <= 6; tries++) {
    last().listener.ended(1006);
    mock.timers.tick(2000);
    assert.equal(opened.length, tries + 1);
  }
  assert.deepEqual(new Set(opened.map(({ kind }) => kind)), new Set(["socket"]));
  mock.timers.reset();
});

test("who asks by other means when they enter a meeting is given a socket", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { link, opened, last } = hold();
  link.connect();
  for (let tries = 0; tries < 3; tries++) {
    last().listener.ended(1006);
    mock.timers.tick(30_000);
  }
  assert.equal(last().kind, "poll");
  last().listener.opened();
  link.insist(true);
  mock.timers.tick(2000);
  assert.equal(last().kind, "socket");
  assert.equal(opened.length, 5);
  mock.timers.reset();
});

test("a line that was refused is not opened again, and says why", () => {
  const { link, opened, last } = hold();
  const ended = [];
  link.addEventListener("ended", ({ detail }) => ended.push(detail));
  link.connect();
  last().listener.ended(4501);
  link.wake();
  assert.deepEqual([opened.length, link.state, ended], [1, "ended", [4501]]);
});

test("after three sockets that never opened, the long way is tried, and then the socket again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { link, opened, last } = hold();
  link.connect();
  for (let tried = 0; tried < 4; tried += 1) {
    last().listener.ended(1006);
    mock.timers.tick(30_000);
  }
  assert.deepEqual(
    opened.map(({ kind }) => kind),
    ["socket", "socket", "socket", "poll", "socket"],
  );
  mock.timers.reset();
});

test("waking up comes back at once, or makes sure of the line", () => {
  const { link, opened, last } = hold();
  link.connect();
  last().listener.opened();
  link.wake();
  assert.equal(last().checked, 1);
  last().listener.ended(1006);
  link.wake();
  assert.equal(opened.length, 2);
  link.end();
});

test("a command is answered by what bears its ref", async () => {
  const { link, last } = hold();
  link.connect();
  last().listener.opened();
  const answer = link.ask({ type: "publish", ref: "a", room: 1, body: "" });
  last().listener.heard({ type: "reply", ref: "b" });
  last().listener.heard({ type: "reply", ref: "a", seq: 4 });
  assert.equal((await answer).seq, 4);
  link.end();
});

test("a command is unanswered when the line is cut, or is not open", async () => {
  const { link, last } = hold();
  link.connect();
  await assert.rejects(link.ask({ type: "publish", ref: "a", room: 1, body: "" }), Unanswered);
  last().listener.opened();
  const cut = link.ask({ type: "publish", ref: "a", room: 1, body: "" });
  last().listener.ended(4008);
  await assert.rejects(cut, Unanswered);
  link.end();
});
