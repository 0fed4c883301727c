// The command that a form means: its address says what and on which thing, its boxes say the rest.
// So one markup works without this script, and no button has to be told twice.

/** @import { Command } from "./wire" */
/** @typedef {Extract<Command, { ref: string }>} Lasting */
/** @template T @typedef {T extends unknown ? Omit<T, "ref" | "room"> : never} Bare */
/** @typedef {Bare<Lasting>} Wish What is asked, before it has a ref and a room. */
/** @typedef {(id: number, boxes: FormData) => Wish} Reading */

/** @type {Record<string, Reading>} */
const READINGS = {
  "messages/repondre": (post, boxes) => ({ type: "comment", post, body: text(boxes, "body") }),
  "messages/modifier": (post, boxes) => ({ type: "post.edit", post, body: text(boxes, "body") }),
  "messages/retirer": (post) => ({ type: "post.withdraw", post }),
  "messages/remettre": (post) => ({ type: "post.restore", post }),
  "messages/reagir": (post, boxes) => ({ type: "react", post, sign: text(boxes, "sign"), on: isOn(boxes) }),
  "messages/masquer": (post, boxes) => ({ type: "post.hide", post, why: text(boxes, "why") }),
  "messages/retablir": (post, boxes) => ({ type: "post.show", post, why: text(boxes, "why") }),
  "reponses/modifier": (comment, boxes) => ({ type: "comment.edit", comment, body: text(boxes, "body") }),
  "reponses/retirer": (comment) => ({ type: "comment.withdraw", comment }),
  "reponses/remettre": (comment) => ({ type: "comment.restore", comment }),
  "reponses/masquer": (comment, boxes) => ({ type: "comment.hide", comment, why: text(boxes, "why") }),
  "reponses/retablir": (comment, boxes) => ({ type: "comment.show", comment, why: text(boxes, "why") }),
  "personnes/silence": (person, boxes) => ({ type: "person.quiet", person, on: true, why: text(boxes, "why") }),
  "personnes/parole": (person, boxes) => ({ type: "person.quiet", person, on: false, why: text(boxes, "why") }),
  "personnes/retirer": (person, boxes) => ({ type: "person.remove", person, on: true, why: text(boxes, "why") }),
  "personnes/readmettre": (person, boxes) => ({ type: "person.remove", person, on: false, why: text(boxes, "why") }),
};

/**
 * What submitting a form to `address` with `boxes` asks for; null when it is no command of a room.
 * @param {string} address
 * @param {FormData} boxes
 * @returns {Wish | null}
 */
export function wishOf(address, boxes) {
  const path = new URL(address, "http://house").pathname;
  if (/^\/f\/[^/]+\/publier\/$/.test(path)) return { type: "publish", body: text(boxes, "body") };
  const [, thing, id, verb] = /^\/f\/[^/]+\/(\w+)\/(\d+)\/(\w+)\/$/.exec(path) ?? [];
  const reading = READINGS[`${thing}/${verb}`];
  return reading ? reading(Number(id), boxes) : null;
}

/** @param {FormData} boxes @param {string} name */
function text(boxes, name) {
  return String(boxes.get(name) ?? "");
}

/** @param {FormData} boxes */
function isOn(boxes) {
  return ["1", "true", "on", "oui"].includes(text(boxes, "on"));
}
