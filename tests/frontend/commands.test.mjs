import assert from "node:assert/strict";
import test from "node:test";

import { commandOf } from "../../frontend/static/js/commands.js";

function boxes(values) {
  const data = new FormData();
  Object.entries(values).forEach(([name, value]) => data.set(name, value));
  return data;
}

test("the address of a form says what it asks, and of which thing", () => {
  const words = boxes({ body: "Oui", why: "trop fort", told: "Doucement.", ready: "2", sign: "merci", on: "1" });
  const why = { why: "trop fort", told: "Doucement.", ready: 2 };
  const wishes = {
    "/f/lapins/publier/": { type: "publish", body: "Oui" },
    "/f/lapins/messages/7/repondre/": { type: "comment", post: 7, body: "Oui" },
    "/f/lapins/messages/7/modifier/": { type: "post.edit", post: 7, body: "Oui" },
    "/f/lapins/messages/7/reagir/": { type: "react", post: 7, sign: "merci", on: true },
    "/f/lapins/messages/7/masquer/": { type: "post.hide", post: 7, ...why },
    "/f/lapins/reponses/9/retirer/": { type: "comment.withdraw", comment: 9 },
    "/f/lapins/personnes/3/silence/": { type: "person.quiet", person: 3, on: true, minutes: 0, undoes: 0, ...why },
    "/f/lapins/personnes/3/silence-dix/": { type: "person.quiet", person: 3, on: true, minutes: 10, undoes: 0, ...why },
    "/f/lapins/personnes/3/readmettre/": { type: "person.remove", person: 3, on: false, undoes: 0, ...why },
  };
  for (const [address, wish] of Object.entries(wishes)) assert.deepEqual(commandOf(address, words), wish);
});

test("taking a sign back is said by its button", () => {
  assert.equal(commandOf("/f/a/messages/7/reagir/", boxes({ sign: "merci", on: "0" })).on, false);
});

test("a form that is no command of a room goes its own way", () => {
  for (const address of ["/sortir/", "/f/a/personnes/3/aide/", "/f/a/protocoles/ecrire/2/", "/f/a/messages/x/retirer/"])
    assert.equal(commandOf(address, boxes({})), null);
});
