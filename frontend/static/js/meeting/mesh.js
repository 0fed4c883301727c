// Full mesh of two to four people. The newcomer offers; failing that, the lower id does.

import { Peer } from "./peer.js";

/** @import { MediaAnswered, MediaOffered, MediaSlot, MediaTrickled } from "../wire" */
/** @import { Track } from "./own-media.js" */
/** @import { Key } from "./layout.js" */
/** @import { Means } from "./peer.js" */
/** @typedef {MediaOffered | MediaAnswered | MediaTrickled} Signal */
/** @typedef {{ person: number | null, track: MediaStreamTrack }} Voice */
/**
 * @typedef {object} Carrier What carries sound and pictures, in one of the modes. It says `change`.
 * @property {"mesh" | "forwarder" | "janus"} mode
 * @property {boolean} isConnected
 * @property {(key: Key) => MediaStreamTrack | null} picture
 * @property {() => Voice[]} voices
 * @property {(signal: Signal) => void} hear
 * @property {(track: Track) => void} put my `track` has changed
 * @property {(slots: readonly MediaSlot[]) => void} assign
 * @property {(others: number[], isNewcomer: boolean) => void} meet who is with me now
 * @property {(others: number[]) => void} keep the same, when another carrier is coming: nobody new is met
 * @property {() => RTCPeerConnection[]} connections
 * @property {(on: boolean) => void} listenOnly no pictures, please
 * @property {() => Promise<number[]> | null} speakers who has spoken since one last asked; null: the house tells
 * @property {() => void} restart
 * @property {() => void} close
 */

const SPEAKS = 0.02; // -34 dB over a quarter of a second, about what one's own voice has to reach
const PATIENCE = 3000; // milliseconds that the one who is there waits for the newcomer's offer

/** @implements {Carrier} */
export class Mesh extends EventTarget {
  /** @type {"mesh"} */
  mode = "mesh";

  /** @param {Means} means */
  constructor(means) {
    super();
    this.means = means;
    /** @type {Map<number, Peer>} */
    this.peers = new Map();
    this.changed = () => this.dispatchEvent(new Event("change"));
  }

  get isConnected() {
    const peers = [...this.peers.values()];
    return peers.length < 2 || peers.some((peer) => peer.isConnected); // of two, nobody knows whose line it is
  }

  /** Whether each of the others is connected. */
  get isWhole() {
    return [...this.peers.values()].every((peer) => peer.isConnected);
  }

  /** @param {number[]} others @param {boolean} isNewcomer */
  meet(others, isNewcomer) {
    this.keep(others);
    const fresh = others.filter((id) => !this.peers.has(id)).map((id) => this.#peer(id));
    if (isNewcomer) fresh.forEach((peer) => peer.begin());
    else if (fresh.length) setTimeout(() => fresh.forEach((peer) => this.#offerAfterAll(peer)), PATIENCE);
  }

  /** @param {number[]} others */
  keep(others) {
    [...this.peers.keys()].filter((id) => !others.includes(id)).forEach((id) => this.#part(id));
  }

  /** @param {Signal} signal */
  hear(signal) {
    const peer = this.#peer(signal.peer);
    if (signal.type === "meeting.trickled") peer.trickle(signal.candidate, signal.mid);
    else peer.describe({ type: signal.type === "meeting.offered" ? "offer" : "answer", sdp: signal.sdp });
  }

  /** @param {Key} wanted */
  picture(wanted) {
    const [id, source] = wanted.split(":");
    return this.peers.get(Number(id))?.track(source === "screen" ? "screen" : "camera") ?? null;
  }

  voices() {
    const heard = [...this.peers.values()].map((peer) => ({ person: peer.id, track: peer.track("microphone") }));
    return heard.flatMap(({ person, track }) => (track ? [{ person, track }] : []));
  }

  /** @param {Track} track */
  put(track) {
    this.peers.forEach((peer) => peer.put(track));
  }

  /** Who speaks, loudest first. */
  async speakers() {
    const voices = await Promise.all(
      [...this.peers.values()].map(async (peer) => ({ id: peer.id, loudness: await peer.loudness() })),
    );
    const loud = voices.filter(({ loudness }) => loudness > SPEAKS);
    return loud.sort((one, two) => two.loudness - one.loudness).map(({ id }) => id);
  }

  assign() {} // here everybody has their own connection

  connections() {
    return [...this.peers.values()].flatMap(({ connection }) => (connection ? [connection] : []));
  }

  /** @param {boolean} on */
  listenOnly(on) {
    this.means.isListening = on;
    this.peers.forEach((peer) => peer.direct());
  }

  restart() {
    this.peers.forEach((peer) => peer.restart());
  }

  close() {
    [...this.peers.keys()].forEach((id) => this.#part(id));
  }

  /** @param {number} id */
  #peer(id) {
    const known = this.peers.get(id);
    if (known) return known;
    const peer = new Peer(id, this.means);
    peer.addEventListener("change", this.changed);
    this.peers.set(id, peer);
    return peer;
  }

  /** @param {Peer} peer */
  #offerAfterAll(peer) {
    if (this.peers.get(peer.id) === peer && !peer.hasBegun && !peer.isPolite) peer.begin();
  }

  /** @param {number} id */
  #part(id) {
    const peer = this.peers.get(id);
    peer?.removeEventListener("change", this.changed);
    peer?.close();
    this.peers.delete(id);
  }
}
