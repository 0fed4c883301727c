// Sentences and sounds for what changed between two states of a meeting.

import { say } from "../words.js";
import { isLed, myself, together } from "./reducer.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { Sound } from "./sounds.js" */
/**
 * @typedef {{ sentence: string, sound?: Sound, isNews?: boolean, topic?: string }} Change `isNews`: to be read too,
 * not only heard; `topic`: what it is about, so that it takes the place of what was said before of the same
 */

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
export function changesBetween(before, after) {
  return [
    ...knocks(before, after),
    ...comings(before, after),
    ...raised(before, after),
    ...changesWhileAway(before, after),
  ];
}

/**
 * The changes that are worth telling after a reconnection.
 * @param {Meeting} before
 * @param {Meeting} after
 * @returns {Change[]}
 */
export function changesWhileAway(before, after) {
  return [...room(before, after), ...mine(before, after)];
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function knocks(before, after) {
  const known = before.knocking.map(({ id }) => id);
  // The news bar names them: only the sound is given here.
  return after.knocking.filter(({ id }) => !known.includes(id)).map(() => ({ sentence: "", sound: "knock" }));
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function comings(before, after) {
  const come = together(after).filter(({ person }) => !before.members.has(person.id));
  const gone = [...before.members.values()].filter(({ person }) => !after.members.has(person.id));
  return [
    ...come.map(({ person: { name } }) => ({
      sentence: say("came_in", { name }),
      sound: /** @type {Sound} */ ("enter"),
    })),
    ...gone.map(({ person: { name } }) => ({ sentence: say("went_out", { name }) })),
  ];
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function raised(before, after) {
  const up = together(after).filter(
    ({ person, hand }) => hand !== null && before.members.get(person.id)?.hand === null && person.id !== after.me,
  );
  return up.map(({ person: { name } }) => ({ sentence: say("raises_hand", { name }), sound: "hand" }));
}

/** @param {string} topic @param {string} sentence @returns {Change} */
function news(topic, sentence) {
  return { sentence, topic, isNews: true };
}

/** @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function room(before, after) {
  const [was, is] = [before.state, after.state];
  return [
    ...(was.floor && !is.floor ? [news("voice", say("floor_is_closed"))] : []),
    ...(!was.floor && is.floor ? [news("voice", say("floor_is_open"))] : []),
    ...(was.recording !== "on" && is.recording === "on" ? [news("recording", say("recording_began"))] : []),
    ...(was.recording === "on" && is.recording === "off" ? [news("recording", say("recording_ended"))] : []),
    ...(was.recording === "asked" && is.recording === "off" ? [news("recording", say("recording_not"))] : []),
    ...(!was.lobby && is.lobby && myself(after)?.host ? [news("lobby", say("lobby_is_on"))] : []),
    ...text(before, after),
    ...leaders(before, after),
    ...light(before, after),
  ];
}

/** Whoever led is gone, or somebody leads again. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function leaders(before, after) {
  if (isLed(before) === isLed(after)) return [];
  if (isLed(after)) return [news("leaders", say("led_again"))];
  const name = [...before.members.values()].find(({ host, away }) => host && !away)?.person.name ?? "";
  return [news("leaders", say("led_no_more", { name }))];
}

/** What all read, and that I am to read it. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function text(before, after) {
  const [was, is] = [before.state.text, after.state.text];
  const isMine = is !== null && is.reader === after.me && was?.reader !== after.me;
  if (isMine) return [news("text", say("text_mine"))];
  if ((was === null) === (is === null)) return [];
  return [{ sentence: say(is ? "text_shown" : "text_put_away") }];
}

/** Whom the host shows to everybody. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function light(before, after) {
  const { spotlight } = after.state;
  if (spotlight === before.state.spotlight) return [];
  if (spotlight === null) return [news("light", say("light_off"))];
  const name = after.members.get(spotlight)?.person.name ?? "";
  return [news("light", spotlight === after.me ? say("light_mine") : say("light_on", { name }))];
}

/** What is done to me. @param {Meeting} before @param {Meeting} after @returns {Change[]} */
function mine(before, after) {
  const was = before.members.get(after.me);
  const is = after.members.get(after.me);
  if (!was || !is) return [];
  return [
    ...(!was.silenced && is.silenced ? [news("voice", say("you_silenced"))] : []),
    ...(was.silenced && !is.silenced && is.may_speak ? [news("voice", say("you_given_voice"))] : []),
    ...(!was.may_speak && is.may_speak && !was.silenced && !after.state.floor
      ? [news("voice", say("you_may_speak"))]
      : []),
    ...(!was.host && is.host ? [news("leads", say(was.stood_down ? "you_lead_again" : "you_lead"))] : []),
    ...(!was.stood_down && is.stood_down ? [news("leads", say("you_stood_down"))] : []),
    ...(was.group !== is.group
      ? [news("group", is.group ? say("you_in_group", { group: is.group }) : say("you_in_whole"))]
      : []),
  ];
}
