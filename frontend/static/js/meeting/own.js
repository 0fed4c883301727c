// My microphone, my camera, my screen: asked for, changed, given back. A camera that is off is let go, light and all.

import { keep } from "./kept.js";
import { isRefusal, sentenceOf } from "./refusals.js";

/** @typedef {"microphone" | "camera" | "screen"} Track */
/** @typedef {"microphone" | "camera"} Device */
/** @typedef {{ device: Device, key: string, name: string }} Trouble `key`: of a sentence; `name`: what is used instead */

const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const VIDEO = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 } };
const KINDS = /** @type {const} */ ({ microphone: "audioinput", camera: "videoinput", output: "audiooutput" });
const SHELF = "hub-meeting-devices";

/** Says `change` (detail: which track), `devices`, and `trouble` (detail: a Trouble). */
export class OwnMedia extends EventTarget {
  constructor(shelf = localStorage) {
    super();
    this.shelf = shelf;
    /** @type {Record<Track, MediaStreamTrack | null>} */
    this.tracks = { microphone: null, camera: null, screen: null };
    /** @type {{ microphone?: string, camera?: string, output?: string }} what was chosen on this device */
    this.chosen = JSON.parse(shelf.getItem(SHELF) ?? "{}");
    navigator.mediaDevices?.addEventListener("devicechange", () => this.dispatchEvent(new Event("devices")));
  }

  get isHeard() {
    return Boolean(this.tracks.microphone?.enabled);
  }

  get isSeen() {
    return this.tracks.camera !== null;
  }

  /** Both at once, so that one is asked once; what cannot be had is told, the other is kept. */
  async openBoth() {
    try {
      this.#take(await this.#ask({ audio: this.#audio(), video: this.#video() }));
    } catch (error) {
      const heard = await this.open("microphone");
      if (heard && isRefusal(error)) this.#tell("camera", error);
      else if (heard || !isRefusal(error)) await this.open("camera");
      else this.#tell("camera", error);
    }
  }

  /** Turn it on. False, and told why, when it cannot be. @param {Device} device */
  async open(device) {
    const track = this.tracks[device];
    if (track?.readyState === "live") return this.#enable(device, track);
    try {
      this.#take(await this.#ask(device === "microphone" ? { audio: this.#audio() } : { video: this.#video() }));
      return true;
    } catch (error) {
      this.#tell(device, error);
      return false;
    }
  }

  /** Turn it off. The microphone stays ours, silent, so that it comes back at once. @param {Device} device */
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
    keep(SHELF, JSON.stringify(this.chosen), this.shelf);
    if (device === "output") return this.#changed("microphone");
    const wasOff = device === "microphone" ? this.tracks.microphone && !this.isHeard : !this.isSeen;
    if (wasOff && device === "camera") return;
    this.#drop(device);
    if ((await this.open(device)) && wasOff) this.close(device);
  }

  /** @param {Device | "output"} device */
  async list(device) {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.filter(({ kind, label }) => kind === KINDS[device] && label);
  }

  /** Show one's screen. False when one has changed one's mind. */
  async share() {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false });
      const [track] = stream.getVideoTracks();
      track.contentHint = "detail";
      track.onended = () => this.unshare(); // the browser's own button
      this.tracks.screen = track;
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
  }

  /** Give everything back. */
  end() {
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
      return navigator.mediaDevices.getUserMedia({ audio: wish.audio && AUDIO, video: wish.video && this.#video() });
    }
  }

  #audio() {
    return this.chosen.microphone ? { ...AUDIO, deviceId: { exact: this.chosen.microphone } } : AUDIO;
  }

  #video() {
    return { ...VIDEO, ...(this.chosen.camera ? { deviceId: { exact: this.chosen.camera } } : { facingMode: "user" }) };
  }

  /** @param {MediaStream} stream */
  #take(stream) {
    for (const track of stream.getTracks()) {
      const device = track.kind === "audio" ? "microphone" : "camera";
      this.#drop(device);
      track.onended = () => void this.#lost(device, track);
      this.tracks[device] = track;
      this.#changed(device);
    }
    this.dispatchEvent(new Event("devices")); // their names may be told now
  }

  /** Unplugged, or taken back by the system: another of its kind, else off; told either way. @param {Device} device @param {MediaStreamTrack} track */
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
    this.dispatchEvent(new CustomEvent("change", { detail: track }));
  }
}
