import assert from "node:assert/strict";
import test from "node:test";

import { Outbox } from "../../frontend/static/js/outbox.js";
import { LocalStorageTable, Store } from "../../frontend/static/js/command-store.js";
import { SafeShelf } from "../../frontend/static/js/shelf.js";
import { Shelf } from "./shelf.mjs";

/** A house that does each ref once, and can be cut off before it hears or before it is heard. */
class House {
  isOpen = true;
  heard = [];
  done = new Map();
  trouble = [];

  async ask(command) {
    this.heard.push(command);
    const trouble = this.trouble.shift();
    if (trouble === "deaf") return this.cut();
    if (trouble && trouble !== "mute") return { ref: command.ref, retry: null, ...trouble };
    if (!this.done.has(command.ref))
      this.done.set(command.ref, { type: "reply", ref: command.ref, room: 1, seq: this.done.size + 1 });
    return trouble === "mute" ? this.cut() : this.done.get(command.ref);
  }

  cut() {
    this.isOpen = false;
    throw new Error("cut");
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const refused = () => Promise.reject(new DOMException("denied", "SecurityError"));

function open(
  house,
  { me = "7", shelf = new Shelf(), neighbours = { postMessage() {} }, best = refused(), now, wait } = {},
) {
  const means = { alone: (work) => work(), neighbours, wait: wait ?? (async () => {}), now };
  const store = new Store(best, new LocalStorageTable(new SafeShelf(() => shelf)));
  return Object.assign(new Outbox(me, store, house, means), { shelf });
}

/** Two ends of a channel between tabs. */
function tabs() {
  const [one, other] = [{ onmessage: null }, { onmessage: null }];
  one.postMessage = (data) => other.onmessage?.({ data });
  other.postMessage = (data) => one.onmessage?.({ data });
  return [one, other];
}

const words = (entries) => entries.map((entry) => (entry.command ?? entry).body);

async function write(outbox, ...bodies) {
  for (const body of bodies) await outbox.add({ type: "publish", body }, 1, 0);
  await settled();
}

test("what is written offline waits, and goes out in its order when the line is back", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const outbox = open(house);
  await write(outbox, "un", "deux", "trois");
  assert.deepEqual(
    outbox.entries.map(({ state }) => state),
    ["waiting", "waiting", "waiting"],
  );
  house.isOpen = true;
  await outbox.send();
  assert.deepEqual(words(house.heard), ["un", "deux", "trois"]);
});

test("what came too soon in a slowed room leaves by itself, and all else goes out meanwhile", async () => {
  const house = new House();
  house.trouble = [{ type: "refused", code: "slow", retry: 20 }];
  const waits = [];
  const outbox = open(house, { wait: (ms) => new Promise((resolve) => waits.push({ ms, resolve })) });
  await write(outbox, "trop tôt", "le reste");
  assert.deepEqual(words(house.heard), ["trop tôt", "le reste"]);
  const [late] = outbox.entries.filter(({ leavesAt }) => leavesAt);
  assert.deepEqual([late.command.body, late.state], ["trop tôt", "waiting"]);
  assert.equal(waits[0].ms, 20_000);
  await outbox.send();
  assert.equal(house.heard.length, 2);
  waits[0].resolve();
  await settled();
  assert.deepEqual(words(house.heard), ["trop tôt", "le reste", "trop tôt"]);
  assert.equal(
    outbox.entries.find(({ leavesAt }) => leavesAt),
    undefined,
  );
});

test("what waits its turn can be taken back, and does not leave", async () => {
  const house = new House();
  house.trouble = [{ type: "refused", code: "slow", retry: 20 }];
  const waits = [];
  const outbox = open(house, { wait: () => new Promise((resolve) => waits.push(resolve)) });
  await write(outbox, "trop tôt");
  await outbox.drop(outbox.entries[0]);
  waits[0]();
  await settled();
  assert.deepEqual(words(house.heard), ["trop tôt"]);
  assert.deepEqual(outbox.entries, []);
});

test("a reload finds what was not sent, with the refs it was born with", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const before = open(house);
  await write(before, "un", "deux");
  const after = open(house, { shelf: before.shelf });
  await after.reload();
  assert.deepEqual(
    after.entries.map(({ ref }) => ref),
    before.entries.map(({ ref }) => ref),
  );
});

for (const trouble of ["deaf", "mute"])
  test(`a line cut while the house is ${trouble} loses nothing and doubles nothing`, async () => {
    const house = new House();
    house.trouble = [trouble];
    const outbox = open(house);
    await write(outbox, "un");
    assert.equal(outbox.entries[0].state, "waiting");
    house.isOpen = true;
    await outbox.send();
    assert.equal(house.done.size, 1);
    assert.equal(new Set(house.heard.map(({ ref }) => ref)).size, 1);
    assert.equal(outbox.shelf.length, 0);
  });

test("what is sent stays on the screen until its event is there", async () => {
  const outbox = open(new House());
  await write(outbox, "un");
  assert.deepEqual(
    outbox.entries.map(({ state, seq }) => [state, seq]),
    [["sent", 1]],
  );
  outbox.shown(1, 0);
  assert.equal(outbox.entries.length, 1);
  outbox.shown(1, 1);
  assert.equal(outbox.entries.length, 0);
});

