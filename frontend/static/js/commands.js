// Maps a form to a command of the wire: the address gives the type and the ids, the fields give the rest.
// The same markup therefore works without JavaScript.

import { FORMS } from "./wire-tables.js";

/** @import { Command } from "./wire" */
/** @typedef {Extract<Command, { ref: string }>} Lasting */
/** @template T @typedef {T extends unknown ? Omit<T, "ref" | "room"> : never} Bare */
/** @typedef {Bare<Lasting>} NewCommand a command that has no ref and no room yet */

const ADDRESS = /^\/f\/[^/]+\/(\w+)\/(?:(?:(\d+)\/)?([\w-]+)\/)?$/;

/**
 * The command for a form submitted to `address` with the fields `boxes`; null when it is not a room command.
 * @param {string} address
 * @param {FormData} boxes
 * @returns {NewCommand | null}
 */
export function commandOf(address, boxes) {
  const [, thing, id, verb] = ADDRESS.exec(new URL(address, "http://house").pathname) ?? [];
  const form = FORMS[verb ? `${thing}/${verb}` : `${thing}`];
  if (!form) return null;
  const subject = form.subject ? { [form.subject]: Number(id) } : {};
  const told = Object.entries(form.boxes).map(([name, kind]) => [name, read(boxes, name, kind)]);
  return /** @type {NewCommand} */ ({ type: form.type, ...subject, ...Object.fromEntries(told), ...form.sets });
}

/** @param {FormData} boxes @param {string} name @param {string} kind */
function read(boxes, name, kind) {
  const text = String(boxes.get(name) ?? "");
  if (kind === "truth") return text === "1";
  return kind === "number" ? Number(text) : text;
}
