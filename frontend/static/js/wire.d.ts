// Written by `python -m realtime.wire.generate` from the types of the wire; not to be edited.

/** The form as it was filled in. `answers` maps the key of a question to its answer. */
export interface Written {
  readonly title?: string;
  readonly needs?: string;
  readonly duration?: string;
  readonly steps?: string[];
  readonly origin?: string;
  readonly answers?: Record<string, string>;
}

/** Who speaks, and as what: `participant`, `artist` or `staff`. */
export interface ShownPerson {
  readonly id: number;
  readonly name: string;
  readonly role: string;
}

/** One of the artist's questions with what was answered. */
export interface ShownAnswer {
  readonly label: string;
  readonly value: string;
}

/** A score that someone else could perform: what the feed shows on a post of kind `protocole`. */
export interface ShownProtocole {
  readonly id: number;
  readonly consigne: number;
  readonly title: string;
  readonly needs: string;
  readonly duration: string;
  readonly steps: string[];
  readonly origin: string;
  readonly answers: ShownAnswer[];
}

/** An answer under a post. */
export interface ShownComment {
  readonly id: number;
  readonly post: number;
  readonly author: ShownPerson;
  readonly body: string;
  readonly html: string;
  readonly at: number;
  readonly edited_at: number | null;
}

/**
 * A post with all that hangs on it. `seq` is its place in the feed; `reactions` maps a sign to the
 * people who made it, in order of their ids; `card` is shown by the app that owns the post's kind.
 */
export interface ShownPost {
  readonly id: number;
  readonly seq: number;
  readonly kind: string;
  readonly author: ShownPerson;
  readonly body: string;
  readonly html: string;
  readonly at: number;
  readonly edited_at: number | null;
  readonly card: ShownProtocole | null;
  readonly comments: ShownComment[];
  readonly reactions: Record<string, number[]>;
}

/**
 * A room's own face. `html` is its presentation; `hot` its colour, as `#rrggbb`; `image` the
 * address of its picture, empty for none, and `image_alt` that picture in words.
 */
export interface ShownRoom {
  readonly id: number;
  readonly kind: string;
  readonly slug: string;
  readonly title: string;
  readonly html: string;
  readonly led_by: string;
  readonly opens_at: number;
  readonly closes_at: number | null;
  readonly hot: string;
  readonly pairing: string;
  readonly reactions: string[];
  readonly image: string;
  readonly image_alt: string;
}

/**
 * A rencontre, announced for `starts_at` and `minutes`; live from `opened_at` to `ended_at`.
 * `lobby`: one knocks before entering. `transcript`: it is over, and what was said was written down;
 * `recordings`: how many can be seen.
 */
export interface ShownMeeting {
  readonly id: number;
  readonly title: string;
  readonly html: string;
  readonly host: ShownPerson;
  readonly starts_at: number;
  readonly minutes: number;
  readonly opened_at: number | null;
  readonly ended_at: number | null;
  readonly lobby: boolean;
  readonly transcript: boolean;
  readonly recordings: number;
}

/** A question that the artist adds to the form: `text`, `long`, `choice` or `number`. */
export interface Field {
  readonly key: string;
  readonly label: string;
  readonly kind: string;
  readonly required: boolean;
  readonly choices: string[];
  readonly help: string;
}

/** The artist's instruction; `html` is its words, `pinned_at` milliseconds since 1970. */
export interface ShownConsigne {
  readonly id: number;
  readonly room: number;
  readonly title: string;
  readonly words: string;
  readonly html: string;
  readonly fields: Field[];
  readonly pinned_at: number;
}

/** One line of a room's log: its number, when, whose doing, and the event itself. */
export interface Line {
  readonly seq: number;
  readonly at: number;
  readonly by: number | null;
  readonly event: RoomEvent;
}

/** What holds for everybody in it. `groups`: how many there are, 0 for all together. */
export interface MeetingState {
  readonly mode: "forwarder" | "janus" | "mesh";
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly floor: boolean;
  readonly spotlight: number | null;
  readonly groups: number;
  readonly groups_end_at: number | null;
  readonly recording: "asked" | "off" | "on";
}

