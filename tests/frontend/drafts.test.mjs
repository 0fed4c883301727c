import assert from "node:assert/strict";
import test from "node:test";

import { Drafts, forgetDrafts, takeOverDrafts } from "../../frontend/static/js/drafts.js";
import { SafeShelf } from "../../frontend/static/js/shelf.js";
import { Shelf } from "./shelf.mjs";

const safe = (shelf) => new SafeShelf(() => shelf);

test("a draft is found again by the same person, in the same box only", () => {
  const shelf = new Shelf();
  new Drafts("7", safe(shelf)).keep("/f/lapins/publier/", "Un lapin");
  assert.equal(new Drafts("7", safe(shelf)).read("/f/lapins/publier/"), "Un lapin");
  assert.equal(new Drafts("7", safe(shelf)).read("/f/mezza/publier/"), "");
  assert.equal(new Drafts("8", safe(shelf)).read("/f/lapins/publier/"), "");
});

test("drafts of an account that is one with mine now are mine, under what I have there", () => {
  const shelf = new Shelf();
  const [mine, theirs] = ["7", "8"].map((me) => new Drafts(me, safe(shelf)));
  mine.keep("a", "Un lapin");
  theirs.keep("a", "Deux lapins");
  theirs.keep("b", "Trois");
  takeOverDrafts("7", ["8"], safe(shelf));
  assert.deepEqual([mine.read("a"), mine.read("b")], ["Un lapin\n\nDeux lapins", "Trois"]);
  assert.deepEqual(theirs.list(""), []);
});

test("an emptied box leaves no draft", () => {
  const shelf = new Shelf();
  const drafts = new Drafts("7", safe(shelf));
  drafts.keep("a", "mot");
  drafts.keep("a", "  ");
  assert.equal(shelf.length, 0);
});

test("a full device is told, and breaks nothing", () => {
  const full = Object.assign(new Shelf(), {
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  });
  const drafts = new Drafts("7", safe(full));
  assert.equal(drafts.keep("a", "mot"), false);
  assert.equal(drafts.read("a"), "mot"); // the page has it
});

test("leaving forgets every draft, and nothing else", () => {
  const shelf = new Shelf();
  shelf.setItem("other", "stays");
  new Drafts("7", safe(shelf)).keep("a", "mot");
  new Drafts("8", safe(shelf)).keep("b", "mot");
  forgetDrafts(safe(shelf));
  assert.deepEqual([...shelf.kept.keys()], ["other"]);
});

test("a denied device is told, and the page has what was written", () => {
  const denied = new SafeShelf(() => {
    throw new Error("SecurityError");
  });
  const drafts = new Drafts("7", denied);
  assert.equal(denied.keeps, false);
  assert.equal(drafts.keep("a", "mot"), false);
  assert.equal(drafts.read("a"), "mot");
  forgetDrafts(denied);
  assert.equal(drafts.read("a"), "");
});
