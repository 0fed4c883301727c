// What the house says of the meeting, and what becomes of it here.

import { setClock } from "../clock.js";
import { say } from "../words.js";
import { tellEnding } from "./endings.js";
import { entered, hear } from "./fold.js";
import { place, put } from "./parts.js";
import { tellChanges, tellReturn } from "./telling.js";

/** @import { Line, Message } from "../wire" */
/** @import { Meeting, Of } from "./fold.js" */
/** @import { LiveMeeting } from "./live-meeting.js" */

const MOMENT = 1500; // milliseconds: most cuts are over before one would have read about them

export class Hearing {
  /** @param {LiveMeeting} live */
  constructor(live) {
    this.live = live;
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    live.signalling.addEventListener("heard", (event) => this.heard(detail(event)));
    live.signalling.addEventListener("away", () => this.away());
    live.link.addEventListener("message", (event) => this.told(detail(event)));
    live.chat.addEventListener("line", (event) => this.logged(detail(event)));
  }

  /** @param {Message} message */
  told(message) {
    if (message.type === "pong") setClock(message.at);
    if (message.type === "welcome" && message.person !== Number(this.live.element.dataset.me)) location.reload();
  }

  /** @param {Message} message */
  heard(message) {
    const hearing = /** @type {((message: Message) => void) | undefined} */ (this.hearings[message.type]);
    if (hearing) return hearing(message);
    if (!this.live.meeting) return;
    const before = this.live.meeting;
    this.live.meeting = hear(before, message);
    tellChanges(before, this.live.meeting).forEach((change) => this.live.happened(change));
    if (message.type === "meeting.state") void this.live.doing.stateChanged(before.state, message.state);
    this.live.media?.meet(this.live.meeting);
    this.live.obey();
    this.live.changed();
  }

  /** @type {{ [T in Message["type"]]?: (message: Of<T>) => void }} */
  hearings = {
    "meeting.joined": (message) => this.joined(message),
    "meeting.waiting": ({ hosted }) => this.waiting(hosted),
    "meeting.left": (message) => this.left(message),
    "meeting.refused": (message) => this.refused(message),
    "meeting.offered": (message) => this.live.media?.hear(message),
    "meeting.answered": (message) => this.live.media?.hear(message),
    "meeting.trickled": (message) => this.live.media?.hear(message),
    "meeting.ice": ({ ice }) => this.live.media?.renew([...ice]),
    "meeting.asked": ({ by }) => void this.live.doing.askedToSpeak(by),
    "meeting.signed": ({ person, sign }) => this.live.stage.pass(person, signWords(sign)),
  };

  /** @param {Of<"meeting.joined">} message */
  joined(message) {
    this.#certain();
    this.live.door.busy(false);
    const before = this.live.meeting;
    this.live.meeting = entered(message, before);
    if (before) this.#back(before, this.live.meeting);
    this.live.media?.enter(message, this.live.meeting);
    this.live.screens.show("room");
    this.live.mirror.rest();
    this.live.retell();
    this.live.pulse.start();
    this.live.ears.start();
    this.live.awake.keep();
    this.live.obey();
    const known = before?.state.recording ?? (this.live.consents ? message.state.recording : "off");
    void this.live.doing.stateChanged({ ...message.state, recording: known }, message.state);
    this.live.consents = false; // a yes at the door is for this once
    this.live.changed();
  }

  /** @param {Meeting} before @param {Meeting} now */
  #back(before, now) {
    this.live.status.say(say("online"));
    this.live.doing.returned();
    tellReturn(before, now).forEach((change) => this.live.happened(change));
  }

  /** @param {boolean} hosted */
  waiting(hosted) {
    this.live.door.busy(false);
    put(place(this.live.element, "lobby-words"), say(hosted ? "waiting_hosted" : "waiting_alone"));
    this.live.screens.show("lobby");
  }

  /** @param {Of<"meeting.left">} message */
  left(message) {
    if (message.reason === "interrupted") return this.live.signalling.rejoin();
    if (message.reason === "left" && this.live.screens.now === "left") return; // as we said ourselves
    this.live.doing.remember(message.reason);
    this.live.rest();
    tellEnding(this.live.element, message);
    this.live.screens.show("left");
  }

  /** @param {Of<"meeting.refused">} message */
  refused({ code, sentence, retry }) {
    if (code === "screen_taken") this.live.own.unshare();
    if (code === "silenced" || code === "floor_closed") this.live.own.close("microphone");
    if (code !== "no_answer") return sentence ? this.live.news.pass(sentence) : undefined;
    setTimeout(() => this.live.signalling.rejoin(), (retry ?? 1) * 1000);
    this.away();
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  doubt = undefined;

  /** From the first cut on: each attempt to come back that fails is told of too, and must not put it off. */
  away() {
    if (this.live.meeting) this.doubt ??= setTimeout(() => this.live.meeting && this.live.news.keep("away", say("away")), MOMENT);
  }

  #certain() {
    clearTimeout(this.doubt);
    this.doubt = undefined;
    this.live.news.drop("away");
  }

  /** @param {Line} line of the fabrique's log */
  logged(line) {
    this.live.status.heard(line, Number(this.live.element.dataset.me));
    const { event } = line;
    const isOver = event.kind === "meeting.cancelled" ? event.meeting === this.live.id : event.kind === "meeting.changed" && event.meeting.id === this.live.id && event.meeting.ended_at !== null;
    if (isOver && ["door", "lobby"].includes(this.live.screens.now)) location.reload(); // the page says why
    if (event.kind === "meeting.changed" && event.meeting.id === this.live.id && event.meeting.opened_at) this.live.door.unlock();
  }
}

/** @param {string} sign */
function signWords(sign) {
  return document.querySelector(`[data-sign="${CSS.escape(sign)}"]`)?.textContent ?? "";
}
