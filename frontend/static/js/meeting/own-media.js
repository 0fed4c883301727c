// My microphone, camera and screen: captured, switched, released. A camera that is off is released, light and all.

import { device } from "../shelf.js";
import { isRefusal, sentenceOf } from "./capture-errors.js";
import { SoundMix } from "./sound-mix.js";

/** @typedef {"microphone" | "camera" | "screen"} Track */
/** @typedef {"microphone" | "camera"} Device */
/**
 * @typedef {{ device: Device, key: string, name: string }} Trouble `key`: of a sentence; `name`: what is used instead
 */

const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 2 };
// The sound of a tab, not of the whole machine: the others would hear themselves.
const SHARED = { video: { frameRate: { max: 15 } }, audio: AS_IT_IS, systemAudio: "exclude" };
const VIDEO = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 } };
const KINDS = /** @type {const} */ ({ microphone: "audioinput", camera: "videoinput", output: "audiooutput" });
const SHELF = "hub-meeting-devices";
const ORIGINAL = "hub-meeting-original";

/** Fires `change` (detail: which track), `devices`, and `trouble` (detail: a Trouble). */
export class OwnMedia extends EventTarget {
  constructor(shelf = device) {
    super();
    this.shelf = shelf;
    /** @type {Record<Track, MediaStreamTrack | null>} */
    this.tracks = { microphone: null, camera: null, screen: null };
    /** @type {Record<Track, MediaStreamTrack | null>} the same, with the sound of a shared tab mixed in */
    this.sent = { ...this.tracks };
    /** @type {SoundMix | null} */
    this.mix = null;
    this.isOriginal = shelf.getItem(ORIGINAL) === "on"; // as it sounds: for whoever sings or plays
    /** @type {{ microphone?: string, camera?: string, output?: string }} what was chosen on this device */
    this.chosen = JSON.parse(shelf.getItem(SHELF) ?? "{}");
    navigator.mediaDevices?.addEventListener("devicechange", () => this.dispatchEvent(new Event("devices")));
  }

  get isHeard() {
    return Boolean(this.tracks.microphone?.enabled);
  }

  /** Whether any sound is sent: of the microphone, or of a shared tab. */
  get isAudible() {
    return this.isHeard || this.mix !== null;
  }

  get isSeen() {
    return this.tracks.camera !== null;
  }

  /** Open both with one permission prompt; failing that, each by itself: one may be refused, and the other not. */
  async openBoth() {
    try {
      this.#take(await this.#ask({ audio: this.#audio(), video: this.#video() }));
    } catch {
      await this.open("microphone");
      await this.open("camera");
    }
  }

