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
  readonly card: "protocole";
  readonly id: number;
  readonly consigne: number;
  readonly title: string;
  readonly needs: string;
  readonly duration: string;
  readonly steps: string[];
  readonly origin: string;
  readonly answers: ShownAnswer[];
}

/** How a silent text appeared: `rank` among `of`, both 0 for one that came `late`, on its own. */
export interface ShownReveal {
  readonly card: "reveal";
  readonly rank: number;
  readonly of: number;
  readonly late: boolean;
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
 * people who made it, in order of their ids; `card` is shown by the app that owns the post's kind;
 * `drawn` is the number of the last rare change (`PostRedrawn`), 0 for none.
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
  readonly card: ShownProtocole | ShownReveal | null;
  readonly comments: ShownComment[];
  readonly reactions: Record<string, number[]>;
  readonly drawn: number;
}

/**
 * A room's own face. `html` is its presentation; `hot` its colour, as `#rrggbb`; `image` the
 * address of its picture, empty for none, and `image_alt` that picture in words; `slow`: how many
 * seconds a participant waits between two messages or answers; `read_first`: the team reads whatever is
 * written here before it appears.
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
  readonly slow: number;
  readonly read_first: boolean;
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

/**
 * One part of a session's score. `html` says what to do; `seconds` null: until whoever leads passes
 * on. `hush` is what people may do in it: `open`, `silence` or `led`; `read_first`: the team reads
 * whatever is written or revealed in it before it appears.
 */
export interface ShownPhase {
  readonly id: number;
  readonly position: number;
  readonly kind: string;
  readonly title: string;
  readonly html: string;
  readonly seconds: number | null;
  readonly hush: string;
  readonly until_finished: boolean;
  readonly read_first: boolean;
}

/**
 * A session as everybody sees it: the current `phase`, the `next` one, of `count` in all.
 *
 * The phase lasts from `phase_began_at` to `ends_at` (null: until whoever leads passes on), of which
 * `added` seconds are grace; while `paused_at` is set the clock stands still. `texts`: how many are
 * to be revealed in it; `meeting`: the rencontre in which it is lived. `version` grows with each change.
 */