test("a refusal is told with the words it is about, and is not sent again", async () => {
  const house = new House();
  house.trouble = [{ type: "refused", code: "quieted", sentence: "Vous pouvez lire." }];
  const outbox = open(house);
  const told = [];
  outbox.addEventListener("refused", ({ detail }) => told.push([detail.entry.command.body, detail.answer.sentence]));
  await write(outbox, "un", "deux");
  assert.deepEqual(told, [["un", "Vous pouvez lire."]]);
  assert.deepEqual(words(house.heard), ["un", "deux"]);
});

test("too much at once is only a pause, and the order holds", async () => {
  const house = new House();
  house.trouble = [{ type: "refused", code: "too_fast", sentence: "", retry: 0.2 }];
  await write(open(house), "un", "deux");
  assert.deepEqual(words(house.heard), ["un", "un", "deux"]);
});

test("what the house breaks on three times waits for the person, and lets the next one pass", async () => {
  const house = new House();
  house.trouble = Array(3).fill({ type: "failed", reference: "c0ffee" });
  const outbox = open(house);
  await write(outbox, "un", "deux");
  assert.deepEqual(
    outbox.entries.map(({ state }) => state),
    ["stuck", "sent"],
  );
  assert.equal(outbox.entries[0].reference, "c0ffee");
  await outbox.retry(outbox.entries[0].ref);
  assert.deepEqual(words(house.heard), ["un", "un", "un", "deux", "un"]);
});

test("another person on the same telephone sends nothing of mine", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const mine = open(house);
  await write(mine, "un");
  house.isOpen = true;
  const theirs = open(house, { me: "8", shelf: mine.shelf });
  await theirs.reload();
  await theirs.send();
  assert.deepEqual(house.heard, []);
  assert.equal((await mine.store.all("7")).length, 1);
});

test("what an account left unsent goes out once it is one with mine, and stays mine", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const before = open(house, { me: "8" });
  await write(before, "un");
  const mine = open(house, { shelf: before.shelf });
  mine.store.former = ["8"];
  await mine.reload();
  assert.deepEqual(words(mine.entries), ["un"]);
  house.isOpen = true;
  await mine.send();
  assert.deepEqual(words(house.heard), ["un"]);
  assert.deepEqual(await mine.store.all("7"), []);
});

test("what another tab has sent already is not sent from here", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const [near, far] = tabs();
  const one = open(house, { neighbours: near });
  await write(one, "un");
  const other = open(house, { shelf: one.shelf, neighbours: far });
  await other.reload();
  house.isOpen = true;
  await one.send();
  await other.send();
  assert.equal(house.heard.length, 1);
  assert.deepEqual(other.entries, []);
});

test("who signs out in another tab leaves nothing behind when this one goes away", async () => {
  const [near, far] = tabs();
  const house = Object.assign(new House(), { isOpen: false });
  const outbox = open(house, { neighbours: near });
  await write(outbox, "un");
  outbox.shelf.kept.clear();
  far.postMessage({ isOver: true });
  outbox.leave();
  assert.equal(outbox.shelf.length, 0);
});

test("what is written while something else is being sent waits for its turn", async () => {
  const house = new House();
  const outbox = open(house);
  const [one, two] = [
    { type: "publish", body: "un" },
    { type: "publish", body: "deux" },
  ];
  outbox.store.put = ((put) => async (entry) => {
    await settled();
    return put(entry);
  })(outbox.store.put.bind(outbox.store));
  await Promise.all([outbox.add(one, 1, 0), outbox.add(two, 1, 0)]);
  await settled();
  assert.deepEqual(words(house.heard), ["un", "deux"]);
});

/** A shelf on which nothing can be put. */
function full() {
  const setItem = () => {
    throw new Error("QuotaExceededError");
  };
  return Object.assign(new Shelf(), { setItem });
}

test("a device without room still sends what is written, and says that it keeps nothing", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const outbox = open(house, { shelf: full() });
  await write(outbox, "un");
  assert.equal(outbox.keeps, false);
  house.isOpen = true;
  await outbox.send();
  assert.deepEqual(words(house.heard), ["un"]);
  assert.equal(outbox.entries[0].state, "sent");
  assert.equal(outbox.keeps, true);
});

test("what the store lost under the page is sent all the same", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const outbox = open(house);
  await write(outbox, "un");
  outbox.shelf.kept.clear();
  await outbox.reload();
  house.isOpen = true;
  await outbox.send();
  assert.deepEqual(words(house.heard), ["un"]);
});

test("what the store lost is kept once more when the page goes away", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const before = open(house);
  await write(before, "un");
  before.shelf.kept.clear();
  before.leave();
  const after = open(house, { shelf: before.shelf });
  await after.reload();
  assert.deepEqual(words(after.entries.map(({ command }) => command)), ["un"]);
});

test("a store that never answers is waited for once, and not for ever", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const never = () => new Promise(() => {});
  const table = { all: never, put: never, has: never, remove: never, clear: never };
  const { store } = open(new House(), { best: Promise.resolve(table) });
  const kept = store.put({ ref: "a", me: "7" });
  await Promise.resolve();
  await Promise.resolve();
  context.mock.timers.tick(2000);
  assert.equal(await kept, true);
  assert.deepEqual(
    (await store.all("7")).map(({ ref }) => ref),
    ["a"],
  );
});

test("what is written keeps its order when the clock is put right in between", async () => {
  const house = Object.assign(new House(), { isOpen: false });
  const clock = [7_200_000, 0];
  const outbox = open(house, { now: () => clock.shift() ?? 0 });
  await write(outbox, "un", "deux");
  const after = open(house, { shelf: outbox.shelf });
  await after.reload();
  assert.deepEqual(
    after.entries.map(({ command }) => command.body),
    ["un", "deux"],
  );
});
