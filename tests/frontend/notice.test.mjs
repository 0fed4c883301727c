import assert from "node:assert/strict";
import test from "node:test";

/** A page that was loaded afresh so many times in a row. */
function page(times) {
  const told = { reloads: 0, notices: 0 };
  const part = { dataset: {}, querySelector: () => ({}), content: {}, getAttribute: () => null };
  globalThis.history = { state: { afresh: times }, replaceState: (state) => (globalThis.history.state = state) };
  globalThis.location = { reload: () => told.reloads++ };
  globalThis.document = {
    getElementById: (id) =>
      id === "words"
        ? { textContent: JSON.stringify({ stale: "", reload: "" }) }
        : { content: { firstElementChild: { cloneNode: () => ({ ...part, querySelectorAll: () => [] }) } } },
  };
  const room = { querySelector: () => null, prepend: () => told.notices++ };
  return { told, room };
}

async function startAfresh(room) {
  const notice = await import(`../../frontend/static/js/notice.js?${Math.random()}`);
  notice.startAfresh(room);
  notice.startAfresh(room);
}

test("a page that must begin anew is loaded at once", async () => {
  const { told, room } = page(0);
  await startAfresh(room);
  assert.deepEqual([told, history.state.afresh], [{ reloads: 1, notices: 0 }, 1]);
});

test("one that was just loaded anew says so, and is loaded once more a while later", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { told, room } = page(1);
  await startAfresh(room);
  assert.deepEqual(told, { reloads: 0, notices: 1 });
  context.mock.timers.tick(10_000);
  assert.deepEqual([told.reloads, history.state.afresh], [1, 2]);
});