  /**
   * Turn a device on. False, with a `trouble` event, when it fails.
   * @param {Device} device
   * @param {boolean} [isMuted] capture it, and let nothing be heard yet
   */
  async open(device, isMuted = false) {
    const track = this.tracks[device];
    if (track?.readyState === "live") return this.#enable(device, track);
    try {
      const wish = device === "microphone" ? { audio: this.#audio() } : { video: this.#video() };
      this.#take(await this.#ask(wish), isMuted);
      return true;
    } catch (error) {
      this.#tell(device, error);
      return false;
    }
  }

  /**
   * Turn a device off. The microphone stays captured, disabled, so that it comes back at once.
   * @param {Device} device
   */
  close(device) {
    const track = this.tracks[device];
    if (!track) return;
    if (device === "microphone") track.enabled = false;
    else this.#drop(device);
    this.#changed(device);
  }

  /** @param {Device | "output"} device @param {string} id */
  async choose(device, id) {
    this.chosen[device] = id;
    this.shelf.setItem(SHELF, JSON.stringify(this.chosen));
    if (device === "output") return this.#changed("microphone");
    const wasOff = device === "microphone" ? !this.isHeard : !this.isSeen;
    if (wasOff && !this.tracks[device]) return;
    this.#drop(device);
    await this.open(device, wasOff);
  }

  /** Send my microphone as it sounds, in stereo; or cleaned of echo and noise. @param {boolean} on */
  async original(on) {
    this.isOriginal = on;
    this.shelf.setItem(ORIGINAL, on ? "on" : "off");
    if (!this.tracks.microphone) return;
    const wasOff = !this.isHeard;
    this.#drop("microphone");
    await this.open("microphone", wasOff);
  }

  /** @param {Device | "output"} device */
  async list(device) {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.filter(({ kind, label }) => kind === KINDS[device] && label);
  }

  /** Share the screen. False when the prompt was dismissed. */
  async share() {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(SHARED);
      const [track] = stream.getVideoTracks();
      const [sound] = stream.getAudioTracks(); // where the browser lends it: of a tab, mostly
      track.contentHint = "detail";
      track.onended = () => this.unshare(); // the browser's own button
      this.tracks.screen = track;
      if (sound) this.mix = new SoundMix(sound);
      if (sound) this.#changed("microphone");
      this.#changed("screen");
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  unshare() {
    this.#drop("screen");
    this.#changed("screen");
    this.#unmix();
  }

  #unmix() {
    if (!this.mix) return;
    this.mix.end();
    this.mix = null;
    this.#changed("microphone");
  }

  /** Release everything. */
  end() {
    this.#unmix();
    for (const track of /** @type {Track[]} */ (["microphone", "camera", "screen"])) {
      this.#drop(track);
      this.#changed(track);
    }
  }

  /** @param {MediaStreamConstraints} wish */
  async #ask(wish) {
    try {
      return await navigator.mediaDevices.getUserMedia(wish);
    } catch (error) {
      // What was chosen is no longer plugged in: any other will do.
      if (!(error instanceof DOMException) || error.name !== "OverconstrainedError") throw error;
      this.chosen = {};
      return navigator.mediaDevices.getUserMedia({
        audio: wish.audio && this.#sound(),
        video: wish.video && this.#video(),
      });
    }
  }

  #audio() {
    return { ...this.#sound(), ...(this.chosen.microphone ? { deviceId: { exact: this.chosen.microphone } } : {}) };
  }

  #sound() {
    return this.isOriginal ? AS_IT_IS : AUDIO;
  }

  #video() {
    return { ...VIDEO, ...(this.chosen.camera ? { deviceId: { exact: this.chosen.camera } } : { facingMode: "user" }) };
  }

  /** @param {MediaStream} stream @param {boolean} [isMuted] */
  #take(stream, isMuted = false) {
    for (const track of stream.getTracks()) {
      track.enabled = !isMuted;
      if (track.kind === "audio") track.contentHint = this.isOriginal ? "music" : "";
      const device = track.kind === "audio" ? "microphone" : "camera";
      this.#drop(device);
      track.onended = () => void this.#lost(device, track);
      this.tracks[device] = track;
      this.#changed(device);
    }
    this.dispatchEvent(new Event("devices")); // their names may be told now
  }

  /**
   * Unplugged, or taken back by the system: another of its kind, else off; told either way.
   * @param {Device} device
   * @param {MediaStreamTrack} track
   */
  async #lost(device, track) {
    if (this.tracks[device] !== track) return;
    const wasOn = track.enabled;
    this.#drop(device);
    this.#changed(device);
    delete this.chosen[device];
    const others = await this.list(device);
    const isBack = wasOn && others.length > 0 && (await this.open(device));
    const name = isBack ? (this.tracks[device]?.label ?? "") : "";
    this.#trouble(device, isBack ? `${device}_replaced` : `${device}_lost`, name);
  }

  /** @param {Track} track */
  #drop(track) {
    const ours = this.tracks[track];
    if (!ours) return;
    ours.onended = null;
    ours.stop();
    this.tracks[track] = null;
  }

  /** @param {Device} device @param {MediaStreamTrack} track */
  #enable(device, track) {
    track.enabled = true;
    this.#changed(device);
    return true;
  }

  /** @param {Device} device @param {unknown} error */
  #tell(device, error) {
    this.#trouble(device, sentenceOf(error, device), "");
  }

  /** @param {Device} device @param {string} key @param {string} name */
  #trouble(device, key, name) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: { device, key, name } }));
  }

  /** @param {Track} track */
  #changed(track) {
    this.mix?.take(this.tracks.microphone);
    Object.assign(this.sent, this.tracks, this.mix && { microphone: this.mix.track });
    this.dispatchEvent(new CustomEvent("change", { detail: track }));
  }
}