/**
 * Somebody in the meeting. `stood_down`: they do not lead now, and may again. `hand`: when it was
 * raised, in milliseconds since 1970; null: it is down. `silenced`: a host drops their voice;
 * `may_speak`: they may turn their microphone on now. `away`: their line is cut, and they are expected
 * back. `group`: 0 is the whole room.
 */
export interface ShownMember {
  readonly person: ShownPerson;
  readonly host: boolean;
  readonly stood_down: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly hand: number | null;
  readonly silenced: boolean;
  readonly may_speak: boolean;
  readonly away: boolean;
  readonly quality: "good" | "lost" | "poor";
  readonly group: number;
}

/** Where a browser finds a relay, as `RTCIceServer` wants it. */
export interface IceServer {
  readonly urls: string[];
  readonly username: string;
  readonly credential: string;
}

/** Whose sound or picture the media section `mid` carries now; `person` null: nobody's. */
export interface MediaSlot {
  readonly mid: string;
  readonly person: number | null;
  readonly source: "camera" | "microphone" | "screen";
}

/**
 * A room at event `seq` of `epoch`: its newest posts in order; `earlier` when there are others;
 * its `meetings` that are announced or live, in order of their hours.
 */
export interface Snapshot {
  readonly room: ShownRoom;
  readonly epoch: string;
  readonly seq: number;
  readonly posts: ShownPost[];
  readonly earlier: boolean;
  readonly meetings: ShownMeeting[];
}

/** A whole room at one number: what is said (`snapshot`) and what is asked, newest consigne first. */
export interface Scene {
  readonly snapshot: Snapshot;
  readonly consignes: ShownConsigne[];
}

/** Something new at the end of the feed. */
export interface PostPublished {
  readonly kind: "post.published";
  readonly post: ShownPost;
}

/** Other words, or another card, on the same post. */
export interface PostEdited {
  readonly kind: "post.edited";
  readonly post: number;
  readonly body: string;
  readonly html: string;
  readonly edited_at: number;
  readonly card: ShownProtocole | null;
}

/** Its author took it back. */
export interface PostWithdrawn {
  readonly kind: "post.withdrawn";
  readonly post: number;
}

/** Staff took it out of sight. */
export interface PostHidden {
  readonly kind: "post.hidden";
  readonly post: number;
}

/** It was in the wrong place: it is published, whole, in the room `to`. */
export interface PostMoved {
  readonly kind: "post.moved";
  readonly post: number;
  readonly to: number;
}

/** Back at its place, whole. */
export interface PostRestored {
  readonly kind: "post.restored";
  readonly post: ShownPost;
}

/** A new answer, last under its post. */
export interface CommentPublished {
  readonly kind: "comment.published";
  readonly comment: ShownComment;
}

/** Other words in the same answer. */
export interface CommentEdited {
  readonly kind: "comment.edited";
  readonly post: number;
  readonly comment: number;
  readonly body: string;
  readonly html: string;
  readonly edited_at: number;
}

/** Its author took the answer back. */
export interface CommentWithdrawn {
  readonly kind: "comment.withdrawn";
  readonly post: number;
  readonly comment: number;
}

/** Staff took the answer out of sight. */
export interface CommentHidden {
  readonly kind: "comment.hidden";
  readonly post: number;
  readonly comment: number;
}

/** The answer is back at its place. */
export interface CommentRestored {
  readonly kind: "comment.restored";
  readonly comment: ShownComment;
}

/** Somebody made a sign on a post. */
export interface ReactionAdded {
  readonly kind: "reaction.added";
  readonly post: number;
  readonly sign: string;
  readonly person: number;
}

/** Somebody took their sign back. */
export interface ReactionRemoved {
  readonly kind: "reaction.removed";
  readonly post: number;
  readonly sign: string;
  readonly person: number;
}

/** A person of this room has another name or role, on everything they wrote. */
export interface PersonChanged {
  readonly kind: "person.changed";
  readonly person: ShownPerson;
}

