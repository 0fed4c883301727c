// Handles the server's messages about the meeting.

import { say } from "../words.js";
import { tellEnding } from "./endings.js";
import { joined, reduce } from "./reducer.js";
import { place, put } from "./dom.js";
import { changesBetween, changesWhileAway } from "./announcements.js";

/** @import { Line, Message, ShownMeeting } from "../wire" */
/** @import { Meeting, Of } from "./reducer.js" */
/** @import { LiveMeeting } from "./live-meeting.js" */

const MOMENT = 1500; // milliseconds: most cuts are over before one would have read about them

export class MessageHandler {
  /** @param {LiveMeeting} live */
  constructor(live) {
    this.live = live;
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    live.signalling.addEventListener("heard", (event) => this.heard(detail(event)));
    live.signalling.addEventListener("away", () => this.away("away"));
    live.link.addEventListener("message", (event) => this.told(detail(event)));
    live.chat.addEventListener("line", (event) => this.logged(detail(event)));
  }

  /** @param {Message} message */
  told(message) {
    if (message.type === "welcome" && message.person !== Number(this.live.element.dataset.me)) location.reload();
  }

  /** @param {Message} message */
  heard(message) {
    const handler = /** @type {((message: Message) => void) | undefined} */ (this.handlers[message.type]);
    if (handler) return handler(message);
    if (!this.live.meeting) return;
    const before = this.live.meeting;
    this.live.meeting = reduce(before, message);
    changesBetween(before, this.live.meeting).forEach((change) => this.live.happened(change));
    if (message.type === "meeting.state") void this.live.actions.stateChanged(before.state, message.state);
    this.live.media?.meet(this.live.meeting);
    this.live.obey();
    this.live.changed();
  }

  /** @type {{ [T in Message["type"]]?: (message: Of<T>) => void }} */
  handlers = {
    "meeting.joined": (message) => this.joined(message),
    "meeting.waiting": (message) => this.waiting(message),
    "meeting.left": (message) => this.left(message),
    "meeting.refused": (message) => this.refused(message),
    "meeting.offered": (message) => this.live.media?.hear(message),
    "meeting.answered": (message) => this.live.media?.hear(message),
    "meeting.trickled": (message) => this.live.media?.hear(message),
    "meeting.ice": ({ ice }) => this.live.media?.renew([...ice]),
    "meeting.asked": ({ by }) => void this.live.actions.askedToSpeak(by),
    "meeting.signed": ({ person, sign }) => this.live.stage.pass(person, signWords(sign)),
  };

  /** @param {Of<"meeting.joined">} message */
  joined(message) {
    this.#certain();
    this.live.door.busy(false);
    const before = this.live.meeting;
    this.live.meeting = joined(message, before);
    if (before) this.#back(before, this.live.meeting);
    this.live.media?.enter(message, this.live.meeting);
    this.live.screens.show("room");
    this.live.selfView.rest();
    this.live.retell();
    this.live.qualityMonitor.start();
    this.live.meshSpeakers.start();
    this.live.wakeLock.keep();
    this.live.obey();
    const known = before?.state.recording ?? (this.live.consents ? message.state.recording : "off");
    void this.live.actions.stateChanged({ ...message.state, recording: known }, message.state);
    this.live.consents = false; // a yes at the door is for this once
    this.live.changed();
  }

  /** @param {Meeting} before @param {Meeting} now */
  #back(before, now) {
    this.live.status.say(say("online"));
    this.live.actions.returned();
    changesWhileAway(before, now).forEach((change) => this.live.happened(change));
  }

  /** @param {Of<"meeting.waiting">} message */
  waiting({ hosted, heard }) {
    this.live.door.busy(false);
    put(
      place(this.live.element, "lobby-words"),
      say(hosted ? "waiting_hosted" : heard ? "waiting_people" : "waiting_alone"),
    );
    this.live.screens.show("lobby");
  }

  /** @param {Of<"meeting.left">} message */
  left(message) {
    if (message.reason === "interrupted") return this.live.signalling.rejoin();
    if (message.reason === "left" && this.live.screens.now === "left") return; // as we said ourselves
    this.live.actions.remember(message.reason);
    this.live.rest();
    tellEnding(this.live.element, message);
    this.live.screens.show("left");
  }

  /** @param {Of<"meeting.refused">} message */
  refused({ code, sentence, retry }) {
    this.live.actions.handAsked = null; // which may be what was refused
    if (code === "screen_taken") this.live.own.unshare();
    if (code === "silenced" || code === "floor_closed") this.live.own.close("microphone");
    if (code !== "no_answer") return sentence ? this.live.news.pass(sentence) : undefined;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.live.signalling.rejoin(), (retry ?? 1) * 1000);
    this.away("house_away");
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  again = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  doubt = undefined;

  /**
   * Schedule the notice once, at the first cut: failed reconnections fire this too, and must not postpone it. What is
   * measured meanwhile says nothing of my own line.
   * @param {"away" | "house_away"} key why
   */
  away(key) {
    if (!this.live.meeting) return;
    this.live.qualityMonitor.pause(true);
    this.live.news.drop("sound");
    this.doubt ??= setTimeout(() => this.live.meeting && this.live.news.keep("away", say(key)), MOMENT);
  }

  #certain() {
    [this.doubt, this.again].forEach(clearTimeout);
    this.doubt = undefined;
    this.live.qualityMonitor.pause(false);
    this.live.news.drop("away");
  }

  /** At the door, another hour or title comes with the page. @param {ShownMeeting} meeting */
  #keepUp({ id, title, starts_at }) {
    const { title: known, starts } = this.live.element.dataset;
    const isSameHour = Math.floor(starts_at / 1000) === Number(starts) / 1000;
    if (id === this.live.id && !(isSameHour && title === known)) location.reload();
  }

  /** @param {Line} line of the fabrique's log */
  logged(line) {
    this.live.status.heard(line, Number(this.live.element.dataset.me));
    const { event } = line;
    this.live.sharedText.logged(line);
    if (event.kind === "session.changed") this.live.livedPhase.told(event.session);
    if (event.kind === "room.changed") this.live.livedPhase.screen.keep(event.room);
    const isOver =
      event.kind === "meeting.cancelled"
        ? event.meeting === this.live.id
        : event.kind === "meeting.changed" && event.meeting.id === this.live.id && event.meeting.ended_at !== null;
    if (event.kind === "meeting.changed" && this.live.screens.now === "door") this.#keepUp(event.meeting);
    if (isOver && ["door", "lobby"].includes(this.live.screens.now)) location.reload(); // the page says why
    if (event.kind === "meeting.changed" && event.meeting.id === this.live.id && event.meeting.opened_at)
      this.live.door.unlock();
  }
}

/** @param {string} sign */
function signWords(sign) {
  return document.querySelector(`[data-sign="${CSS.escape(sign)}"]`)?.textContent ?? "";
}
