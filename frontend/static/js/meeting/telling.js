// What changed between two moments of a meeting, as sentences and small sounds.

import { say } from "../words.js";
import { together } from "./fold.js";

/** @import { Meeting } from "./fold.js" */
/** @import { Sound } from "./sounds.js" */
/** @typedef {{ sentence: string, sound?: Sound, isNews?: boolean }} Change `isNews`: to be read too, not only heard */

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
export function tellChanges(before, after) {
  return [...knocks(before, after), ...comings(before, after), ...raised(before, after), ...tellReturn(before, after)];
}

/** What holds otherwise for who comes back after a cut. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
export function tellReturn(before, after) {
  return [...room(before, after), ...mine(before, after)];
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function knocks(before, after) {
  const known = before.knocking.map(({ id }) => id);
  return after.knocking.filter(({ id }) => !known.includes(id)).map(() => ({ sentence: "", sound: "knock" })); // the news say who
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function comings(before, after) {
  const come = together(after).filter(({ person }) => !before.members.has(person.id));
  const gone = [...before.members.values()].filter(({ person }) => !after.members.has(person.id));
  return [
    ...come.map(({ person: { name } }) => ({ sentence: say("came_in", { name }), sound: /** @type {Sound} */ ("enter") })),
    ...gone.map(({ person: { name } }) => ({ sentence: say("went_out", { name }) })),
  ];
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function raised(before, after) {
  const up = together(after).filter(({ person, hand }) => hand !== null && before.members.get(person.id)?.hand === null && person.id !== after.me);
  return up.map(({ person: { name } }) => ({ sentence: say("raises_hand", { name }), sound: "hand" }));
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function room({ state: before }, { state: after }) {
  return [
    ...(before.floor && !after.floor ? [{ sentence: say("floor_is_closed"), isNews: true }] : []),
    ...(!before.floor && after.floor ? [{ sentence: say("floor_is_open"), isNews: true }] : []),
    ...(before.recording !== "on" && after.recording === "on" ? [{ sentence: say("recording_began"), isNews: true }] : []),
    ...(before.recording !== "off" && after.recording === "off" ? [{ sentence: say("recording_ended"), isNews: true }] : []),
  ];
}

/** What is done to me. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function mine(before, after) {
  const was = before.members.get(after.me);
  const is = after.members.get(after.me);
  if (!was || !is) return [];
  return [
    ...(!was.silenced && is.silenced ? [{ sentence: say("you_silenced"), isNews: true }] : []),
    ...(was.silenced && !is.silenced ? [{ sentence: say("you_given_voice"), isNews: true }] : []),
    ...(!was.may_speak && is.may_speak && !was.silenced && !after.state.floor ? [{ sentence: say("you_may_speak"), isNews: true }] : []),
    ...(!was.host && is.host ? [{ sentence: say(was.stood_down ? "you_lead_again" : "you_lead"), isNews: true }] : []),
    ...(!was.stood_down && is.stood_down ? [{ sentence: say("you_stood_down"), isNews: true }] : []),
    ...(was.group !== is.group ? [{ sentence: is.group ? say("you_in_group", { group: is.group }) : say("you_in_whole"), isNews: true }] : []),
  ];
}
