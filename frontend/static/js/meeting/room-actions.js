// The person's actions in the meeting: buttons, shortcuts, and questions to answer.

import { say } from "../words.js";
import { HostControls } from "./host-controls.js";
import { isRaised, myself } from "./reducer.js";
import { remember } from "./preferences.js";
import { Knocks } from "./knocks.js";
import { Panels } from "./panels.js";
import { find, place, pressed, put } from "./dom.js";
import { PersonSheet } from "./person-sheet.js";
import { canCapture } from "./capture-errors.js";
import { shortcutOf } from "./shortcuts.js";

/** @import { MeetingState } from "../wire" */
/** @import { Meeting } from "./reducer.js" */
/** @import { LiveMeeting } from "./live-meeting.js" */
/** @import { Device } from "./own-media.js" */

export class RoomActions {
  /** @param {LiveMeeting} live */
  constructor(live) {
    this.live = live;
    this.panels = new Panels(live.element, live.controls, () => live.draw());
    this.hostControls = new HostControls(
      live.dialogs,
      live.tell,
      () => live.meeting,
      () => live.livedPhase.current,
    );
    this.knocks = new Knocks(live.news, live.tell);
    this.sheet = new PersonSheet(live.dialogs, { say: live.tell, pin: (person) => this.pin(person) });
    /** @type {{ microphone: boolean, camera: boolean, reason: string }} as one was when one went out */
    this.last = { microphone: false, camera: false, reason: "" };
    this.hadCamera = false;
    /** @type {boolean | null} what was asked of my hand, until the server has shown it */
    this.handAsked = null;
    this.consenting = new AbortController();
    this.keys = remember(find(live.dialogs.dialog("more"), "[data-keys]"), "hub-meeting-keys");
    live.element.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.keyed(event));
    live.captions.addEventListener("written", (event) =>
      this.#offerCaptions(/** @type {CustomEvent} */ (event).detail),
    );
    live.qualityMonitor.addEventListener("sound", () => this.#offer("sound_offer", "sound_only_on"));
    live.qualityMonitor.addEventListener("pictures", () => this.#offer("pictures_offer", "sound_only_off"));
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    const more = this.live.dialogs.dialog("more");
    this.hostControls.show(meeting);
    this.knocks.show(meeting);
    if (this.handAsked === isRaised(meeting)) this.handAsked = null;
    put(place(more, "sound-only"), say(this.live.stage.isSoundOnly ? "sound_only_off" : "sound_only_on"));
    put(place(more, "sounds"), say(this.live.sounds.isOn ? "sounds_off" : "sounds_on"));
    place(more, "refuse-recording").hidden = meeting.state.recording === "off";
  }

  /** @param {Event} event */
  clicked(event) {
    const button = pressed(event);
    const act = button?.dataset.do ?? "";
    if (!button || button.closest('[data-screen="door"]')) return;
    if (this.hostControls.do(act)) return this.live.dialogs.close();
    this.acts[act]?.(button);
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const act = shortcutOf(event);
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
    person: ({ dataset }) =>
      this.live.meeting && this.sheet.open(this.live.meeting, Number(dataset.person), this.live.stage.pinned),
    detach: () => this.live.stage.detach(),
    admit: ({ dataset }) => this.live.tell("meeting.admit", { person: Number(dataset.person), yes: true }),
    refuse: ({ dataset }) => this.live.tell("meeting.admit", { person: Number(dataset.person), yes: false }),
    "sound-only": () => this.listenOnly(!this.live.stage.isSoundOnly),
    sounds: () => this.sounds(),
    "refuse-recording": () => this.refuseRecording(),
    texts: () => this.live.sharedText.choose(),
    read: (button) => this.live.sharedText.read(button),
    "step-back": () => this.live.sharedText.step(-1),
    "step-on": () => this.live.sharedText.step(1),
    "put-text-away": () => this.live.sharedText.putAway(),
    finish: () => this.live.livedPhase.finish(true),
    "go-on": () => this.live.livedPhase.finish(false),
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
    if (device === "microphone" && me && !me.may_speak)
      return news.pass(say(me.silenced ? "you_are_silenced" : "floor_is_closed"));
    if (device === "camera" && this.live.stage.isSoundOnly) this.listenOnly(false);
    await own.open(device);
  }

  /** A second press takes back the first, also before the server has shown it. */
  hand() {
    const { meeting } = this.live;
    if (!meeting) return;
    this.handAsked = !(this.handAsked ?? isRaised(meeting));
    this.live.tell("meeting.hand", { up: this.handAsked });
  }

  /** @param {string} sign */
  sign(sign) {
    this.live.dialogs.close();
    this.live.tell("meeting.sign", { sign });
  }

  async share() {
    const { own, meeting, news } = this.live;
    const other = [...(meeting?.members.values() ?? [])].find(
      ({ screen, person }) => screen && person.id !== meeting?.me,
    );
    if (own.tracks.screen) own.unshare();
    else if (other) news.pass(say("screen_taken", { name: other.person.name }));
    else await own.share();
  }

  caption() {
    const { captions, controls } = this.live;
    captions.toggle();
    this.live.news.drop("captions");
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
    const { own, stage, qualityMonitor, media, news } = this.live;
    news.drop("sound");
    if (on) this.hadCamera = own.isSeen;
    stage.isSoundOnly = qualityMonitor.isSoundOnly = on;
    media?.listenOnly(on);
    if (on) own.close("camera");
    else if (this.hadCamera) void own.open("camera");
    this.live.draw();
  }

  sounds() {
    this.live.sounds.turn(!this.live.sounds.isOn);
    this.live.draw();
  }

  async refuseRecording() {
    const wasOn = this.live.meeting?.state.recording === "on";
    this.live.dialogs.close();
    this.live.tell("meeting.consent", { yes: false });
    if (wasOn && (await this.#forgets())) this.live.tell("meeting.forget", {});
  }

  /** What is to become of what was recorded until now. */
  #forgets() {
    return this.live.dialogs.ask({
      question: say("recording_kept_asks"),
      words: say("recording_kept_words"),
      yes: say("recording_erase"),
      no: say("recording_keep"),
    });
  }

  /** @param {number} by */
  async askedToSpeak(by) {
    const name = this.live.meeting?.members.get(by)?.person.name ?? "";
    const yes = await this.live.dialogs.ask({
      question: say("asked_to_speak", { name }),
      yes: say("microphone_on_mine"),
      no: say("not_now"),
    });
    if (yes && !this.live.own.isHeard) await this.turn("microphone");
  }

  /** @param {MeetingState} before @param {MeetingState} after */
  async stateChanged(before, after) {
    const isMine = this.hostControls.hasAskedToRecord();
    if (after.recording !== "asked") return this.consenting.abort();
    if (before.recording === "asked") return;
    const { signal } = (this.consenting = new AbortController());
    const yes = isMine || (await this.#consent(signal));
    if (!signal.aborted) this.live.tell("meeting.consent", { yes });
  }

  /** @param {AbortSignal} takenBack */
  #consent(takenBack) {
    const question = {
      question: say("consent_asks"),
      words: say("consent_words"),
      yes: say("consent_yes"),
      no: say("consent_no"),
    };
    return this.live.dialogs.ask(question, takenBack);
  }

  /** Reconnected: a request made while disconnected was lost. */
  returned() {
    this.hostControls.hasAskedToRecord();
    this.handAsked = null;
  }

  /** Remember the state of my devices, to restore it on return. @param {string} reason */
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

  /** @param {import("./reducer.js").Line} line */
  #offerCaptions({ name }) {
    const way = { word: say("captions_show"), act: () => this.caption() };
    this.live.news.keep("captions", say("captions_begin", { name }), [way]);
  }

  /** @param {string} sentence @param {string} word */
  #offer(sentence, word) {
    const act = () => this.listenOnly(!this.live.stage.isSoundOnly);
    this.live.news.keep("sound", say(sentence), [{ word: say(word), act }]);
  }
}
