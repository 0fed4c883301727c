// A live meeting: owns its parts, holds its state, and renders the page from it.

import { openLink } from "../link.js";
import { showEnding } from "../notice.js";
import { LiveRegion } from "../live-region.js";
import { say } from "../words.js";
import { ScreenWakeLock } from "./wake-lock.js";
import { Captions } from "./captions.js";
import { Chat } from "./chat.js";
import { DevicePickers } from "./device-pickers.js";
import { Controls } from "./controls.js";
import { Dialogs } from "./dialogs.js";
import { RoomActions } from "./room-actions.js";
import { Door } from "./door.js";
import { MeshSpeakers } from "./mesh-speakers.js";
import { myself } from "./reducer.js";
import { Header } from "./header.js";
import { LivedPhase } from "./lived-phase.js";
import { MessageHandler } from "./message-handler.js";
import { Media } from "./media.js";
import { SelfView } from "./self-view.js";
import { News } from "./news.js";
import { OwnMedia } from "./own-media.js";
import { place } from "./dom.js";
import { People } from "./people.js";
import { QualityMonitor } from "./quality-monitor.js";
import { Screens } from "./screens.js";
import { Signalling } from "./signalling.js";
import { SharedText } from "./shared-text.js";
import { Sounds } from "./sounds.js";
import { Stage } from "./stage.js";
import { RemoteAudio } from "./remote-audio.js";

