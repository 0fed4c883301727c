// A soft sound when the phase changes: off at first, and as this device was left.

import { device } from "./shelf.js";

const KEY = "hub-sound";
const NOTES = [392, 523.25]; // hertz: a fourth, upwards
const APART = 0.18; // seconds
const LASTS = 0.9;
const LOUD = 0.12;

export class Chime {
  /** @param {HTMLElement | null} button switches it on and off */
  constructor(button, shelf = device) {
    this.button = button;
    this.shelf = shelf;
    /** @type {AudioContext | undefined} */
    this.audio = undefined;
    button?.addEventListener("click", () => this.#toggle());
    this.#show();
  }

  get isOn() {
    return this.shelf.getItem(KEY) === "on";
  }

  /** Sound, if it is on; a browser that wants a touch first stays silent. */
  ring() {
    if (!this.isOn || !("AudioContext" in globalThis)) return;
    const audio = (this.audio ??= new AudioContext());
    void audio.resume().then(() => NOTES.forEach((hertz, place) => note(audio, hertz, place * APART)));
  }

  #toggle() {
    if (this.isOn) this.shelf.removeItem(KEY);
    else this.shelf.setItem(KEY, "on");
    this.#show();
    this.ring();
  }

  #show() {
    if (this.button && "checked" in this.button) this.button.checked = this.isOn;
    else this.button?.setAttribute("aria-pressed", String(this.isOn));
  }
}

/** @param {AudioContext} audio @param {number} hertz @param {number} after */
function note(audio, hertz, after) {
  const [from, tone, volume] = [audio.currentTime + after, audio.createOscillator(), audio.createGain()];
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUD, from + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, from + LASTS);
  tone.connect(volume).connect(audio.destination);
  tone.start(from);
  tone.stop(from + LASTS);
}