/** The room's own face: title, dates, theme, reactions. */
export interface RoomChanged {
  readonly kind: "room.changed";
  readonly room: ShownRoom;
}

/** A rencontre is announced, or is now this: other words, another hour, open, over, with a recording. */
export interface MeetingChanged {
  readonly kind: "meeting.changed";
  readonly meeting: ShownMeeting;
}

/** It will not take place. */
export interface MeetingCancelled {
  readonly kind: "meeting.cancelled";
  readonly meeting: number;
}

/** In the wings only: what a member of staff did, and why. */
export interface DecisionTaken {
  readonly kind: "decision.taken";
  readonly decision: number;
  readonly act: string;
  readonly by: ShownPerson;
  readonly at: number;
  readonly why: string;
  readonly person: ShownPerson | null;
  readonly post: number | null;
  readonly comment: number | null;
}

/** The place of an event whose subject was removed: the number stays, the words are gone. */
export interface Erased {
  readonly kind: "erased";
}

/** A consigne is new, or was changed; the last one pinned is the one to follow. */
export interface ConsignePinned {
  readonly kind: "consigne.pinned";
  readonly consigne: ShownConsigne;
}

/** First frame: who the service takes you for, and which build of the pages it serves. */
export interface Welcome {
  readonly type: "welcome";
  readonly person: number;
  readonly name: string;
  readonly build: string;
}

/** `room` is followed, and what was missed up to `seq` is sent. `role` and `quieted` are yours. */
export interface Subscribed {
  readonly type: "subscribed";
  readonly room: number;
  readonly epoch: string;
  readonly seq: number;
  readonly role: string;
  readonly quieted: boolean;
}

/**
 * What you know of `room` does not lead to here: load its page afresh. `reason` is `epoch`
 * (a backup was restored), `ahead` (you know more than we) or `far` (too much was missed).
 */
export interface Reset {
  readonly type: "reset";
  readonly room: number;
  readonly reason: string;
}

/** The command `ref` is done and kept; its event has number `seq` (else the room's last number). */
export interface Reply {
  readonly type: "reply";
  readonly ref: string;
  readonly room: number;
  readonly seq: number;
  readonly post: number | null;
  readonly comment: number | null;
}

/**
 * A rule said no, for good: `sentence` is for the person, `fields` says which box is wrong and why.
 *
 * `ref` is null when what was refused bore none; `retry` seconds are to be waited when it was only
 * too much at once.
 */
export interface Refused {
  readonly type: "refused";
  readonly code: string;
  readonly sentence: string;
  readonly ref: string | null;
  readonly room: number | null;
  readonly fields: Record<string, string>;
  readonly retry: number | null;
}

/** We broke on the command `ref`; nothing was changed. `reference` finds it in our log; try again. */
export interface Failed {
  readonly type: "failed";
  readonly reference: string;
  readonly ref: string | null;
}

/** Your frame is not of this wire: said once, and the socket closed the second time. */
export interface BadMessage {
  readonly type: "bad";
  readonly detail: string;
}

/** Somebody is there. `at`: the service's clock, milliseconds since 1970. */
export interface Pong {
  readonly type: "pong";
  readonly at: number;
}

/**
 * Lines of `room` in order. Apply the one after your last; ignore those you know; subscribe again
 * from your last when there is a gap.
 */
export interface Events {
  readonly type: "events";
  readonly room: number;
  readonly events: Line[];
}

/** Signal: how many people are in `room` now, and the first of them by name. */
export interface Presence {
  readonly type: "presence";
  readonly room: number;
  readonly count: number;
  readonly people: ShownPerson[];
}

/** Signal: who is writing in `room` now; empty when nobody is. */
export interface Typing {
  readonly type: "typing";
  readonly room: number;
  readonly people: ShownPerson[];
}

/** Signal to one person: what you may do in `room` has changed. */
export interface Standing {
  readonly type: "standing";
  readonly room: number;
  readonly role: string;
  readonly quieted: boolean;
}

/** Signal to one person's other sockets: you have read `room` up to `seq`. */
export interface Mark {
  readonly type: "mark";
  readonly room: number;
  readonly seq: number;
}

