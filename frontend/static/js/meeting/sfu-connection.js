// The connection with our SFU. It offers once; what its media sections carry changes without
// renegotiation: the slots tell whose they are.

import { fit } from "./simulcast.js";
import { inStereo } from "./sound-quality.js";

/** @import { MediaSlot } from "../wire" */
/** @import { Track } from "./own-media.js" */
/** @import { Key } from "./layout.js" */
/** @import { Carrier, Signal } from "./mesh.js" */
/** @import { Means } from "./peer.js" */

/** Which of my tracks a section takes. @type {Record<string, Track>} */
const UP = { m: "microphone", l: "camera", h: "camera", s: "screen" };
const PATIENCE = 4000;

/** @implements {Carrier} */
export class SfuConnection extends EventTarget {
  /** @type {"forwarder"} */
  mode = "forwarder";

  /** @param {Means} means */
  constructor(means) {
    super();
    this.means = means;
    /** @type {RTCPeerConnection | null} */
    this.connection = null;
    /** @type {readonly MediaSlot[]} */
    this.slots = [];
    this.isPlain = false;
    this.work = Promise.resolve();
    this.fitting = Promise.resolve();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubt = undefined;
  }

  get isConnected() {
    return this.connection?.connectionState === "connected";
  }

  /** @param {Signal} signal */
  hear(signal) {
    if (signal.type === "meeting.offered")
      this.work = this.work.then(() => this.#answer(signal.sdp)).catch((error) => this.#failed(error));
  }

  meet() {} // the house knows who is with me
  keep() {}

  /** @param {readonly MediaSlot[]} slots */
  assign(slots) {
    this.slots = slots;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Key} wanted */
  picture(wanted) {
    const slot = this.slots.find(({ person, source }) => source !== "microphone" && `${person}:${source}` === wanted);
    return slot ? this.#coming(slot.mid) : null;
  }

  /** Play every audio section, whoever it carries: a voice must not wait for its slot to be announced. */
  voices() {
    const sections =
      this.connection
        ?.getTransceivers()
        .filter(({ receiver, mid }) => receiver.track.kind === "audio" && !(String(mid) in UP)) ?? [];
    return sections.map(({ mid, receiver }) => ({
      person: this.slots.find((slot) => slot.mid === mid)?.person ?? null,
      track: receiver.track,
    }));
  }

  /** @param {Track} track */
  put(track) {
    for (const { mid, sender } of this.connection?.getTransceivers() ?? []) {
      if (UP[String(mid)] === track) void sender.replaceTrack(this.means.tracks[track]).then(() => this.#fit());
    }
  }

  /** Send only the small simulcast layer. @param {boolean} on */
  keepPlain(on) {
    this.isPlain = on;
    void this.#fit();
  }

  connections() {
    return this.connection ? [this.connection] : [];
  }

  speakers() {
    return null;
  }

  listenOnly() {} // the house sends what our view asks for

  restart() {
    this.means.say("meeting.restart", {});
  }

  close() {
    clearTimeout(this.doubt);
    if (!this.connection) return;
    this.connection.onconnectionstatechange = null;
    this.connection.close();
    this.connection = null;
  }

  /** @param {string} sdp */
  async #answer(sdp) {
    this.close();
    const connection = new RTCPeerConnection({ ...this.means.ways(), bundlePolicy: "max-bundle" });
    this.connection = connection;
    connection.onconnectionstatechange = () => this.#stateChanged(connection);
    await connection.setRemoteDescription({ type: "offer", sdp });
    await Promise.all(connection.getTransceivers().map((transceiver) => this.#take(transceiver)));
    const { type, sdp: mine = "" } = await connection.createAnswer();
    await connection.setLocalDescription({ type, sdp: inStereo(mine) });
    this.means.say("meeting.answer", { peer: 0, sdp: connection.localDescription?.sdp ?? "" });
    await this.#fit();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {RTCRtpTransceiver} transceiver */
  async #take(transceiver) {
    const track = UP[String(transceiver.mid)];
    transceiver.direction = track ? "sendonly" : "recvonly";
    if (track) await transceiver.sender.replaceTrack(this.means.tracks[track]);
  }

  /** Set parameters one after the other: a sender refuses new ones while it applies some. */
  #fit() {
    const fitAll = () => this.#fitAll();
    this.fitting = this.fitting.then(fitAll, fitAll);
    return this.fitting;
  }

  async #fitAll() {
    for (const { mid, sender } of this.connection?.getTransceivers() ?? [])
      await fit(sender, String(mid), this.isPlain);
  }

  /** @param {string} mid */
  #coming(mid) {
    return this.connection?.getTransceivers().find((each) => each.mid === mid)?.receiver.track ?? null;
  }

  /** @param {RTCPeerConnection} connection */
  #stateChanged(connection) {
    if (connection !== this.connection) return;
    clearTimeout(this.doubt);
    if (connection.connectionState === "failed") this.restart();
    if (connection.connectionState === "disconnected") this.doubt = setTimeout(() => this.restart(), PATIENCE);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {unknown} error */
  #failed(error) {
    console.warn("house", error);
    this.doubt = setTimeout(() => this.restart(), PATIENCE);
  }
}
