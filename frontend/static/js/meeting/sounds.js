// Notification sounds, synthesised, and the level meter of a track.

import { device } from "../shelf.js";

/** @typedef {"knock" | "hand" | "enter" | "test"} Sound */

/**
 * Each note: its pitch in hertz, when it begins and how long it lasts, in seconds.
 * @type {Record<Sound, [number, number, number][]>}
 */
const SCORES = {
  knock: [
    [196, 0, 0.09],
    [196, 0.16, 0.09],
  ],
  hand: [
    [523, 0, 0.16],
    [659, 0.12, 0.22],
  ],
  enter: [[392, 0, 0.22]],
  test: [
    [392, 0, 0.35],
    [523, 0.35, 0.35],
    [659, 0.7, 0.7],
  ],
};
const LOUD = 0.16;
/** The level of `listen` from which somebody speaks (-35 dB: a shy voice, above a room's noise). */
export const SPOKEN = 0.42;
const WINDOW = 1024; // samples, some 20 ms: as short as a syllable
const SHELF = "hub-meeting-sounds";

/** @type {AudioContext | null} */
let context = null;

/** The audio context; suspended by browsers until a user gesture. */
function audio() {
  if (!context)
    for (const press of ["pointerdown", "keydown"])
      addEventListener(press, () => void context?.resume(), { once: true });
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

export class Sounds {
  constructor(shelf = device) {
    this.shelf = shelf;
    this.isOn = shelf.getItem(SHELF) !== "off";
  }

  /** @param {boolean} on */
  turn(on) {
    this.isOn = on;
    this.shelf.setItem(SHELF, on ? "on" : "off");
  }

  /** @param {Sound} sound @param {string} [speaker] */
  async play(sound, speaker = "") {
    if (!this.isOn && sound !== "test") return;
    const machine = audio();
    // Without setSinkId, the default speaker is used.
    if ("setSinkId" in machine) await /** @type {any} */ (machine).setSinkId(speaker).catch(() => {});
    SCORES[sound].forEach(([pitch, begin, length]) => note(machine, pitch, machine.currentTime + begin, length));
  }
}

/** @param {AudioContext} machine @param {number} pitch @param {number} begin @param {number} length */
function note(machine, pitch, begin, length) {
  const source = new OscillatorNode(machine, { type: "triangle", frequency: pitch });
  const volume = new GainNode(machine, { gain: 0 });
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(LOUD, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + length);
  source.connect(volume).connect(machine.destination);
  source.start(begin);
  source.stop(begin + length);
}

/**
 * Call `show` with the peak level of `track`, from 0 to 1, some ten times a second.
 * Returns a function that stops it.
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} show
 */
export function listen(track, show) {
  const machine = audio();
  const source = machine.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(machine, { fftSize: 8 * WINDOW });
  const wave = new Float32Array(analyser.fftSize);
  source.connect(analyser);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(wave);
    show(loudest(wave));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Of its windows, the loudest. @param {Float32Array} wave */
function loudest(wave) {
  const starts = Array.from({ length: wave.length / WINDOW }, (_, index) => index * WINDOW);
  return Math.max(...starts.map((start) => loudness(wave.subarray(start, start + WINDOW))));
}

/** From silence (-60 dB) to as loud as can be. @param {Float32Array} wave */
export function loudness(wave) {
  const power = wave.reduce((sum, each) => sum + each * each, 0) / wave.length;
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