export interface ShownSession {
  readonly id: number;
  readonly title: string;
  readonly version: number;
  readonly phase: ShownPhase;
  readonly next: ShownPhase | null;
  readonly count: number;
  readonly began_at: number;
  readonly phase_began_at: number;
  readonly ends_at: number | null;
  readonly added: number;
  readonly paused_at: number | null;
  readonly ended_at: number | null;
  readonly texts: number;
  readonly meeting: number | null;
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

/** One line of a room's log: its number, when, by whom, and the event itself. */
export interface Line {
  readonly seq: number;
  readonly at: number;
  readonly by: number | null;
  readonly event: RoomEvent;
}

/**
 * Whose words do not get through, `since` when, in milliseconds. `why`: `refused` by a rule, or
 * `unsent`: still on their device.
 */
export interface UnheardPerson {
  readonly person: ShownPerson;
  readonly why: "refused" | "unsent";
  readonly since: number;
}

/** What all read: at which `step`, from 0, and who turns the steps besides the hosts. */
export interface ShownText {
  readonly what: "consigne" | "phase" | "protocole";
  readonly id: number;
  readonly step: number;
  readonly reader: number | null;
}

/**
 * The state of the meeting for everybody in it. `groups`: how many there are, 0 for all together.
 * `text`: what everybody's screen shows large.
 */
export interface MeetingState {
  readonly mode: "forwarder" | "janus" | "mesh";
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly floor: boolean;
  readonly spotlight: number | null;
  readonly groups: number;
  readonly groups_end_at: number | null;
  readonly recording: "asked" | "off" | "on";
  readonly text: ShownText | null;
}

/**
 * Somebody in the meeting. `stood_down`: they stopped leading, and may lead again. `hand`: when it
 * was raised, in milliseconds since 1970; null: it is down. `silenced`: a host drops their voice;
 * `may_speak`: they may turn their microphone on now. `away`: their connection is lost, and they are
 * expected back. `group`: 0 is the whole room.
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

/** A relay for browsers, with the fields of `RTCIceServer`. */
export interface IceServer {
  readonly urls: string[];
  readonly username: string;
  readonly credential: string;
}

/** Whose sound or picture the media section `mid` carries now; `person` is null for nobody's. */
export interface MediaSlot {
  readonly mid: string;
  readonly person: number | null;
  readonly source: "camera" | "microphone" | "screen";
}

/**
 * A room at event `seq` of `epoch`: its newest posts in order; `earlier` when there are others;
 * its `meetings` that are announced or live, in order of their hours; the `session` that runs.
 */
export interface Snapshot {
  readonly room: ShownRoom;
  readonly epoch: string;
  readonly seq: number;
  readonly posts: ShownPost[];
  readonly earlier: boolean;
  readonly meetings: ShownMeeting[];
  readonly session: ShownSession | null;
}

/** A whole room at one number: its `snapshot`, and its consignes, newest first. */
export interface Scene {
  readonly snapshot: Snapshot;
  readonly consignes: ShownConsigne[];
}

/** A new post at the end of the feed. */
export interface PostPublished {
  readonly kind: "post.published";
  readonly post: ShownPost;
}

/** A post has other words, or another card. */
export interface PostEdited {
  readonly kind: "post.edited";
  readonly post: number;
  readonly body: string;
  readonly html: string;
  readonly edited_at: number;
  readonly card: ShownProtocole | ShownReveal | null;
}

/** The author withdrew a post. */
export interface PostWithdrawn {
  readonly kind: "post.withdrawn";
  readonly post: number;
}

/** Staff hid a post. */
export interface PostHidden {
  readonly kind: "post.hidden";
  readonly post: number;
}

/** Staff took many posts and answers out of sight at once. */
export interface TextsHidden {
  readonly kind: "texts.hidden";
  readonly posts: number[];
  readonly comments: number[];
}

/** A post was in the wrong room: it is published, whole, in the room `to`. */
export interface PostMoved {
  readonly kind: "post.moved";
  readonly post: number;
  readonly to: number;
}

/** A post is back at its place, whole. */
export interface PostRestored {
  readonly kind: "post.restored";
  readonly post: ShownPost;
}

/** A new answer, last under its post. */
export interface CommentPublished {
  readonly kind: "comment.published";
  readonly comment: ShownComment;
}

/** An answer has other words. */
export interface CommentEdited {
  readonly kind: "comment.edited";
  readonly post: number;
  readonly comment: number;
  readonly body: string;
  readonly html: string;
  readonly edited_at: number;
}

/** The author withdrew an answer. */
export interface CommentWithdrawn {
  readonly kind: "comment.withdrawn";
  readonly post: number;
  readonly comment: number;
}

/** Staff hid an answer. */
export interface CommentHidden {
  readonly kind: "comment.hidden";
  readonly post: number;
  readonly comment: number;
}

/** An answer is back at its place. */
export interface CommentRestored {
  readonly kind: "comment.restored";
  readonly comment: ShownComment;
}

/** Somebody reacted to a post with a sign. */
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

/**
 * A person of this room has another name or role, on everything they wrote. `former`: the id of an
 * account that has become one with theirs; what it wrote and every sign it made is theirs.
 */
export interface PersonChanged {
  readonly kind: "person.changed";
  readonly person: ShownPerson;
  readonly former: number | null;
}

/** How the room presents itself has changed: title, dates, theme, reactions. */
export interface RoomChanged {
  readonly kind: "room.changed";
  readonly room: ShownRoom;
}

/** A rencontre is announced, or has changed: other words, another hour, open, over, with a recording. */
export interface MeetingChanged {
  readonly kind: "meeting.changed";
  readonly meeting: ShownMeeting;
}

/** A rencontre was cancelled. */
export interface MeetingCancelled {
  readonly kind: "meeting.cancelled";
  readonly meeting: number;
}

/** A session began, passed to another phase, was paused, prolonged or ended. */
export interface SessionChanged {
  readonly kind: "session.changed";
  readonly session: ShownSession;
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

/** In the wings only: somebody asks for help, says more or is done with it; told by its number alone. */
export interface HelpChanged {
  readonly kind: "help.changed";
  readonly request: number;
}

/** Stands for an event whose subject was removed: the number stays, the words are gone. */
export interface Erased {
  readonly kind: "erased";
}

/** A consigne is new, or was changed; the last one pinned is the one to follow. */
export interface ConsignePinned {
  readonly kind: "consigne.pinned";
  readonly consigne: ShownConsigne;
}

/** Whoever leads keeps the post for the booklet, or no longer. */
export interface PostKept {
  readonly kind: "post.kept";
  readonly post: number;
  readonly on: boolean;
}

/** Whoever leads pinned the post above the feed, or unpinned it. */
export interface PostPinned {
  readonly kind: "post.pinned";
  readonly post: number;
  readonly on: boolean;
}

/** Whoever leads closed the answers of the post, or opened them again. */
export interface PostClosed {
  readonly kind: "post.closed";
  readonly post: number;
  readonly on: boolean;
}

/** The first frame: who you are to the service, and which build of the pages it serves. */
export interface Welcome {
  readonly type: "welcome";
  readonly person: number;
  readonly name: string;
  readonly build: string;
}

/**
 * You follow `room`, and have what you missed up to `seq`. Yours are `role`, `quieted`, `grace`
 * (until when you alone may go on with your silent text, in milliseconds), `waiting`, which grows with
 * each thing that becomes of your words that wait for the team: ask for them again; and `spoke`, when you
 * last wrote while the room was slowed. `quiet_until`: when you are quieted no longer, by itself.
 */
export interface Subscribed {
  readonly type: "subscribed";
  readonly room: number;
  readonly epoch: string;
  readonly seq: number;
  readonly role: string;
  readonly quieted: boolean;
  readonly grace: number | null;
  readonly waiting: number;
  readonly spoke: number | null;
  readonly quiet_until: number | null;
}

/**
 * Load the page of `room` again: the log cannot be continued from your number. `reason` is `epoch`
 * (a backup was restored), `ahead` (you know more than the log) or `far` (you missed too much).
 */
export interface Reset {
  readonly type: "reset";
  readonly room: number;
  readonly reason: string;
}

/**
 * The command `ref` is done and saved; its event has number `seq` (without one, the room's last) of
 * `room`: another than the command's where the team is to read first what was written.
 */
export interface Reply {
  readonly type: "reply";
  readonly ref: string;
  readonly room: number;
  readonly seq: number;
  readonly post: number | null;
  readonly comment: number | null;
}

/**
 * A rule refused the command for good: `sentence` is for the person, `fields` says which field is
 * wrong and why.
 *
 * `ref` is null if the refused command had none. `retry`: when it was only too much at once, or too soon
 * (`slow`), try again after so many seconds.
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

/** The service failed on the command `ref` and changed nothing. Its log has `reference`; try again. */
export interface Failed {
  readonly type: "failed";
  readonly reference: string;
  readonly ref: string | null;
}

/** Your frame is invalid. This is said once; the second time, the socket is closed. */
export interface BadMessage {
  readonly type: "bad";
  readonly detail: string;
}

/** The answer to a ping. `at`: the service's clock, in milliseconds since 1970. */
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

/** Signal to one person: what you may do in `room` has changed, as `Subscribed` has it. */
export interface Standing {
  readonly type: "standing";
  readonly room: number;
  readonly role: string;
  readonly quieted: boolean;
  readonly grace: number | null;
  readonly waiting: number;
  readonly spoke: number | null;
  readonly quiet_until: number | null;
}

/** Signal to one person's other sockets: you have read `room` up to `seq`. */
export interface Mark {
  readonly type: "mark";
  readonly room: number;
  readonly seq: number;
}

/** Signal: how many have finished in the current `phase` of a session, and how many still write. */
export interface Tally {
  readonly type: "tally";
  readonly room: number;
  readonly phase: number;
  readonly finished: number;
  readonly writing: number;
}

/**
 * Signal to those who lead: how many were there while the session ran and have no connection now, and the
 * first of them by name. Who signed out or was removed is not among them.
 */
export interface CutOff {
  readonly type: "cut_off";
  readonly room: number;
  readonly count: number;
  readonly people: ShownPerson[];
}

/** Signal to those who lead: who lost their connection three times within ten minutes. */
export interface OftenCut {
  readonly type: "often_cut";
  readonly room: number;
  readonly people: ShownPerson[];
}

/** Signal to those who lead: whose words do not get through, until they do, or for some minutes. */
export interface Unheard {
  readonly type: "unheard";
  readonly room: number;
  readonly people: UnheardPerson[];
}

/** Signal to those who lead: which piece of the régie another of them has in hand; empty for none. */
export interface Looking {
  readonly type: "looking";
  readonly room: number;
  readonly person: ShownPerson;
  readonly piece: string;
}

/**
 * You are in. `resume` lets you come back without knocking; `resumed`: your media connection goes on,
 * keep it. `members` includes you. `ice` is valid for ten minutes.
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

/**
 * You have knocked. `hosted`: whether a host is there; `heard`: whether anybody is who may open, as
 * everybody inside may while no host is.
 */
export interface MeetingWaiting {
  readonly type: "meeting.waiting";
  readonly meeting: number;
  readonly hosted: boolean;
  readonly heard: boolean;
}

/**
 * You are out, and why; `sentence` is for the person. `again`: whether they may join again.
 *
 * `interrupted`: the meeting process was away for a moment; join again at once, with `resume`.
 */
export interface MeetingLeft {
  readonly type: "meeting.left";
  readonly meeting: number;
  readonly reason: "denied" | "elsewhere" | "ended" | "full" | "interrupted" | "left" | "locked" | "not_allowed" |
    "recorded" | "removed";
  readonly sentence: string;
  readonly again: boolean;
}

/** Everybody who came or changed, each with all fields, and who is `gone`. */
export interface MeetingMembers {
  readonly type: "meeting.members";
  readonly meeting: number;
  readonly members: ShownMember[];
  readonly gone: number[];
}

/** The new state of the meeting. If the `mode` changes, keep the old media until the new ones run. */
export interface MeetingStateChanged {
  readonly type: "meeting.state";
  readonly meeting: number;
  readonly state: MeetingState;
}

/** To hosts, and to all while no host is inside: who waits to be admitted, in order of knocking. */
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

/** An ICE candidate of `peer`. */
export interface MediaTrickled {
  readonly type: "meeting.trickled";
  readonly meeting: number;
  readonly peer: number;
  readonly candidate: string;
  readonly mid: string;
  readonly way: "both" | "down" | "up";
}

/**
 * Whose sound and pictures come through the media connection with the service: all slots, in order of
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

/** `person` shows a sign for a moment. */
export interface SignMade {
  readonly type: "meeting.signed";
  readonly meeting: number;
  readonly person: number;
  readonly sign: string;
}

/** A caption that `person` writes: the whole line so far, complete when `final`. */
export interface CaptionWritten {
  readonly type: "meeting.captioned";
  readonly meeting: number;
  readonly person: number;
  readonly text: string;
  readonly final: boolean;
}

/**
 * A rule refused what you asked; nothing changes. `retry`: when it was too much at once, try again
 * after so many seconds.
 */
export interface MeetingRefused {
  readonly type: "meeting.refused";
  readonly meeting: number;
  readonly code: string;
  readonly sentence: string;
  readonly retry: number | null;
}

/**
 * Follow `room` from number `since` of `epoch`: what was missed comes first, then new events.
 *
 * `unseen`: the others do not see you there, as from a list of rooms.
 */
export interface Subscribe {
  readonly type: "subscribe";
  readonly room: number;
  readonly epoch: string;
  readonly since: number;
  readonly unseen?: boolean;
}

/** Stop following `room` on this socket. */
export interface Unsubscribe {
  readonly type: "unsubscribe";
  readonly room: number;
}

/** Publish a new post of words. */
export interface Publish {
  readonly type: "publish";
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Replace the words of one's own post. */
export interface EditPost {
  readonly type: "post.edit";
  readonly post: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Withdraw one's own post. */
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

/** Artist, staff: take a post out of sight; `told`, `ready`: to its author. */
export interface HidePost {
  readonly type: "post.hide";
  readonly post: number;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: put a hidden post back (what the team hid: staff). `undoes`: the decision that is
 * taken back, if it stands.
 */
export interface ShowPost {
  readonly type: "post.show";
  readonly post: number;
  readonly why?: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Take one's own post (staff: any) to the end of the room `to`, with all that hangs on it. `undoes`:
 * the decision of the team that took it from there, which is taken back if it stands.
 */
export interface MovePost {
  readonly type: "post.move";
  readonly post: number;
  readonly to: number;
  readonly why?: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: set whether a post is kept for the booklet. */
export interface KeepPost {
  readonly type: "post.keep";
  readonly post: number;
  readonly on: boolean;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: set whether a post is pinned above the feed. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface PinPost {
  readonly type: "post.pin";
  readonly post: number;
  readonly on: boolean;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: set whether the answers of a post are closed. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface ClosePost {
  readonly type: "post.close";
  readonly post: number;
  readonly on: boolean;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Answer a post. */
export interface AddComment {
  readonly type: "comment";
  readonly post: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Replace the words of one's own answer. */
export interface EditComment {
  readonly type: "comment.edit";
  readonly comment: number;
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Withdraw one's own answer. */
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

/** Artist, staff: take an answer out of sight; `told`, `ready`: to its author. */
export interface HideComment {
  readonly type: "comment.hide";
  readonly comment: number;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: put a hidden answer back (what the team hid: staff). `undoes`: the decision that is
 * taken back, if it stands.
 */
export interface ShowComment {
  readonly type: "comment.show";
  readonly comment: number;
  readonly why?: string;
  readonly undoes?: number;
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

/**
 * Staff: let somebody read but not write, for so many `minutes` (0: until told so), or give their
 * voice back; `told`, `ready`: to them. `undoes`: the decision that is taken back, if it stands.
 */
export interface Quiet {
  readonly type: "person.quiet";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly minutes?: number;
  readonly told?: string;
  readonly ready?: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: give the room another code. */
export interface RenewCode {
  readonly type: "door.renew";
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: let nobody new into the room, or again. `undoes`: the decision that is taken back. */
export interface ShutDoor {
  readonly type: "door.shut";
  readonly on: boolean;
  readonly why?: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: take somebody out of the room, or let them back in; `told`, `ready`: to them. `undoes`:
 * the decision that is taken back, if it stands.
 */
export interface Remove {
  readonly type: "person.remove";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: publish a post that waits. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface ApprovePost {
  readonly type: "post.approve";
  readonly post: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: do not publish a post that waits; `told`, `ready`: to its author. */
export interface RefusePost {
  readonly type: "post.refuse";
  readonly post: number;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: let a post that was not published wait again. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface ReopenPost {
  readonly type: "post.reopen";
  readonly post: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: take a post out of sight until it is decided; `told`, `ready`: to its author.
 * `undoes`: the decision that is taken back, if it stands.
 */
export interface HoldPost {
  readonly type: "post.hold";
  readonly post: number;
  readonly told?: string;
  readonly ready?: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: publish an answer that waits. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface ApproveComment {
  readonly type: "comment.approve";
  readonly comment: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: do not publish an answer that waits; `told`, `ready`: to its author. */
export interface RefuseComment {
  readonly type: "comment.refuse";
  readonly comment: number;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: let an answer that was not published wait again. `undoes`: the decision that is taken
 * back, if it stands.
 */
export interface ReopenComment {
  readonly type: "comment.reopen";
  readonly comment: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: take an answer out of sight until it is decided; `told`, `ready`: to its author.
 * `undoes`: the decision that is taken back, if it stands.
 */
export interface HoldComment {
  readonly type: "comment.hold";
  readonly comment: number;
  readonly told?: string;
  readonly ready?: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: remove for good a post that is out of sight, with its answers and reactions; `sure`: it was
 * asked twice. `told`, `ready`: to its author.
 */
export interface ErasePost {
  readonly type: "post.erase";
  readonly post: number;
  readonly sure?: boolean;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: remove for good an answer that is out of sight; `sure`: it was asked twice. `told`,
 * `ready`: to its author.
 */
export interface EraseComment {
  readonly type: "comment.erase";
  readonly comment: number;
  readonly sure?: boolean;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: set whose words wait in the room: nobody's (empty), newcomers' (`new`) or all (`all`).
 * `undoes`: the decision that is taken back.
 */
export interface HoldRoom {
  readonly type: "room.hold";
  readonly holds: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: set how many seconds a participant waits between two messages or answers; 0: none. `undoes`:
 * the decision that is taken back.
 */
export interface SlowRoom {
  readonly type: "room.slow";
  readonly seconds: number;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: keep somebody out of the whole house, or let them in again; they read `why`. `undoes`: the
 * decision that is taken back, if it stands.
 */
export interface BarPerson {
  readonly type: "person.bar";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: give all that is of the account `other` to the account `person`, for good; `sure`: it was
 * asked twice.
 */
export interface MergePeople {
  readonly type: "person.merge";
  readonly person: number;
  readonly other: number;
  readonly sure?: boolean;
  readonly ref: string;
  readonly room: number;
}

/** Staff: hide all that somebody wrote in the room in the last hour; `told`, `ready`: to them. */
export interface ClearPerson {
  readonly type: "person.clear";
  readonly person: number;
  readonly why?: string;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: hide all that was written by everybody who came by `code` in the last ten minutes. */
export interface ClearCode {
  readonly type: "code.clear";
  readonly code: string;
  readonly why?: string;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: bring back what a clearing has hidden, or what of it is of one person (`whose`), as much as
 * one piece carries; again, the next piece.
 */
export interface BringBack {
  readonly type: "clearing.back";
  readonly clearing: number;
  readonly whose?: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff, in Mezza: set the words, an expression a line, that make what people write wait for it. */
export interface SetWords {
  readonly type: "house.words";
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: read first what somebody writes in the room, or no longer. `undoes`: the decision that is
 * taken back, if it stands.
 */
export interface HoldPerson {
  readonly type: "person.hold";
  readonly person: number;
  readonly on: boolean;
  readonly why?: string;
  readonly undoes?: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: say a word to somebody, who alone reads it; `told`, `ready`: which. */
export interface TellPerson {
  readonly type: "person.tell";
  readonly person: number;
  readonly told?: string;
  readonly ready?: number;
  readonly ref: string;
  readonly room: number;
}

/** Ask the team to look at a post, or with `author` at whoever wrote it; `word` is for the team. */
export interface ReportPost {
  readonly type: "post.report";
  readonly post: number;
  readonly author?: boolean;
  readonly word?: string;
  readonly ref: string;
  readonly room: number;
}

/** Ask the team to look at an answer, or with `author` at whoever wrote it; `word` is for the team. */
export interface ReportComment {
  readonly type: "comment.report";
  readonly comment: number;
  readonly author?: boolean;
  readonly word?: string;
  readonly ref: string;
  readonly room: number;
}

/** Ask the team to look at somebody who is in the room, whatever they wrote; `word` is for the team. */
export interface ReportPerson {
  readonly type: "person.report";
  readonly person: number;
  readonly word?: string;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: leave a post that was reported as it is. */
export interface LeavePost {
  readonly type: "post.leave";
  readonly post: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: leave an answer that was reported as it is. */
export interface LeaveComment {
  readonly type: "comment.leave";
  readonly comment: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: decide nothing about somebody who was reported. */
export interface LeavePerson {
  readonly type: "person.leave";
  readonly person: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: take back that a post was left as it is, which the decision `undoes` says; it is to be
 * looked at again.
 */
export interface UnleavePost {
  readonly type: "post.unleave";
  readonly post: number;
  readonly undoes: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: take back that an answer was left as it is, which the decision `undoes` says; it is to
 * be looked at again.
 */
export interface UnleaveComment {
  readonly type: "comment.unleave";
  readonly comment: number;
  readonly undoes: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Staff: take back that nothing was decided about somebody, which the decision `undoes` says; the team
 * is to look again.
 */
export interface UnleavePerson {
  readonly type: "person.unleave";
  readonly person: number;
  readonly undoes: number;
  readonly ref: string;
  readonly room: number;
}

/** Be done with what became of one's own report. */
export interface SeeReport {
  readonly type: "report.see";
  readonly report: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: say `body` to everybody in the room, in place of what was announced before. */
export interface Announce {
  readonly type: "announce";
  readonly body: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: take back what was announced, from every room where it was said at once. */
export interface TakeBackAnnouncement {
  readonly type: "announcement.take_back";
  readonly announcement: number;
  readonly ref: string;
  readonly room: number;
}

/** Be done with what was announced, on all one's devices. */
export interface SeeAnnouncement {
  readonly type: "announcement.see";
  readonly announcement: number;
  readonly ref: string;
  readonly room: number;
}

/** Ask once that somebody else of the team look at a decision about oneself; `word` is for them. */
export interface AskAgain {
  readonly type: "decision.appeal";
  readonly decision: number;
  readonly word?: string;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: leave as it is what was asked to look at again; `told` and `ready` answer. Where
 * several asked about one decision, `whose` is who.
 */
export interface Uphold {
  readonly type: "decision.uphold";
  readonly decision: number;
  readonly told?: string;
  readonly ready?: number;
  readonly whose?: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: take back the decision that confirmed another: somebody is to look at that again. */
export interface UndoUphold {
  readonly type: "decision.reopen";
  readonly decision: number;
  readonly ref: string;
  readonly room: number;
}

/** Be done with what the team decided about oneself. */
export interface SeeDecision {
  readonly type: "decision.see";
  readonly decision: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Ask the team for help, or add `word` to what one asked. The rest is sent only with one's consent: the
 * page, the browser, whether it was `connected` (`on`, `off`), the last refusal.
 */
export interface AskHelp {
  readonly type: "help.ask";
  readonly word?: string;
  readonly page?: string;
  readonly browser?: string;
  readonly connected?: string;
  readonly refusal?: string;
  readonly ref: string;
  readonly room: number;
}

/** Be done with one's own request, and with what the team answered. */
export interface EndHelp {
  readonly type: "help.end";
  readonly request: number;
  readonly ref: string;
  readonly room: number;
}

/** Staff: answer who asks for help; they read it at once, where they are. */
export interface AnswerHelp {
  readonly type: "help.answer";
  readonly request: number;
  readonly answer: string;
  readonly ref: string;
  readonly room: number;
}

/** Staff: be done with a request for help, or (not `on`) take it up again. */
export interface SettleHelp {
  readonly type: "help.settle";
  readonly request: number;
  readonly on: boolean;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: begin a session with its first phase. */
export interface StartSession {
  readonly type: "session.start";
  readonly session: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: let the clock of a session stand still, or go on. */
export interface PauseSession {
  readonly type: "session.pause";
  readonly session: number;
  readonly version: number;
  readonly on: boolean;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: give everybody more `seconds` in the current phase. */
export interface ExtendPhase {
  readonly type: "session.extend";
  readonly session: number;
  readonly version: number;
  readonly seconds: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: begin the phase at position `to`, the first being 0; past the last one, end. */
export interface PassTo {
  readonly type: "session.pass";
  readonly session: number;
  readonly version: number;
  readonly to: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: end a session. */
export interface EndSession {
  readonly type: "session.end";
  readonly session: number;
  readonly version: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: reveal the next text, in a phase where they appear on demand. */
export interface RevealNext {
  readonly type: "session.reveal";
  readonly session: number;
  readonly version: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Artist, staff: let the texts that are to come appear every so many `seconds`, in a reveal of one by
 * one.
 */
export interface SetPace {
  readonly type: "session.pace";
  readonly session: number;
  readonly version: number;
  readonly seconds: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: give one person so many more `seconds` for their silent text; 0 takes them back. */
export interface GiveGrace {
  readonly type: "session.grace";
  readonly session: number;
  readonly person: number;
  readonly seconds: number;
  readonly ref: string;
  readonly room: number;
}

/** Artist, staff: give so many more `seconds` to all who have not finished their silent text. */
export interface GiveGraceToAll {
  readonly type: "session.grace_all";
  readonly session: number;
  readonly seconds: number;
  readonly ref: string;
  readonly room: number;
}

/**
 * Keep one's own silent text as it is now; an empty one is let go of.
 *
 * `since`: digests of the texts that the house may have had when this one was written (CRC-32, eight
 * digits each, a space between two). It is refused (`text_newer`) where the house has another one by now.
 * Empty: whatever is there is replaced.
 */
export interface KeepText {
  readonly type: "text.keep";
  readonly phase: number;
  readonly body: string;
  readonly since?: string;
  readonly ref: string;
  readonly room: number;
}

/**
 * Say that one has finished in a phase, in a silent one with this text; or that one goes on. `since`
 * is as in `text.keep`.
 */
export interface FinishPhase {
  readonly type: "phase.finish";
  readonly phase: number;
  readonly body: string;
  readonly on: boolean;
  readonly since?: string;
  readonly ref: string;
  readonly room: number;
}

/** Publish a silent text that nothing will reveal any more. */
export interface PublishText {
  readonly type: "text.publish";
  readonly phase: number;
  readonly ref: string;
  readonly room: number;
}

/** Hand in a protocole made from `consigne`. */
export interface HandIn {
  readonly type: "protocole.hand_in";
  readonly consigne: number;
  readonly written: Written;
  readonly ref: string;
  readonly room: number;
}

/**
 * Replace the words of one's own protocole.
 *
 * `since`: the version that was changed; where another came meanwhile, it is kept. Empty: any is replaced.
 */
export interface Revise {
  readonly type: "protocole.revise";
  readonly protocole: number;
  readonly written: Written;
  readonly since?: string;
  readonly ref: string;
  readonly room: number;
}

/** Move your read mark to `seq`. Not answered. */
export interface Read {
  readonly type: "read";
  readonly room: number;
  readonly seq: number;
}

/** Say that you are writing in `room`. Not answered; forgotten after some seconds. */
export interface Type {
  readonly type: "typing";
  readonly room: number;
}

/** Artist, staff: tell who leads `room` which piece of the régie you have in hand. Not answered. */
export interface Look {
  readonly type: "look";
  readonly room: number;
  readonly piece: string;
}

/** Tell whether something you wrote in `room` has not left your device for a while. Not answered. */
export interface Unsent {
  readonly type: "unsent";
  readonly room: number;
  readonly on: boolean;
}

/** Ask for a pong: browsers cannot see the WebSocket's own. */
export interface Ping {
  readonly type: "ping";
}

/**
 * Enter, or come back. Answered by `meeting.joined`, `meeting.waiting` or `meeting.left`.
 *
 * `pictures`: how many this screen shows at most. `resume`: the token from `meeting.joined`; with it a
 * media connection that still runs goes on. `consents`: you agree to be recorded, asked before joining.
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

/** Leave, or stop waiting to be admitted. Answered by `meeting.left`. */
export interface LeaveMeeting {
  readonly type: "meeting.leave";
  readonly meeting: number;
}

/** A session description for `peer` (RFC 8829). To the service only in the mode `janus`, `up`. */
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

/** An ICE candidate of this browser (RFC 8838); an empty `candidate` says that there are no more. */
export interface TrickleMedia {
  readonly type: "meeting.trickle";
  readonly meeting: number;
  readonly peer: number;
  readonly candidate: string;
  readonly mid?: string;
  readonly way?: "both" | "down" | "up";
}

/** Ask for a new offer: the media connection to the service is lost. */
export interface RestartMedia {
  readonly type: "meeting.restart";
  readonly meeting: number;
}

/**
 * No way to `peer` was found: their networks do not meet. The service carries for all from now on, or
 * refuses with `no_way`.
 */
export interface ReportUnmet {
  readonly type: "meeting.unmet";
  readonly meeting: number;
  readonly peer: number;
}

/**
 * What this screen shows: how many pictures (0: sound only), the height in pixels of the first and of the
 * others, and whom the person wants to see first.
 */
export interface ViewMeeting {
  readonly type: "meeting.view";
  readonly meeting: number;
  readonly pictures: number;
  readonly first?: number;
  readonly others?: number;
  readonly pinned?: number | null;
}

/** What this browser measures of its connection: the share of packets lost, and milliseconds. */
export interface ReportQuality {
  readonly type: "meeting.report";
  readonly meeting: number;
  readonly loss: number;
  readonly rtt: number;
}

/** Switch your own microphone, camera or screen on or off. Nobody can do this for somebody else. */
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

/** Show a sign over your picture for a moment; one of the room's reactions. */
export interface MakeSign {
  readonly type: "meeting.sign";
  readonly meeting: number;
  readonly sign: string;
}

/** A caption that this person writes of what is being said; kept in the transcript when `final`. */
export interface WriteCaption {
  readonly type: "meeting.caption";
  readonly meeting: number;
  readonly text: string;
  readonly final?: boolean;
}

/** Show this step of the text that all read. For hosts and its reader, else `not_reader`. */
export interface TurnStep {
  readonly type: "meeting.turn";
  readonly meeting: number;
  readonly step: number;
}

/** Show the text no more. For hosts and its reader, else `not_reader`. */
export interface PutTextAway {
  readonly type: "meeting.put_away";
  readonly meeting: number;
}

/** Agree to be recorded, or not. A no stops the recording. */
export interface Consent {
  readonly type: "meeting.consent";
  readonly meeting: number;
  readonly yes: boolean;
}

/** Erase what was recorded until you took your agreement back: the voices in it cannot be parted. */
export interface ForgetRecording {
  readonly type: "meeting.forget";
  readonly meeting: number;
}

/**
 * Admit one person who knocked, or all (`person` null). `yes` false sends them away. While no host is
 * inside, everybody inside may admit.
 */
export interface Admit {
  readonly type: "meeting.admit";
  readonly meeting: number;
  readonly person?: number | null;
  readonly yes?: boolean;
}

/**
 * Drop the voice of one person or of all but the hosts (`person` null); or let it pass again (`on`
 * false): it is then for them to turn their microphone on.
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

/** Let everybody speak, or only hosts and those allowed by `meeting.let_speak`. */
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

/** Show this person first to everybody; null: nobody. */
export interface Spotlight {
  readonly type: "meeting.spotlight";
  readonly meeting: number;
  readonly person?: number | null;
}

/**
 * Show a text large on everybody's screen, one step at a time. `id`: the phase, the consigne or the
 * protocole; each page asks for its words itself. `reader`: who turns its steps, besides the hosts. A text
 * that is shown already goes on at its step.
 */
export interface ReadText {
  readonly type: "meeting.read";
  readonly meeting: number;
  readonly what: "consigne" | "phase" | "protocole";
  readonly id: number;
  readonly reader?: number | null;
}

/** Let nobody new in, or again. */
export interface Lock {
  readonly type: "meeting.lock";
  readonly meeting: number;
  readonly on: boolean;
}

/** Make people knock before they enter, or not. */
export interface KeepLobby {
  readonly type: "meeting.lobby";
  readonly meeting: number;
  readonly on: boolean;
}

/** Remove somebody, who cannot come back. */
export interface RemoveFromMeeting {
  readonly type: "meeting.remove";
  readonly meeting: number;
  readonly person: number;
}

/**
 * Split the people into groups that hear and see only themselves, for so many minutes; or as long as this
 * `phase` of the running session lasts, whatever becomes of its length.
 */
export interface SplitIntoGroups {
  readonly type: "meeting.split";
  readonly meeting: number;
  readonly groups: number;
  readonly minutes?: number;
  readonly phase?: number | null;
}

/** Move somebody, or yourself, into a group; 0 is the whole room. */
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

/** Stop leading while another host is there (else `last_host`), or lead again. */
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
  | TextsHidden
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
  | SessionChanged
  | DecisionTaken
  | HelpChanged
  | Erased
  | ConsignePinned
  | PostKept
  | PostPinned
  | PostClosed;

/** Those whose effect on a scene the reducer knows. */
export type FoldedEvent =
  | PostPublished
  | PostEdited
  | PostWithdrawn
  | PostHidden
  | TextsHidden
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
  | SessionChanged
  | DecisionTaken
  | HelpChanged
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
  | Tally
  | CutOff
  | OftenCut
  | Unheard
  | Looking
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
  | KeepPost
  | PinPost
  | ClosePost
  | AddComment
  | EditComment
  | WithdrawComment
  | RestoreComment
  | HideComment
  | ShowComment
  | React
  | Quiet
  | RenewCode
  | ShutDoor
  | Remove
  | ApprovePost
  | RefusePost
  | ReopenPost
  | HoldPost
  | ApproveComment
  | RefuseComment
  | ReopenComment
  | HoldComment
  | ErasePost
  | EraseComment
  | HoldRoom
  | SlowRoom
  | BarPerson
  | MergePeople
  | ClearPerson
  | ClearCode
  | BringBack
  | SetWords
  | HoldPerson
  | TellPerson
  | ReportPost
  | ReportComment
  | ReportPerson
  | LeavePost
  | LeaveComment
  | LeavePerson
  | UnleavePost
  | UnleaveComment
  | UnleavePerson
  | SeeReport
  | Announce
  | TakeBackAnnouncement
  | SeeAnnouncement
  | AskAgain
  | Uphold
  | UndoUphold
  | SeeDecision
  | AskHelp
  | EndHelp
  | AnswerHelp
  | SettleHelp
  | StartSession
  | PauseSession
  | ExtendPhase
  | PassTo
  | EndSession
  | RevealNext
  | SetPace
  | GiveGrace
  | GiveGraceToAll
  | KeepText
  | FinishPhase
  | PublishText
  | HandIn
  | Revise
  | Read
  | Type
  | Look
  | Unsent
  | Ping
  | JoinMeeting
  | LeaveMeeting
  | OfferMedia
  | AnswerMedia
  | TrickleMedia
  | RestartMedia
  | ReportUnmet
  | ViewMeeting
  | ReportQuality
  | MuteTrack
  | RaiseHand
  | MakeSign
  | WriteCaption
  | TurnStep
  | PutTextAway
  | Consent
  | ForgetRecording
  | Admit
  | Silence
  | AskToUnmute
  | OpenFloor
  | LetSpeak
  | Spotlight
  | ReadText
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