/** @import { Scene } from "../wire" */
/** @import { Store } from "../command-store.js" */
/** @import { Meeting } from "./reducer.js" */
/** @import { Track, Trouble } from "./own-media.js" */

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
    this.link = openLink({ events, command, position: () => this.chat.log.position });
    this.status = new LiveRegion(document.getElementById("status"));
    this.signalling = new Signalling(this.link, this.id);
    this.own = new OwnMedia();
    this.sounds = new Sounds();
    this.screens = new Screens(element);
    this.dialogs = new Dialogs(element);
    this.news = new News(element, this.status);
    this.selfView = new SelfView(element, this.own);
    this.devicePickers = new DevicePickers(element, this.own);
    this.stage = new Stage(element, this.own);
    this.remoteAudio = new RemoteAudio(place(element, "voices"));
    this.controls = new Controls(element, this.own);
    this.people = new People(element);
    this.header = new Header(element);
    this.captions = new Captions(element, this.tell);
    this.chat = new Chat(element, scene, { link: this.link, store, status: this.status });
    this.livedPhase = new LivedPhase(element, scene.snapshot.session, {
      status: this.status,
      send: (command) => this.chat.send(command),
    });
    this.sharedText = new SharedText(element, { tell: this.tell, dialogs: this.dialogs });
    this.qualityMonitor = new QualityMonitor(
      () => this.media,
      this.tell,
      () => (this.meeting && myself(this.meeting)?.quality) ?? "good",
    );
    this.meshSpeakers = new MeshSpeakers(
      this.own,
      () => this.media?.speakers() ?? null,
      (people) => this.spoke(people),
      () => this.meeting?.me ?? 0,
    );
    this.wakeLock = new ScreenWakeLock();
    this.door = new Door(element, {
      own: this.own,
      sounds: this.sounds,
      link: this.link,
      ice: told("ice") ?? [],
      house: told("house"),
      enter: () => this.enter(),
    });
    this.actions = new RoomActions(this);
    this.messageHandler = new MessageHandler(this);
    this.#listen();
  }

  // Lifecycle

  open() {
    this.screens.show("door");
    this.door.open();
    void this.devicePickers.show();
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
    this.media.addEventListener("detour", () => this.news.pass(say("house_carries")));
    this.signalling.join(() => ({
      pictures: this.stage.ever,
      microphone: this.own.isAudible,
      camera: this.own.isSeen,
      consents: this.consents,
    }));
  }

  /** Stop media, timers and devices. */
  rest() {
    this.signalling.forget();
    this.consents = false;
    this.qualityMonitor.stop();
    this.meshSpeakers.stop();
    this.wakeLock.rest();
    this.media?.end();
    this.media = null;
    this.meeting = null;
    this.remoteAudio.stop();
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
    this.chat.addEventListener("afresh", () => this.livedPhase.retold(this.chat.log.scene.snapshot.session));
    this.chat.addEventListener("refused", (event) => this.livedPhase.refused(detail(event)));
    this.livedPhase.addEventListener("change", () => this.draw());
    this.sharedText.addEventListener("change", () => this.draw());
    this.stage.addEventListener("view", (event) => this.viewed(detail(event)));
    this.remoteAudio.addEventListener("blocked", () =>
      this.news.keep("blocked", say("sound_blocked"), [
        { word: say("sound_resume"), act: () => this.remoteAudio.resume() },
      ]),
    );
    this.qualityMonitor.addEventListener("nowhere", () => this.news.keep("nowhere", say("network_no_way")));
    this.qualityMonitor.addEventListener("somewhere", () => this.news.drop("nowhere"));
    this.qualityMonitor.addEventListener("quality", (event) => this.judged(detail(event)));
    addEventListener("resize", () => this.draw());
    addEventListener("pagehide", () => this.own.end());
  }

  // Actions

  /** Set who speaks, as measured by this page. @param {number[]} people */
  spoke(people) {
    if (!this.meeting || String(people) === String(this.meeting.speakers)) return;
    this.meeting = { ...this.meeting, speakers: people };
    this.draw();
  }

  /** Send a command of this meeting. @param {string} type @param {object} fields */
  tell = (type, fields) => this.signalling.say(type, fields);

  // Callbacks

  /** Leave at once, whether the server answers or not. */
  leave() {
    this.signalling.leave();
    this.messageHandler.left({ type: "meeting.left", meeting: this.id, reason: "left", sentence: "", again: true });
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
    if (track === "microphone") void this.remoteAudio.playOn(this.own.chosen.output ?? "");
    this.draw();
  }

  /** @param {Trouble} trouble */
  troubled({ key, name }) {
    if (this.meeting) this.news.keep(key, say(key, { name }));
  }

  /** Send only the small simulcast layer on a weak network. @param {import("./quality.js").Quality} quality */
  judged(quality) {
    this.media?.keepPlain(quality !== "good");
    this.draw();
  }

  /** @param {object} view */
  viewed(view) {
    this.tell("meeting.view", view);
  }

  // Drawing

  /** Apply a host's decision about my microphone at once. */
  obey() {
    const me = this.meeting && myself(this.meeting);
    if (me && !me.may_speak && this.own.isHeard) this.own.close("microphone");
  }

  /** Something else is to be seen or heard. */
  changed() {
    if (!this.meeting || !this.media) return;
    const mute = [...this.meeting.members.values()].filter((member) => !member.may_speak);
    this.remoteAudio.show(this.media.voices(), new Set(mute.map(({ person }) => person.id)));
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
    this.sharedText.show(this.meeting);
    this.stage.show(this.meeting, this.media);
    this.controls.show(this.meeting, this.chat.unread);
    this.people.show(this.meeting);
    this.captions.show(this.meeting);
    const { isPaused, quality } = this.qualityMonitor;
    this.header.show(this.meeting, isPaused ? null : quality, this.stage.isSoundOnly);
    this.actions.show(this.meeting);
  }

  /** @param {{ sentence: string, sound?: import("./sounds.js").Sound, isNews?: boolean, topic?: string }} change */
  happened({ sentence, sound, isNews, topic }) {
    if (sound) void this.sounds.play(sound, this.own.chosen.output);
    if (isNews) this.news.pass(sentence, topic);
    else if (sentence) this.status.say(sentence);
  }

  /** Report the tracks whose state the server does not know: they may have changed while disconnected. */
  retell() {
    const me = this.meeting && myself(this.meeting);
    for (const track of TRACKS)
      if (me && me[track] !== this.#isOn(track)) this.tell("meeting.mute", { track, on: this.#isOn(track) });
    this.stage.viewed = "";
  }

  /** @param {Track} track */
  #isOn(track) {
    return track === "microphone" ? this.own.isAudible : this.own.tracks[track] !== null;
  }
}

/** Read JSON that the page carries. @param {string} name */
function told(name) {
  return JSON.parse(document.getElementById(name)?.textContent ?? "null");
}
