// Reducer of a meeting: the next state from a state and a message. Pure: nothing is changed in place.

/** @import { MediaSlot, MeetingJoined, MeetingState, Message, ShownMember, ShownPerson } from "../wire" */
/**
 * A caption.
 * @typedef {{ person: number, name: string, text: string, final: boolean }} Line
 */
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
/** @typedef {{ [T in Message["type"]]?: (meeting: Meeting, message: Of<T>) => Meeting }} Reducers */

const LINES = 60;

/**
 * The state after joining.
 * @param {MeetingJoined} joined
 * @param {Meeting | null} before
 * @returns {Meeting}
 */
export function joined({ me, members, state }, before) {
  const all = new Map(members.map((member) => [member.person.id, member]));
  return {
    me,
    members: all,
    state,
    slots: before?.slots ?? [],
    speakers: [],
    knocking: [], // told again to who may open
    lines: before?.lines ?? [],
  };
}

/**
 * The state after `message`; other messages change nothing.
 * @param {Meeting} meeting
 * @param {Message} message
 */
export function reduce(meeting, message) {
  const reducer = /** @type {((meeting: Meeting, message: Message) => Meeting) | undefined} */ (REDUCERS[message.type]);
  return reducer ? reducer(meeting, message) : meeting;
}

/** @type {Reducers} */
const REDUCERS = {
  "meeting.members": (meeting, { members, gone }) => ({ ...meeting, members: changed(meeting.members, members, gone) }),
  "meeting.state": (meeting, { state }) => ({ ...meeting, state }),
  "meeting.slots": (meeting, { slots }) => ({ ...meeting, slots }),
  "meeting.speakers": (meeting, { people }) => ({ ...meeting, speakers: people }),
  "meeting.knocking": (meeting, { people }) => ({ ...meeting, knocking: people }),
  "meeting.captioned": (meeting, { person, text, final }) => ({
    ...meeting,
    lines: written(meeting, { person, text, final }),
  }),
};

/**
 * @param {ReadonlyMap<number, ShownMember>} members
 * @param {readonly ShownMember[]} come
 * @param {readonly number[]} gone
 */
function changed(members, come, gone) {
  const after = new Map(members);
  come.forEach((member) => after.set(member.person.id, member));
  gone.forEach((id) => after.delete(id));
  return after;
}

/**
 * Update a person's open caption until it is final; their next words begin another.
 * @param {Meeting} meeting
 * @param {Omit<Line, "name">} said
 */
function written({ members, lines }, said) {
  const name = members.get(said.person)?.person.name ?? "";
  const open = lines.findIndex(({ person, final }) => person === said.person && !final);
  const others = lines.filter((_, index) => index !== open);
  if (!said.text) return others;
  const line = { ...said, name };
  return open < 0 ? [...lines, line].slice(-LINES) : lines.map((each, index) => (index === open ? line : each));
}

/** The members of my group, me included. @param {Meeting} meeting */
export function together({ members, me }) {
  const group = members.get(me)?.group ?? 0;
  return [...members.values()].filter((member) => member.group === group);
}

/** Raised hands, in order. @param {Meeting} meeting */
export function hands(meeting) {
  const raised = together(meeting).filter(({ hand }) => hand !== null);
  return raised.sort((one, two) => Number(one.hand) - Number(two.hand));
}

/** The members who are not hosts. @param {Meeting} meeting */
export function led({ members }) {
  return [...members.values()].filter(({ host }) => !host);
}

/** Whether somebody who leads is there just now. @param {Meeting} meeting */
export function isLed({ members }) {
  return [...members.values()].some(({ host, away }) => host && !away);
}

/**
 * A name; of several people with the same one, those who came to the house later bear a number.
 * @param {Meeting} meeting
 * @param {ShownPerson} person
 */
export function nameOf({ members, knocking }, { id, name }) {
  const all = [...[...members.values()].map(({ person }) => person), ...knocking];
  const isSame = (/** @type {string} */ other) => name.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
  const same = new Set(all.filter((each) => isSame(each.name)).map((each) => each.id));
  const before = [...same].filter((each) => each < id).length;
  return before ? `${name} (${before + 1})` : name;
}

/** My own entry. @param {Meeting} meeting */
export function myself({ members, me }) {
  return members.get(me);
}

/** Whether my own hand is up. @param {Meeting} meeting */
export function isRaised(meeting) {
  return (myself(meeting)?.hand ?? null) !== null;
}
