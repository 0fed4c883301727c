import assert from "node:assert/strict";
import test from "node:test";

import { Drafts, forgetDrafts } from "../../frontend/static/js/drafts.js";
import { Shelf } from "./shelf.mjs";

test("a draft is found again by the same person, in the same box only", () => {
  const shelf = new Shelf();
  new Drafts("7", shelf).keep("/f/lapins/publier/", "Un lapin");
  assert.equal(new Drafts("7", shelf).read("/f/lapins/publier/"), "Un lapin");
  assert.equal(new Drafts("7", shelf).read("/f/mezza/publier/"), "");
  assert.equal(new Drafts("8", shelf).read("/f/lapins/publier/"), "");
});

test("an emptied box leaves no draft", () => {
  const shelf = new Shelf();
  const drafts = new Drafts("7", shelf);
  drafts.keep("a", "mot");
  drafts.keep("a", "  ");
  assert.equal(shelf.length, 0);
});

test("a full device is told, and breaks nothing", () => {
  const full = Object.assign(new Shelf(), { setItem: () => { throw new Error("QuotaExceededError"); } });
  assert.equal(new Drafts("7", full).keep("a", "mot"), false);
});

test("leaving forgets every draft, and nothing else", () => {
  const shelf = new Shelf();
  shelf.setItem("other", "stays");
  new Drafts("7", shelf).keep("a", "mot");
  new Drafts("8", shelf).keep("b", "mot");
  forgetDrafts(shelf);
  assert.deepEqual([...shelf.kept.keys()], ["other"]);
});