/**
 * You are in. `resume` lets you come back without knocking; `resumed`: your media connection goes on,
 * keep it. `members` has you too. `ice` holds for ten minutes.
 */
export interface MeetingJoined {
  readonly type: "meeting.joined";
  readonly meeting: number;
  readonly me: number;
  readonly resume: string;
  readonly resumed: boolean;
  readonly state: MeetingState;
  readonly members: ShownMember[];
  readonly ice: IceServer[];
}

/** You have knocked; a host will open. `hosted`: whether a host is there. */
export interface MeetingWaiting {
  readonly type: "meeting.waiting";
  readonly meeting: number;
  readonly hosted: boolean;
}

/**
 * You are out, and why; `sentence` is for the person. `again`: whether they may join again.
 *
 * `interrupted`: what leads the meeting was away for a moment; join again at once, with `resume`.
 */
export interface MeetingLeft {
  readonly type: "meeting.left";
  readonly meeting: number;
  readonly reason: "denied" | "elsewhere" | "ended" | "full" | "interrupted" | "left" | "locked" | "not_allowed" | "recorded" | "removed";
  readonly sentence: string;
  readonly again: boolean;
}

/** Who came or changed, whole, and who is `gone`. */
export interface MeetingMembers {
  readonly type: "meeting.members";
  readonly meeting: number;
  readonly members: ShownMember[];
  readonly gone: number[];
}

/** What holds for everybody is now this. Another `mode`: keep the old media until the new one runs. */
export interface MeetingStateChanged {
  readonly type: "meeting.state";
  readonly meeting: number;
  readonly state: MeetingState;
}

/** To hosts: everybody who waits at the door, in order of knocking. */
export interface MeetingLobby {
  readonly type: "meeting.knocking";
  readonly meeting: number;
  readonly people: ShownPerson[];
}

/** `peer` offers a session description: answer it. */
export interface MediaOffered {
  readonly type: "meeting.offered";
  readonly meeting: number;
  readonly peer: number;
  readonly sdp: string;
  readonly way: "both" | "down" | "up";
}

/** `peer` answers your offer. */
export interface MediaAnswered {
  readonly type: "meeting.answered";
  readonly meeting: number;
  readonly peer: number;
  readonly sdp: string;
  readonly way: "both" | "down" | "up";
}

/** A way to reach `peer`. */
export interface MediaTrickled {
  readonly type: "meeting.trickled";
  readonly meeting: number;
  readonly peer: number;
  readonly candidate: string;
  readonly mid: string;
  readonly way: "both" | "down" | "up";
}

/**
 * Whose sound and pictures come through the media connection with the house: all slots, in order of
 * importance.
 */
export interface MediaSlots {
  readonly type: "meeting.slots";
  readonly meeting: number;
  readonly slots: MediaSlot[];
}

/** Fresh credentials for the relay. */
export interface IceRenewed {
  readonly type: "meeting.ice";
  readonly meeting: number;
  readonly ice: IceServer[];
}

/** Who speaks now, loudest first. */
export interface MeetingSpeakers {
  readonly type: "meeting.speakers";
  readonly meeting: number;
  readonly people: number[];
}

/** `by` asks you to turn your microphone on. It is for you to decide. */
export interface UnmuteAsked {
  readonly type: "meeting.asked";
  readonly meeting: number;
  readonly by: number;
}

/** `person` makes a passing sign. */
export interface SignMade {
  readonly type: "meeting.signed";
  readonly meeting: number;
  readonly person: number;
  readonly sign: string;
}

/** What is being said, as `person` writes it: the whole line so far, ended when `final`. */
export interface CaptionWritten {
  readonly type: "meeting.captioned";
  readonly meeting: number;
  readonly person: number;
  readonly text: string;
  readonly final: boolean;
}

/**
 * A rule said no to what you asked; you are still where you were. `retry` seconds are to be waited
 * when it was too much at once.
 */
export interface MeetingRefused {
  readonly type: "meeting.refused";
  readonly meeting: number;
  readonly code: string;
  readonly sentence: string;
  readonly retry: number | null;
}

