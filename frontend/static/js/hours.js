// Hours as the house tells them.

import { inWords } from "./clock.js";
import { say } from "./words.js";

/** @param {number} time « 19 h 05 » */
export function toTheMinute(time) {
  const [hour, minute] = inWords(time, { hour: "numeric", minute: "2-digit", hourCycle: "h23" }).split(":");
  return say("at_hour", { hour: Number(hour), minute });
}

/** @param {number} time « 19 h 05 min 30 s » */
export function toTheSecond(time) {
  const style = /** @type {const} */ ({ hour: "numeric", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const [hour, minute, second] = inWords(time, style).split(":");
  return say("at_second", { hour: Number(hour), minute, second });
}
