// A meeting, live: what is heard of it, and everything on the screen drawn from that.

import { setClock } from "../clock.js";
import { openLink } from "../link.js";
import { showEnding } from "../notice.js";
import { Status } from "../status.js";
import { say } from "../words.js";
import { Captions } from "./captions.js";
import { Chat } from "./chat.js";
import { Choices } from "./choices.js";
import { Controls } from "./controls.js";
import { Dialogs } from "./dialogs.js";
import { Doing } from "./doing.js";
import { Door } from "./door.js";
import { tellEnding } from "./endings.js";
import { entered, hear, myself } from "./fold.js";
import { Head } from "./head.js";
import { Media } from "./media.js";
import { Mirror } from "./mirror.js";
import { News } from "./news.js";
import { OwnMedia } from "./own.js";
import { place, put } from "./parts.js";
import { People } from "./people.js";
import { Pulse } from "./pulse.js";
import { Screens } from "./screens.js";
import { Signalling } from "./signalling.js";
import { Sounds } from "./sounds.js";
import { Stage } from "./stage.js";
import { tellChanges } from "./telling.js";
import { Voices } from "./voices.js";

/** @import { Line, Message, Scene } from "../wire" */
/** @import { Store } from "../store.js" */
/** @import { Meeting, Of } from "./fold.js" */
/** @import { Track, Trouble } from "./own.js" */

const MOMENT = 1500; // milliseconds: most cuts are over before one would have read about them
const TRACKS = /** @type {const} */ (["microphone", "camera", "screen"]);

export class LiveMeeting {
  /** @param {HTMLElement} element @param {Scene} scene as the server has drawn it @param {Store} store */
  constructor(element, scene, store) {
    const { events = "", command = "", meeting } = element.dataset;
    this.element = element;
    this.id = Number(meeting);
    /** @type {Meeting | null} */
    this.meeting = null;
    /** @type {Media | null} */
    this.media = null;
    this.consents = false;
    this.link = openLink({ events, command, position: () => this.chat.log.position }, csrf);
    this.status = new Status(document.getElementById("status"));
    this.signalling = new Signalling(this.link, this.id);
    this.own = new OwnMedia();
    this.sounds = new Sounds();
    this.screens = new Screens(element);
    this.dialogs = new Dialogs(element);
    this.news = new News(element, this.status);
    this.mirror = new Mirror(element, this.own);
    this.choices = new Choices(element, this.own);
    this.stage = new Stage(element, this.own);
    this.voices = new Voices(place(element, "voices"));
    this.controls = new Controls(element, this.own);
    this.people = new People(element);
    this.head = new Head(element);
    this.captions = new Captions(element, this.tell);
    this.chat = new Chat(element, scene, { link: this.link, store, status: this.status });
    this.pulse = new Pulse(() => this.media, this.tell);
    this.door = new Door(element, { own: this.own, sounds: this.sounds, link: this.link, ice: iceOf(document), enter: () => this.enter() });
    this.doing = new Doing(this);
    this.#listen();
  }

  // Lifecycle

  open() {
    this.screens.show("door");
    this.door.open();
    void this.choices.show();
    void this.chat.open();
    this.link.connect();
  }

  /** Through the door. */
  enter() {
    if (this.link.isOpen && !this.link.carriesSignals) return this.door.bar();
    this.door.busy(true);
    this.media?.close();
    this.media = new Media(this.own, this.tell, this.door.hidesAddress);
    this.media.addEventListener("change", () => this.changed());
    this.signalling.join(() => ({ pictures: this.stage.most, microphone: this.own.isHeard, camera: this.own.isSeen, consents: this.consents }));
  }

  /** Everything that runs is let go: the camera's light goes out. */
  rest() {
    this.signalling.forget();
    this.pulse.stop();
    this.media?.close();
    this.media = null;
    this.meeting = null;
    this.voices.stop();
    this.stage.clear();
    this.dialogs.close();
    this.own.end();
    this.door.busy(false);
  }

