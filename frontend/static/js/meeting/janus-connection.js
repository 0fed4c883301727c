// Media through Janus: we offer the upstream connection; Janus offers the downstream one, again at each change.

import { origin } from "./negotiation.js";
import { ORDER } from "./peer.js";
import { inStereo } from "./sound-quality.js";

/** @import { MediaSlot } from "../wire" */
/** @import { Track } from "./own-media.js" */
/** @import { Key } from "./layout.js" */
/** @import { Carrier, Signal } from "./mesh.js" */
/** @import { Means } from "./peer.js" */

const PATIENCE = 4000;
const MOST = 1_200_000;

/** @implements {Carrier} */
export class JanusConnection extends EventTarget {
  /** @type {"janus"} */
  mode = "janus";

  /** @param {Means} means */
  constructor(means) {
    super();
    this.means = means;
    /** @type {RTCPeerConnection | null} */
    this.up = null;
    /** @type {RTCPeerConnection | null} */
    this.down = null;
    /** @type {readonly MediaSlot[]} */
    this.slots = [];
    this.isBeginning = true;
    this.work = Promise.resolve();
    this.#queue(() => this.#offer());
  }

  get isConnected() {
    return this.up?.connectionState === "connected";
  }

  /** @param {Signal} signal */
  hear(signal) {
    if (signal.type === "meeting.offered") this.#queue(() => this.#answer(signal.sdp));
    if (signal.type === "meeting.answered") this.#queue(() => this.#answered(signal.sdp));
    if (signal.type === "meeting.trickled") this.#queue(() => this.#trickled(signal));
  }

  meet() {} // Janus offers again by itself
  keep() {}

  /** @param {readonly MediaSlot[]} slots */
  assign(slots) {
    this.slots = slots;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Key} wanted */
  picture(wanted) {
    const slot = this.slots.find(({ person, source }) => source !== "microphone" && `${person}:${source}` === wanted);
    return slot ? (this.#section(slot.mid)?.receiver.track ?? null) : null;
  }

  voices() {
    const sections =
      this.down
        ?.getTransceivers()
        .filter(
          ({ receiver, currentDirection }) => receiver.track.kind === "audio" && currentDirection?.includes("recv"),
        ) ?? [];
    return sections.map(({ mid, receiver }) => ({
      person: this.slots.find((slot) => slot.mid === mid)?.person ?? null,
      track: receiver.track,
    }));
  }

  /** @param {Track} track */
  put(track) {
    const sender = this.up?.getTransceivers()[ORDER.indexOf(track)]?.sender;
    void sender?.replaceTrack(this.means.tracks[track]);
  }

  connections() {
    return [this.up, this.down].flatMap((connection) => (connection ? [connection] : []));
  }

  speakers() {
    return null;
  }

  listenOnly() {} // the house sends what our view asks for

  restart() {
    this.close();
    this.isBeginning = true;
    this.means.say("meeting.restart", {});
    this.#queue(() => this.#offer());
  }

  close() {
    clearTimeout(this.doubt);
    this.connections().forEach((connection) => {
      connection.onconnectionstatechange = connection.onicecandidate = null;
      connection.close();
    });
    this.up = this.down = null;
  }

  async #offer() {
    this.up?.close();
    const up = (this.up = this.#open("up"));
    for (const track of ORDER) {
      const { sender } = up.addTransceiver(this.means.tracks[track] ?? (track === "microphone" ? "audio" : "video"), {
        direction: "sendonly",
        ...(track === "microphone" ? {} : { sendEncodings: [{ maxBitrate: MOST }] }),
      });
      if (track === "screen" && sender.track) sender.track.contentHint = "detail";
    }
    const { type, sdp } = await up.createOffer();
    await up.setLocalDescription({ type, sdp: inStereo(sdp ?? "") });
    this.means.say("meeting.offer", { peer: 0, way: "up", sdp: up.localDescription?.sdp ?? "" });
  }

  /** @param {string} sdp */
  async #answered(sdp) {
    if (this.up?.signalingState === "have-local-offer") await this.up.setRemoteDescription({ type: "answer", sdp });
  }

  /** @param {string} sdp */
  async #answer(sdp) {
    const known = this.down?.remoteDescription?.sdp ?? "";
    if (!this.down || origin(known) !== origin(sdp)) {
      if (this.down && !this.isBeginning) this.#queue(() => this.#offer()); // the house has begun anew with Janus
      this.down?.close();
      this.down = this.#open("down");
    }
    this.isBeginning = false;
    await this.down.setRemoteDescription({ type: "offer", sdp });
    const { type, sdp: mine = "" } = await this.down.createAnswer();
    await this.down.setLocalDescription({ type, sdp: inStereo(mine) });
    this.means.say("meeting.answer", { peer: 0, way: "down", sdp: this.down.localDescription?.sdp ?? "" });
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Extract<Signal, { type: "meeting.trickled" }>} signal */
  async #trickled({ way, candidate, mid }) {
    const connection = way === "up" ? this.up : this.down;
    if (candidate && connection?.remoteDescription) await connection.addIceCandidate({ candidate, sdpMid: mid || "0" });
  }

  /** @param {"up" | "down"} way */
  #open(way) {
    const connection = new RTCPeerConnection(this.means.ways());
    connection.onicecandidate = ({ candidate }) =>
      this.means.say("meeting.trickle", {
        peer: 0,
        way,
        candidate: candidate?.candidate ?? "",
        mid: candidate?.sdpMid ?? "",
      });
    connection.onconnectionstatechange = () => this.#stateChanged(connection);
    connection.ontrack = () => this.dispatchEvent(new Event("change"));
    return connection;
  }

  /** @param {RTCPeerConnection} connection */
  #stateChanged({ connectionState }) {
    clearTimeout(this.doubt);
    if (connectionState === "failed") this.restart();
    if (connectionState === "disconnected") this.doubt = setTimeout(() => this.restart(), PATIENCE);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} mid */
  #section(mid) {
    return this.down?.getTransceivers().find((each) => each.mid === mid);
  }

  /** @param {() => Promise<void>} step */
  #queue(step) {
    this.work = this.work.then(step).catch((error) => this.#failed(error));
  }

  /** @param {unknown} error */
  #failed(error) {
    console.warn("janus", error);
    this.doubt = setTimeout(() => this.restart(), PATIENCE);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  doubt = undefined;
}
