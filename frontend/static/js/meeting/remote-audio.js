// Plays remote audio, an element for each track, through the chosen speaker; people who may not speak are muted.

/** @import { Voice } from "./mesh.js" */

/** Fires `blocked` when autoplay is refused until a click. */
export class RemoteAudio extends EventTarget {
  /** @param {Element} place */
  constructor(place) {
    super();
    this.place = place;
    this.speaker = "";
    /** @type {Map<MediaStreamTrack, HTMLAudioElement>} */
    this.playing = new Map();
  }

  /** @param {Voice[]} voices @param {ReadonlySet<number>} mute people */
  show(voices, mute) {
    const tracks = new Set(voices.map(({ track }) => track));
    [...this.playing.keys()].filter((track) => !tracks.has(track)).forEach((track) => this.#stop(track));
    for (const { person, track } of voices) this.#element(track).muted = person !== null && mute.has(person);
  }

  /** @param {string} speaker the id of an output; empty: the usual one */
  async playOn(speaker) {
    this.speaker = speaker;
    await Promise.all([...this.playing.values()].map((element) => this.#direct(element)));
  }

  /** After a click. */
  resume() {
    this.playing.forEach((element) => this.#play(element));
  }

  stop() {
    [...this.playing.keys()].forEach((track) => this.#stop(track));
  }

  /** @param {MediaStreamTrack} track */
  #element(track) {
    const known = this.playing.get(track);
    if (known) return known;
    const element = document.createElement("audio");
    element.srcObject = new MediaStream([track]);
    this.playing.set(track, element);
    this.place.append(element);
    void this.#direct(element);
    this.#play(element);
    return element;
  }

  /** @param {HTMLAudioElement} element */
  #play(element) {
    element.play().catch((error) => {
      if (error.name === "NotAllowedError") this.dispatchEvent(new Event("blocked"));
      else if (error.name !== "AbortError") throw error; // taken away before it began
    });
  }

  /** @param {HTMLAudioElement} element */
  async #direct(element) {
    if (!("setSinkId" in element) || element.sinkId === this.speaker) return;
    await element.setSinkId(this.speaker).catch((error) => {
      if (error.name !== "NotFoundError") throw error;
      this.speaker = ""; // it was unplugged: the usual one goes on
    });
  }

  /** @param {MediaStreamTrack} track */
  #stop(track) {
    const element = this.playing.get(track);
    if (element) element.srcObject = null;
    element?.remove();
    this.playing.delete(track);
  }
}
