// A meeting, live: what is heard of it, and everything on the screen drawn from that.

import { openLink } from "../link.js";
import { showEnding } from "../notice.js";
import { Status } from "../status.js";
import { say } from "../words.js";
import { Awake } from "./awake.js";
import { Captions } from "./captions.js";
import { Chat } from "./chat.js";
import { Choices } from "./choices.js";
import { Controls } from "./controls.js";
import { Dialogs } from "./dialogs.js";
import { Doing } from "./doing.js";
import { Door } from "./door.js";
import { Ears } from "./ears.js";
import { myself } from "./fold.js";
import { Head } from "./head.js";
import { Hearing } from "./hearing.js";
import { Media } from "./media.js";
import { Mirror } from "./mirror.js";
import { News } from "./news.js";
import { OwnMedia } from "./own.js";
import { place } from "./parts.js";
import { People } from "./people.js";
import { Pulse } from "./pulse.js";
import { Screens } from "./screens.js";
import { Signalling } from "./signalling.js";
import { Sounds } from "./sounds.js";
import { Stage } from "./stage.js";
import { Voices } from "./voices.js";

/** @import { Scene } from "../wire" */
/** @import { Store } from "../store.js" */
/** @import { Meeting } from "./fold.js" */
/** @import { Track, Trouble } from "./own.js" */

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
    this.consents = false; // to be recorded, said at the door
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
    this.pulse = new Pulse(() => this.media, this.tell, () => (this.meeting && myself(this.meeting)?.quality) ?? "good");
    this.ears = new Ears(this.own, () => this.media?.speakers() ?? null, (people) => this.spoke(people), () => this.meeting?.me ?? 0);
    this.awake = new Awake();
    this.door = new Door(element, { own: this.own, sounds: this.sounds, link: this.link, ice: told("ice") ?? [], house: told("house"), enter: () => this.enter() });
    this.doing = new Doing(this);
    this.hearing = new Hearing(this);
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
    this.media?.end();
    this.media = new Media(this.own, this.tell, this.door.hidesAddress);
    this.media.addEventListener("change", () => this.changed());
    this.signalling.join(() => ({ pictures: this.stage.ever, microphone: this.own.isHeard, camera: this.own.isSeen, consents: this.consents }));
  }

  /** Everything that runs is let go: the camera's light goes out. */
  rest() {
    this.signalling.forget();
    this.consents = false;
    this.pulse.stop();
    this.ears.stop();
    this.awake.rest();
    this.media?.end();
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
    this.link.addEventListener("ended", (event) => this.ended(detail(event)));
    this.own.addEventListener("change", (event) => this.turned(detail(event)));
    this.own.addEventListener("trouble", (event) => this.troubled(detail(event)));
    this.chat.addEventListener("change", () => this.draw());
    this.stage.addEventListener("view", (event) => this.viewed(detail(event)));
    this.voices.addEventListener("blocked", () => this.news.keep("blocked", say("sound_blocked"), [{ word: say("sound_resume"), act: () => this.voices.resume() }]));
    this.pulse.addEventListener("quality", (event) => this.judged(detail(event)));
    addEventListener("resize", () => this.draw());
    addEventListener("pagehide", () => this.own.end());
  }

  // Actions

  /** These speak now, as this page hears it. @param {number[]} people */
  spoke(people) {
    if (!this.meeting || String(people) === String(this.meeting.speakers)) return;
    this.meeting = { ...this.meeting, speakers: people };
    this.draw();
  }

  /** Say something of this meeting to the house. @param {string} type @param {object} fields */
  tell = (type, fields) => this.signalling.say(type, fields);

  // Callbacks

  /** Of one's own accord: at once, whether the house hears it or not. */
  leave() {
    this.signalling.leave();
    this.hearing.left({ type: "meeting.left", meeting: this.id, reason: "left", sentence: "", again: true });
  }

  /** Signed out elsewhere, or too many pages: nobody is seen or heard from here any more. @param {number} code */
  ended(code) {
    this.rest();
    showEnding(this.element, code);
  }

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

  /** Where the network is weak, only small pictures go out. @param {import("./quality.js").Quality} quality */
  judged(quality) {
    this.media?.keepPlain(quality !== "good");
    this.draw();
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
    const mute = [...this.meeting.members.values()].filter((member) => !member.may_speak);
    this.voices.show(this.media.voices(), new Set(mute.map(({ person }) => person.id)));
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
    else if (sentence) this.status.say(sentence);
  }

  /** What changed here while the line was cut. */
  retell() {
    const me = this.meeting && myself(this.meeting);
    for (const track of TRACKS) if (me && me[track] !== this.#isOn(track)) this.tell("meeting.mute", { track, on: this.#isOn(track) });
    this.stage.viewed = "";
  }

  /** @param {Track} track */
  #isOn(track) {
    return track === "microphone" ? this.own.isHeard : this.own.tracks[track] !== null;
  }
}

/** What the page was given. @param {string} name */
function told(name) {
  return JSON.parse(document.getElementById(name)?.textContent ?? "null");
}

function csrf() {
  return /** @type {HTMLInputElement | null} */ (document.querySelector('[name="csrfmiddlewaretoken"]'))?.value ?? "";
}