/** Follow `room` from number `since` of `epoch`: what was missed comes first, then what happens. */
export interface Subscribe {
  readonly type: "subscribe";
  readonly room: number;
  readonly epoch: string;
  readonly since: number;
}

/** Follow `room` no longer on this socket. */
export interface Unsubscribe {
  readonly type: "unsubscribe";
  readonly room: number;
}

/** A new post of words. */
export interface Publish {
  readonly type: "publish";
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Other words in one's own post. */
export interface EditPost {
  readonly type: "post.edit";
  readonly post: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Take one's own post back. */
export interface WithdrawPost {
  readonly type: "post.withdraw";
  readonly post: number;
  readonly ref: string;
  readonly room: number;
}

/** Undo one's own withdrawal. */
export interface RestorePost {
  readonly type: "post.restore";
  readonly post: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: take a post out of sight. */
export interface HidePost {
  readonly type: "post.hide";
  readonly post: number;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: put a hidden post back. */
export interface ShowPost {
  readonly type: "post.show";
  readonly post: number;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Take one's own post (staff: any) to the end of the room `to`, with all that hangs on it. */
export interface MovePost {
  readonly type: "post.move";
  readonly post: number;
  readonly to: number;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** An answer under a post. */
export interface AddComment {
  readonly type: "comment";
  readonly post: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Other words in one's own answer. */
export interface EditComment {
  readonly type: "comment.edit";
  readonly comment: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Take one's own answer back. */
export interface WithdrawComment {
  readonly type: "comment.withdraw";
  readonly comment: number;
  readonly ref: string;
  readonly room: number;
}

/** Undo one's own withdrawal of an answer. */
export interface RestoreComment {
  readonly type: "comment.restore";
  readonly comment: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: take an answer out of sight. */
export interface HideComment {
  readonly type: "comment.hide";
  readonly comment: number;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: put a hidden answer back. */
export interface ShowComment {
  readonly type: "comment.show";
  readonly comment: number;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Set whether one makes `sign` on a post. */
export interface React {
  readonly type: "react";
  readonly post: number;
  readonly sign: string;
  readonly on: boolean;
  readonly ref: string;
  readonly room: number;
}

/** A protocole made from `consigne`. */
export interface HandIn {
  readonly type: "protocole.hand_in";
  readonly consigne: number;
  readonly written: Written;
  readonly ref: string;
  readonly room: number;
}

/** Other words in one's own protocole. */
export interface Revise {
  readonly type: "protocole.revise";
  readonly protocole: number;
  readonly written: Written;
  readonly ref: string;
  readonly room: number;
}

/** Staff: let somebody read but not write, or give their voice back. */
export interface Quiet {
  readonly type: "person.quiet";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: take somebody out of the room, or let them back in. */
export interface Remove {
  readonly type: "person.remove";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Move one's unread mark to `seq`. Not answered. */
export interface Read {
  readonly type: "read";
  readonly room: number;
  readonly seq: number;
}

/** Say that one is writing in `room`. Not answered; forgotten after some seconds. */
export interface Type {
  readonly type: "typing";
  readonly room: number;
}

/** Is anybody there? Answered by a pong; browsers cannot see the WebSocket's own. */
export interface Ping {
  readonly type: "ping";
}

/**
 * Enter, or come back. Answered by `meeting.joined`, `meeting.waiting` or `meeting.left`.
 *
 * `pictures`: how many this screen shows at most. `resume`: the word from `meeting.joined`; with it a
 * media connection that still runs goes on. `consents`: one agrees to be recorded, asked at the door.
 */
export interface JoinMeeting {
  readonly type: "meeting.join";
  readonly meeting: number;
  readonly pictures?: number;
  readonly microphone?: boolean;
  readonly camera?: boolean;
  readonly resume?: string;
  readonly consents?: boolean;
}

/** Go out, or away from the door. Answered by `meeting.left`. */
export interface LeaveMeeting {
  readonly type: "meeting.leave";
  readonly meeting: number;
}

/** A session description for `peer` (RFC 8829). To the house only in the mode `janus`, `up`. */
export interface OfferMedia {
  readonly type: "meeting.offer";
  readonly meeting: number;
  readonly peer: number;
  readonly sdp: string;
  readonly way?: "both" | "down" | "up";
}

/** The answer to an offer of `peer`. */
export interface AnswerMedia {
  readonly type: "meeting.answer";
  readonly meeting: number;
  readonly peer: number;
  readonly sdp: string;
  readonly way?: "both" | "down" | "up";
}

/** A way to reach this browser (RFC 8838); an empty `candidate` says that there are no more. */
export interface TrickleMedia {
  readonly type: "meeting.trickle";
  readonly meeting: number;
  readonly peer: number;
  readonly candidate: string;
  readonly mid?: string;
  readonly way?: "both" | "down" | "up";
}

/** The media connection to the house is lost: offer another one. */
export interface RestartMedia {
  readonly type: "meeting.restart";
  readonly meeting: number;
}

/**
 * What this screen shows: how many pictures (0: sound only), how high in pixels the first and the
 * others are, and whom the person wants to see first.
 */
export interface ViewMeeting {
  readonly type: "meeting.view";
  readonly meeting: number;
  readonly pictures: number;
  readonly first?: number;
  readonly others?: number;
  readonly pinned?: number | null;
}

/** What this browser measures of its own connection: the share of packets lost, and milliseconds. */
export interface ReportQuality {
  readonly type: "meeting.report";
  readonly meeting: number;
  readonly loss: number;
  readonly rtt: number;
}

/** One's own microphone, camera or screen is on or off. Nobody can say this for somebody else. */
export interface MuteTrack {
  readonly type: "meeting.mute";
  readonly meeting: number;
  readonly track: "camera" | "microphone" | "screen";
  readonly on: boolean;
}

/** Ask to speak, or no longer. */
export interface RaiseHand {
  readonly type: "meeting.hand";
  readonly meeting: number;
  readonly up: boolean;
}

/** A passing sign over one's own picture; one of the room's reactions. */
export interface MakeSign {
  readonly type: "meeting.sign";
  readonly meeting: number;
  readonly sign: string;
}

/** What is being said, written down by this person; kept in the transcript when `final`. */
export interface WriteCaption {
  readonly type: "meeting.caption";
  readonly meeting: number;
  readonly text: string;
  readonly final?: boolean;
}

/** Whether one agrees to be recorded. A no stops the recording. */
export interface Consent {
  readonly type: "meeting.consent";
  readonly meeting: number;
  readonly yes: boolean;
}

/** Let in who knocked, or all of them. `yes` false sends them away. */
export interface Admit {
  readonly type: "meeting.admit";
  readonly meeting: number;
  readonly person?: number | null;
  readonly yes?: boolean;
}

/**
 * Drop the voice of one or of all but the hosts (`person` null); or let it pass again (`on` false):
 * then it is still for them to turn their microphone on.
 */
export interface Silence {
  readonly type: "meeting.silence";
  readonly meeting: number;
  readonly person?: number | null;
  readonly on?: boolean;
}

/** Ask somebody to turn their microphone on: nobody is ever unmuted from afar. */
export interface AskToUnmute {
  readonly type: "meeting.ask_unmute";
  readonly meeting: number;
  readonly person: number;
}

/** Everybody may speak, or only hosts and those who are let. */
export interface OpenFloor {
  readonly type: "meeting.floor";
  readonly meeting: number;
  readonly open: boolean;
}

/** Let somebody speak while the floor is closed; their hand goes down. */
export interface LetSpeak {
  readonly type: "meeting.let_speak";
  readonly meeting: number;
  readonly person: number;
  readonly on?: boolean;
}

/** Everybody sees this person first; null: nobody. */
export interface Spotlight {
  readonly type: "meeting.spotlight";
  readonly meeting: number;
  readonly person?: number | null;
}

/** Nobody new comes in. */
export interface Lock {
  readonly type: "meeting.lock";
  readonly meeting: number;
  readonly on: boolean;
}

/** Whether people knock before they enter. */
export interface KeepLobby {
  readonly type: "meeting.lobby";
  readonly meeting: number;
  readonly on: boolean;
}

/** Put somebody out; they cannot come back. */
export interface RemoveFromMeeting {
  readonly type: "meeting.remove";
  readonly meeting: number;
  readonly person: number;
}

/** Share the people out into groups that hear and see only themselves, for so many minutes. */
export interface SplitIntoGroups {
  readonly type: "meeting.split";
  readonly meeting: number;
  readonly groups: number;
  readonly minutes?: number;
}

/** A host moves somebody (or oneself) into a group; 0 is the whole room. */
export interface JoinGroup {
  readonly type: "meeting.group";
  readonly meeting: number;
  readonly group: number;
  readonly person?: number | null;
}

/** End the groups: everybody is together again. */
export interface CallBack {
  readonly type: "meeting.call_back";
  readonly meeting: number;
}

/** Make somebody else a host too. */
export interface HandOver {
  readonly type: "meeting.hand_over";
  readonly meeting: number;
  readonly person: number;
}

/** Stop leading, while another host is there (else `last_host`); or, of those who may, lead again. */
export interface Lead {
  readonly type: "meeting.lead";
  readonly meeting: number;
  readonly on: boolean;
}

/** Ask everybody whether they agree to be recorded, and record when all have; or stop. */
export interface RecordMeeting {
  readonly type: "meeting.record";
  readonly meeting: number;
  readonly on: boolean;
}

/** End for all. */
export interface EndMeeting {
  readonly type: "meeting.end";
  readonly meeting: number;
}

/** A numbered, lasting change of a room: what `Line.event` holds. */
export type RoomEvent =
  | PostPublished
  | PostEdited
  | PostWithdrawn
  | PostHidden
  | PostMoved
  | PostRestored
  | CommentPublished
  | CommentEdited
  | CommentWithdrawn
  | CommentHidden
  | CommentRestored
  | ReactionAdded
  | ReactionRemoved
  | PersonChanged
  | RoomChanged
  | MeetingChanged
  | MeetingCancelled
  | DecisionTaken
  | Erased
  | ConsignePinned;

/** A frame from service to browser. */
export type Message =
  | Welcome
  | Subscribed
  | Reset
  | Reply
  | Refused
  | Failed
  | BadMessage
  | Pong
  | Events
  | Presence
  | Typing
  | Standing
  | Mark
  | MeetingJoined
  | MeetingWaiting
  | MeetingLeft
  | MeetingMembers
  | MeetingStateChanged
  | MeetingLobby
  | MediaOffered
  | MediaAnswered
  | MediaTrickled
  | MediaSlots
  | IceRenewed
  | MeetingSpeakers
  | UnmuteAsked
  | SignMade
  | CaptionWritten
  | MeetingRefused;

/** A frame from browser to service. */
export type Command =
  | Subscribe
  | Unsubscribe
  | Publish
  | EditPost
  | WithdrawPost
  | RestorePost
  | HidePost
  | ShowPost
  | MovePost
  | AddComment
  | EditComment
  | WithdrawComment
  | RestoreComment
  | HideComment
  | ShowComment
  | React
  | HandIn
  | Revise
  | Quiet
  | Remove
  | Read
  | Type
  | Ping
  | JoinMeeting
  | LeaveMeeting
  | OfferMedia
  | AnswerMedia
  | TrickleMedia
  | RestartMedia
  | ViewMeeting
  | ReportQuality
  | MuteTrack
  | RaiseHand
  | MakeSign
  | WriteCaption
  | Consent
  | Admit
  | Silence
  | AskToUnmute
  | OpenFloor
  | LetSpeak
  | Spotlight
  | Lock
  | KeepLobby
  | RemoveFromMeeting
  | SplitIntoGroups
  | JoinGroup
  | CallBack
  | HandOver
  | Lead
  | RecordMeeting
  | EndMeeting;

/** Close codes of this wire: under 4500, come back. */
export type CloseCode = 4001 | 4008 | 4029 | 4400 | 4501 | 4503 | 4506 | 4529;
