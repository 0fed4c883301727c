// Actions on a participant, as buttons: some for everybody, more for the host.
// The server checks its rules again.

import { myself } from "./reducer.js";

/** @import { ShownMember, ShownText } from "../wire" */
/** @import { Meeting } from "./reducer.js" */
/**
 * @typedef {object} MemberAction
 * @property {string} key of a sentence
 * @property {string} [type]
 * @property {object} [fields]
 * @property {string} [asks] the key of a question
 * @property {boolean} [isGrave]
 */

/** @param {Meeting} meeting @param {ShownMember} member @param {number | null} pinned @returns {MemberAction[]} */
export function actionsOn(meeting, member, pinned) {
  const { person } = member;
  const isMe = person.id === meeting.me;
  const pin = { key: pinned === person.id ? "unpin" : "pin" };
  const led = myself(meeting)?.host ? leading(meeting, member, isMe) : [];
  return isMe ? [...led, ...myOwn(meeting, member)] : [pin, ...led];
}

/**
 * Stop leading while somebody else does, or lead again.
 * @param {Meeting} meeting
 * @param {ShownMember} me
 * @returns {MemberAction[]}
 */
function myOwn({ members }, me) {
  if (me.stood_down) return [{ key: "lead_again", type: "meeting.lead", fields: { on: true } }];
  const isLed = [...members.values()].some((member) => member !== me && member.host && !member.away);
  return me.host && isLed ? [{ key: "stand_down", type: "meeting.lead", fields: { on: false } }] : [];
}

/** @param {Meeting} meeting @param {ShownMember} member @param {boolean} isMe @returns {MemberAction[]} */
function leading({ state }, member, isMe) {
  const person = member.person.id;
  const isLit = state.spotlight === person;
  const text = state.text;
  return [
    { key: isLit ? "unlight" : "light", type: "meeting.spotlight", fields: { person: isLit ? null : person } },
    ...(isMe || !text || text.reader === person ? [] : [giveToRead(text, person)]),
    ...(isMe ? [] : voice(member, state.floor)),
    ...(isMe || member.hand === null ? [] : [lowerHand(member, state.floor)]),
    ...(state.groups ? groups(state.groups, member) : []),
    ...(isMe ? [] : standing(member)),
  ];
}

/** @param {ShownText} text @param {number} reader @returns {MemberAction} */
function giveToRead({ what, id }, reader) {
  return { key: "give_to_read", type: "meeting.read", fields: { what, id, reader } };
}

/** @param {ShownMember} member @param {boolean} floor @returns {MemberAction[]} */
function voice({ person: { id }, microphone, silenced, may_speak, host }, floor) {
  const silence = {
    key: silenced ? "give_voice" : "silence",
    type: "meeting.silence",
    fields: { person: id, on: !silenced },
  };
  const ask = { key: "ask_unmute", type: "meeting.ask_unmute", fields: { person: id } };
  const letSpeak = {
    key: may_speak ? "no_longer_speak" : "let_speak",
    type: "meeting.let_speak",
    fields: { person: id, on: !may_speak },
  };
  return [
    ...(host ? [] : [silence]),
    ...(microphone || silenced || !may_speak ? [] : [ask]),
    ...(floor || host || silenced ? [] : [letSpeak]),
  ];
}

/**
 * Whoever is let speak, or no longer, has their hand lowered: they are left as they are.
 * @param {ShownMember} member
 * @param {boolean} floor
 * @returns {MemberAction}
 */
function lowerHand({ person: { id }, may_speak }, floor) {
  return { key: "lower_hand", type: "meeting.let_speak", fields: { person: id, on: may_speak && !floor } };
}

/** @param {number} count @param {ShownMember} member @returns {MemberAction[]} */
function groups(count, { person, group }) {
  const numbers = Array.from({ length: count + 1 }, (_, index) => index).filter((each) => each !== group);
  return numbers.map((each) => ({
    key: each ? "to_group" : "to_whole",
    type: "meeting.group",
    fields: { person: person.id, group: each },
  }));
}

/** @param {ShownMember} member @returns {MemberAction[]} */
function standing({ person: { id, role }, host }) {
  const handOver = { key: "hand_over", type: "meeting.hand_over", fields: { person: id }, asks: "hand_over_asks" };
  const remove = { key: "remove", type: "meeting.remove", fields: { person: id }, asks: "remove_asks", isGrave: true };
  return [...(host ? [] : [handOver]), ...(role === "participant" ? [remove] : [])];
}
