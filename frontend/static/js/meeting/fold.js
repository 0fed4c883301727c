// The meeting as it is, from the meeting as it was and one more message. Pure: nothing is changed in place.

/** @import { MediaSlot, MeetingJoined, MeetingState, Message, ShownMember, ShownPerson } from "../wire" */
/** @typedef {{ person: number, name: string, text: string, final: boolean }} Line what somebody wrote down of what is said */
/**
 * @typedef {object} Meeting
 * @property {number} me
 * @property {ReadonlyMap<number, ShownMember>} members in order of arrival, me too
 * @property {MeetingState} state
 * @property {readonly MediaSlot[]} slots
 * @property {readonly number[]} speakers loudest first
 * @property {readonly ShownPerson[]} knocking
 * @property {readonly Line[]} lines
 */
/** @template {Message["type"]} T @typedef {Extract<Message, { type: T }>} Of */
/** @typedef {{ [T in Message["type"]]?: (meeting: Meeting, message: Of<T>) => Meeting }} Hearings */

const LINES = 60;

/** What stands when one has just come in. @param {MeetingJoined} joined @param {Meeting | null} before @returns {Meeting} */
export function entered({ me, members, state }, before) {
  const all = new Map(members.map((member) => [member.person.id, member]));
  return { me, members: all, state, slots: before?.slots ?? [], speakers: [], knocking: before?.knocking ?? [], lines: before?.lines ?? [] };
}

/** The meeting after `message`; what it is not about changes nothing. @param {Meeting} meeting @param {Message} message */
export function hear(meeting, message) {
  const hearing = /** @type {((meeting: Meeting, message: Message) => Meeting) | undefined} */ (HEARINGS[message.type]);
  return hearing ? hearing(meeting, message) : meeting;
}

/** @type {Hearings} */
const HEARINGS = {
  "meeting.members": (meeting, { members, gone }) => ({ ...meeting, members: changed(meeting.members, members, gone) }),
  "meeting.state": (meeting, { state }) => ({ ...meeting, state }),
  "meeting.slots": (meeting, { slots }) => ({ ...meeting, slots }),
  "meeting.speakers": (meeting, { people }) => ({ ...meeting, speakers: people }),
  "meeting.knocking": (meeting, { people }) => ({ ...meeting, knocking: people }),
  "meeting.captioned": (meeting, { person, text, final }) => ({ ...meeting, lines: written(meeting, { person, text, final }) }),
};

/** @param {ReadonlyMap<number, ShownMember>} members @param {readonly ShownMember[]} come @param {readonly number[]} gone */
function changed(members, come, gone) {
  const after = new Map(members);
  come.forEach((member) => after.set(member.person.id, member));
  gone.forEach((id) => after.delete(id));
  return after;
}

/** A line grows until it is final; the next words of the same person begin another. @param {Meeting} meeting @param {Omit<Line, "name">} said */
function written({ members, lines }, said) {
  const name = members.get(said.person)?.person.name ?? "";
  const open = lines.findIndex(({ person, final }) => person === said.person && !final);
  const others = lines.filter((_, index) => index !== open);
  if (!said.text) return others;
  const line = { ...said, name };
  return open < 0 ? [...lines, line].slice(-LINES) : lines.map((each, index) => (index === open ? line : each));
}

/** Those who are with me: my group, me too. @param {Meeting} meeting */
export function together({ members, me }) {
  const group = members.get(me)?.group ?? 0;
  return [...members.values()].filter((member) => member.group === group);
}

/** Whose hand is up, first raised first. @param {Meeting} meeting */
export function hands(meeting) {
  const raised = together(meeting).filter(({ hand }) => hand !== null);
  return raised.sort((one, two) => Number(one.hand) - Number(two.hand));
}

/** Those who do not lead. @param {Meeting} meeting */
export function led({ members }) {
  return [...members.values()].filter(({ host }) => !host);
}

/** My own place. @param {Meeting} meeting */
export function myself({ members, me }) {
  return members.get(me);
}