  #listen() {
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    this.signalling.addEventListener("heard", (event) => this.heard(detail(event)));
    this.signalling.addEventListener("away", () => this.away());
    this.link.addEventListener("message", (event) => this.told(detail(event)));
    this.link.addEventListener("ended", (event) => showEnding(this.element, detail(event)));
    this.own.addEventListener("change", (event) => this.turned(detail(event)));
    this.own.addEventListener("trouble", (event) => this.troubled(detail(event)));
    this.chat.addEventListener("change", () => this.draw());
    this.chat.addEventListener("line", (event) => this.logged(detail(event)));
    this.stage.addEventListener("view", (event) => this.viewed(detail(event)));
    this.voices.addEventListener("blocked", () => this.news.keep("blocked", say("sound_blocked"), [{ word: say("sound_resume"), act: () => this.voices.resume() }]));
    this.pulse.addEventListener("quality", () => this.draw());
    addEventListener("pagehide", () => this.own.end());
  }

  // Actions

  /** Say something of this meeting to the house. @param {string} type @param {object} fields */
  tell = (type, fields) => this.signalling.say(type, fields);

  // Callbacks: the house

  /** @param {Message} message */
  told(message) {
    if (message.type === "pong") setClock(message.at);
    if (message.type === "welcome" && message.person !== Number(this.element.dataset.me)) location.reload();
  }

  /** @param {Message} message */
  heard(message) {
    const hearing = /** @type {((message: Message) => void) | undefined} */ (this.hearings[message.type]);
    if (hearing) return hearing(message);
    if (!this.meeting) return;
    const before = this.meeting;
    this.meeting = hear(before, message);
    tellChanges(before, this.meeting).forEach((change) => this.happened(change));
    if (message.type === "meeting.state") void this.doing.stateChanged(before.state, message.state);
    this.media?.meet(this.meeting);
    this.obey();
    this.changed();
  }

  /** @type {{ [T in Message["type"]]?: (message: Of<T>) => void }} */
  hearings = {
    "meeting.joined": (message) => this.joined(message),
    "meeting.waiting": ({ hosted }) => this.waiting(hosted),
    "meeting.left": (message) => this.left(message),
    "meeting.refused": (message) => this.refused(message),
    "meeting.offered": (message) => this.media?.hear(message),
    "meeting.answered": (message) => this.media?.hear(message),
    "meeting.trickled": (message) => this.media?.hear(message),
    "meeting.ice": ({ ice }) => this.media?.renew([...ice]),
    "meeting.asked": ({ by }) => void this.doing.askedToSpeak(by),
    "meeting.signed": ({ person, sign }) => this.stage.pass(person, signWords(sign)),
  };

  /** @param {Of<"meeting.joined">} message */
  joined(message) {
    clearTimeout(this.doubt);
    this.news.drop("away");
    this.door.busy(false);
    if (this.meeting) this.status.say(say("online"));
    this.meeting = entered(message, this.meeting);
    this.media?.enter(message, this.meeting);
    this.screens.show("room");
    this.mirror.rest();
    this.#retell();
    this.pulse.start();
    this.obey();
    this.changed();
  }

  /** @param {boolean} hosted */
  waiting(hosted) {
    this.door.busy(false);
    put(place(this.element, "lobby-words"), say(hosted ? "waiting_hosted" : "waiting_alone"));
    this.screens.show("lobby");
  }

  /** @param {Of<"meeting.left">} message */
  left(message) {
    if (message.reason === "interrupted") return this.signalling.rejoin();
    this.doing.remember(message.reason);
    this.rest();
    tellEnding(this.element, message);
    this.screens.show("left");
  }

  /** @param {Of<"meeting.refused">} message */
  refused({ code, sentence, retry }) {
    if (code !== "no_answer") return this.news.pass(sentence);
    setTimeout(() => this.signalling.rejoin(), (retry ?? 1) * 1000);
    this.away();
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  doubt = undefined;

  away() {
    clearTimeout(this.doubt);
    if (this.meeting) this.doubt = setTimeout(() => this.news.keep("away", say("away")), MOMENT);
  }

  /** @param {Line} line of the fabrique's log */
  logged(line) {
    this.status.heard(line, Number(this.element.dataset.me));
    const { event } = line;
    if (event.kind === "meeting.changed" && event.meeting.id === this.id && event.meeting.opened_at) this.door.unlock();
  }

  // Callbacks: my devices

  /** @param {Track} track */
  turned(track) {
    if (!this.meeting) return;
    this.tell("meeting.mute", { track, on: this.#isOn(track) });
    if (track === "microphone") void this.voices.playOn(this.own.chosen.output ?? "");
    this.draw();
  }

  /** @param {Trouble} trouble */
  troubled({ key, name }) {
    if (this.meeting) this.news.keep(key, say(key, { name }));
  }

  /** @param {object} view */
  viewed(view) {
    this.tell("meeting.view", view);
  }

  // Drawing

  /** What a host has decided about my voice holds here at once. */
  obey() {
    const me = this.meeting && myself(this.meeting);
    if (me && !me.may_speak && this.own.isHeard) this.own.close("microphone");
  }

  /** Something else is to be seen or heard. */
  changed() {
    if (!this.meeting || !this.media) return;
    const silenced = [...this.meeting.members.values()].filter((member) => member.silenced);
    this.voices.show(this.media.voices(), new Set(silenced.map(({ person }) => person.id)));
    this.draw();
  }

  draw() {
    if (this.isDrawing) return;
    this.isDrawing = true;
    setTimeout(() => this.#draw());
  }

  isDrawing = false;

  #draw() {
    this.isDrawing = false;
    if (!this.meeting || !this.media) return;
    if (this.chat.isOpen) this.chat.readUpTo = this.chat.log.seq;
    this.stage.show(this.meeting, this.media);
    this.controls.show(this.meeting, this.chat.unread);
    this.people.show(this.meeting);
    this.captions.show(this.meeting);
    this.head.show(this.meeting, this.pulse.quality, this.stage.isSoundOnly);
    this.doing.show(this.meeting);
  }

  /** @param {{ sentence: string, sound?: import("./sounds.js").Sound, isNews?: boolean }} change */
  happened({ sentence, sound, isNews }) {
    if (sound) void this.sounds.play(sound, this.own.chosen.output);
    if (isNews) this.news.pass(sentence);
    else this.status.say(sentence);
  }

  /** What changed here while the line was cut. */
  #retell() {
    const me = this.meeting && myself(this.meeting);
    for (const track of TRACKS) if (me && me[track] !== this.#isOn(track)) this.tell("meeting.mute", { track, on: this.#isOn(track) });
    this.stage.viewed = "";
  }

  /** @param {Track} track */
  #isOn(track) {
    return track === "microphone" ? this.own.isHeard : this.own.tracks[track] !== null;
  }
}

/** @param {Document} page */
function iceOf(page) {
  return JSON.parse(page.getElementById("ice")?.textContent ?? "[]");
}

/** @param {string} sign */
function signWords(sign) {
  return document.querySelector(`[data-sign="${CSS.escape(sign)}"]`)?.textContent ?? "";
}

function csrf() {
  return /** @type {HTMLInputElement | null} */ (document.querySelector('[name="csrfmiddlewaretoken"]'))?.value ?? "";
}
