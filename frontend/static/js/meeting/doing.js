// What the person does in the room: buttons, keys, and the questions that are put to them.

import { say } from "../words.js";
import { Hosting } from "./hosting.js";
import { myself } from "./fold.js";
import { remember } from "./kept.js";
import { Knocks } from "./knocks.js";
import { Panels } from "./panels.js";
import { find, place, pressed, put } from "./parts.js";
import { PersonSheet } from "./person-sheet.js";
import { canCapture } from "./refusals.js";
import { actOf } from "./shortcuts.js";

/** @import { MeetingState } from "../wire" */
/** @import { Meeting } from "./fold.js" */
/** @import { LiveMeeting } from "./live-meeting.js" */
/** @import { Device } from "./own.js" */

export class Doing {
  /** @param {LiveMeeting} live */
  constructor(live) {
    this.live = live;
    this.panels = new Panels(live.element, live.controls, () => live.draw());
    this.hosting = new Hosting(live.dialogs, live.tell, () => live.meeting);
    this.knocks = new Knocks(live.news, live.tell);
    this.sheet = new PersonSheet(live.dialogs, { say: live.tell, pin: (person) => this.pin(person) });
    /** @type {{ microphone: boolean, camera: boolean, reason: string }} as one was when one went out */
    this.last = { microphone: false, camera: false, reason: "" };
    this.hadCamera = false;
    this.consenting = new AbortController();
    this.keys = remember(find(live.dialogs.dialog("more"), "[data-keys]"), "hub-meeting-keys");
    live.element.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.keyed(event));
    live.pulse.addEventListener("sound", () => this.#offer("sound_offer", "sound_only_on"));
    live.pulse.addEventListener("pictures", () => this.#offer("pictures_offer", "sound_only_off"));
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    const more = this.live.dialogs.dialog("more");
    this.hosting.show(meeting);
    this.knocks.show(meeting);
    put(place(more, "sound-only"), say(this.live.stage.isSoundOnly ? "sound_only_off" : "sound_only_on"));
    put(place(more, "sounds"), say(this.live.sounds.isOn ? "sounds_off" : "sounds_on"));
    place(more, "refuse-recording").hidden = meeting.state.recording === "off";
  }

  /** @param {Event} event */
  clicked(event) {
    const button = pressed(event);
    const act = button?.dataset.do ?? "";
    if (!button || button.closest('[data-screen="door"]')) return;
    if (this.hosting.do(act)) return this.live.dialogs.close();
    this.acts[act]?.(button);
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const act = actOf(event);
    if (!act || !this.keys.checked || !this.live.meeting || this.live.dialogs.isOpen) return;
    event.preventDefault();
    this.acts[act === "sound" ? "sound-only" : act]?.(this.live.element);
  }

  /** @type {Record<string, (button: HTMLElement) => unknown>} */
  acts = {
    microphone: () => this.turn("microphone"),
    camera: () => this.turn("camera"),
    hand: () => this.hand(),
    react: () => this.live.dialogs.open("react"),
    sign: ({ dataset }) => this.sign(dataset.sign ?? ""),
    screen: () => this.share(),
    captions: () => this.caption(),
    chat: () => this.chat(),
    people: () => this.panels.toggle("people"),
    "close-panel": () => this.panels.close(),
    more: () => this.live.dialogs.open("more"),
    help: () => this.live.dialogs.open("help"),
    person: ({ dataset }) => this.live.meeting && this.sheet.open(this.live.meeting, Number(dataset.person), this.live.stage.pinned),
    detach: () => this.live.stage.detach(),
    admit: ({ dataset }) => this.live.tell("meeting.admit", { person: Number(dataset.person), yes: true }),
    refuse: ({ dataset }) => this.live.tell("meeting.admit", { person: Number(dataset.person), yes: false }),
    "sound-only": () => this.listenOnly(!this.live.stage.isSoundOnly),
    sounds: () => this.sounds(),
    "refuse-recording": () => this.refuseRecording(),
    leave: () => this.live.leave(),
    "give-up": () => this.live.leave(),
    again: () => this.again(),
  };

  /** @param {Device} device */
  async turn(device) {
    const { own, news, meeting } = this.live;
    const me = meeting && myself(meeting);
    if (device === "camera" ? own.isSeen : own.isHeard) return own.close(device);
    if (!canCapture()) return news.pass(say("not_secure"));
    if (device === "microphone" && me && !me.may_speak) return news.pass(say(me.silenced ? "you_are_silenced" : "floor_is_closed"));
    if (device === "camera" && this.live.stage.isSoundOnly) this.listenOnly(false);
    await own.open(device);
  }

  hand() {
    const me = this.live.meeting && myself(this.live.meeting);
    this.live.tell("meeting.hand", { up: me?.hand === null });
  }

  /** @param {string} sign */
  sign(sign) {
    this.live.dialogs.close();
    this.live.tell("meeting.sign", { sign });
  }

  async share() {
    const { own, meeting, news } = this.live;
    const other = [...(meeting?.members.values() ?? [])].find(({ screen, person }) => screen && person.id !== meeting?.me);
    if (own.tracks.screen) own.unshare();
    else if (other) news.pass(say("screen_taken", { name: other.person.name }));
    else await own.share();
  }

  caption() {
    const { captions, controls } = this.live;
    captions.toggle();
    controls.unfold("captions", captions.isOpen);
    if (captions.isOpen) captions.box.focus({ preventScroll: true });
    this.live.draw();
  }

  chat() {
    this.panels.toggle("chat");
    if (this.panels.now === "chat") this.live.chat.read();
  }

  /** @param {number} person */
  pin(person) {
    this.live.stage.pin(person);
    this.live.draw();
  }

  /** @param {boolean} on */
  listenOnly(on) {
    const { own, stage, pulse, media, news } = this.live;
    news.drop("sound");
    if (on) this.hadCamera = own.isSeen;
    stage.isSoundOnly = pulse.isSoundOnly = on;
    media?.listenOnly(on);
    if (on) own.close("camera");
    else if (this.hadCamera) void own.open("camera");
    this.live.draw();
  }

  sounds() {
    this.live.sounds.turn(!this.live.sounds.isOn);
    this.live.draw();
  }

  refuseRecording() {
    this.live.dialogs.close();
    this.live.tell("meeting.consent", { yes: false });
  }

  /** @param {number} by */
  async askedToSpeak(by) {
    const name = this.live.meeting?.members.get(by)?.person.name ?? "";
    const yes = await this.live.dialogs.ask({ question: say("asked_to_speak", { name }), yes: say("microphone_on_mine"), no: say("not_now") });
    if (yes && !this.live.own.isHeard) await this.turn("microphone");
  }

  /** @param {MeetingState} before @param {MeetingState} after */
  async stateChanged(before, after) {
    const isMine = this.hosting.hasAskedToRecord();
    if (after.recording !== "asked") return this.consenting.abort();
    if (before.recording === "asked") return;
    const { signal } = (this.consenting = new AbortController());
    const yes = isMine || (await this.#consent(signal));
    if (!signal.aborted) this.live.tell("meeting.consent", { yes });
  }

  /** @param {AbortSignal} takenBack */
  #consent(takenBack) {
    const question = { question: say("consent_asks"), words: say("consent_words"), yes: say("consent_yes"), no: say("consent_no") };
    return this.live.dialogs.ask(question, takenBack);
  }

  /** On the line again: what was asked during the cut was not heard. */
  returned() {
    this.hosting.hasAskedToRecord();
  }

  /** How one was, to come back so. @param {string} reason */
  remember(reason) {
    const { own } = this.live;
    this.last = { microphone: own.isHeard, camera: own.isSeen, reason };
    this.panels.close();
  }

  async again() {
    const { own } = this.live;
    if (this.last.reason === "recorded") this.live.consents = true;
    if (this.last.microphone && this.last.camera) await own.openBoth();
    else if (this.last.microphone || this.last.camera) await own.open(this.last.microphone ? "microphone" : "camera");
    this.live.enter();
  }

  /** @param {string} sentence @param {string} word */
  #offer(sentence, word) {
    const act = () => this.listenOnly(!this.live.stage.isSoundOnly);
    this.live.news.keep("sound", say(sentence), [{ word: say(word), act }]);
  }
}
