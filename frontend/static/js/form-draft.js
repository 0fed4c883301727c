// The fields of a long form, saved on this device.

import { device } from "./shelf.js";

const PREFIX = "hub-draft:form";
const NOT_WORDS = ["ref", "do"];

/** @typedef {[string, FormDataEntryValue][]} Fields */

/** @param {HTMLFormElement} form @returns {Fields} */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([field]) => !NOT_WORDS.includes(field));
}

/** Whether this device keeps them. @param {string} name @param {Fields} fields */
export function keepFields(name, fields, shelf = device) {
  return shelf.setItem(`${PREFIX}:${name}`, JSON.stringify(fields));
}

/** @param {string} name @returns {[string, string][] | null} */
export function readFields(name, shelf = device) {
  return JSON.parse(shelf.getItem(`${PREFIX}:${name}`) ?? "null");
}

/** @param {string} name */
export function forgetFields(name, shelf = device) {
  shelf.removeItem(`${PREFIX}:${name}`);
}

/** The version of the house's draft that the fields were changed from. @param {Fields} fields */
export function sinceOf(fields) {
  return fields.find(([name]) => name === "since")?.[1];
}

/** What was written, without empty boxes. @param {Fields} fields */
export function wordsOf(fields) {
  return JSON.stringify(fields.filter(([name, text]) => name !== "since" && String(text).trim()));
}
