// One RTCPeerConnection of a mesh: perfect negotiation, and an ICE restart when it fails.

import { decide, fingerprint, isPolite } from "./negotiation.js";
import { bound } from "./simulcast.js";
import { inStereo, soundRate } from "./sound-quality.js";

/** @import { Track } from "./own-media.js" */
/** @typedef {(type: string, fields: object) => void} Say */
/**
 * @typedef {object} Means What a connection is made with.
 * @property {number} me
 * @property {Say} say
 * @property {() => RTCConfiguration} ways
 * @property {Record<Track, MediaStreamTrack | null>} tracks mine
 * @property {boolean} isListening no pictures are wanted
 */
/** @typedef {{ type: "offer" | "answer", sdp: string }} Description */
/**
 * @typedef {{ energy: number, lasted: number }} Voice as statistics of WebRTC count it: squares of levels times
 * seconds, and seconds
 */

export const ORDER = /** @type {const} */ (["microphone", "camera", "screen"]); // of the media sections
const PATIENCE = 4000; // milliseconds of disconnection before an ICE restart, and of looking for a way
const MOST = 900_000; // bits a second for one picture: three people receive it

/** Fires `change` when tracks came or went. */
export class Peer extends EventTarget {
  /** @param {number} id @param {Means} means */
  constructor(id, means) {
    super();
    this.id = id;
    this.means = means;
    this.isPolite = isPolite(means.me, id);
    this.work = Promise.resolve();
    this.isOffering = this.isClosed = false;
    /** @type {Voice} */
    this.voice = { energy: 0, lasted: 0 };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubt = undefined;
    this.connection = this.#build();
  }

  /** Make the first offer. */
  begin() {
    const { tracks } = this.means;
    if (this.connection.getTransceivers().length) return;
    for (const track of ORDER)
      this.connection.addTransceiver(tracks[track] ?? (track === "microphone" ? "audio" : "video"), {
        direction: this.#direction(track),
      });
  }

  /** Set the directions after video was turned on or off. */
  direct() {
    this.connection
      .getTransceivers()
      .forEach((transceiver, index) => (transceiver.direction = this.#direction(ORDER[index])));
  }

  get hasBegun() {
    return this.connection.getTransceivers().length > 0;
  }

  get isConnected() {
    return this.connection.connectionState === "connected";
  }

  /** The remote `track`, if it is being received. @param {Track} track */
  track(track) {
    const transceiver = this.connection.getTransceivers()[ORDER.indexOf(track)];
    return transceiver?.currentDirection?.includes("recv") ? transceiver.receiver.track : null;
  }

  /** Replace my `track`, or remove it. @param {Track} track */
  put(track) {
    void this.#sender(track)
      ?.replaceTrack(this.means.tracks[track])
      .then(() => this.#bound());
  }

  /** @param {Description} description */
  describe(description) {
    this.#queue(() => (description.type === "offer" ? this.#offered(description) : this.#answered(description)));
  }

  /** @param {string} candidate @param {string} mid */
  trickle(candidate, mid) {
    this.#queue(async () => {
      if (!candidate || !this.connection.remoteDescription) return;
      // One that belongs to an offer we did not take, or to a connection that was, is of no use and does no harm.
      await this.connection
        .addIceCandidate({ candidate, sdpMid: mid })
        .catch((error) => console.debug("candidate", error));
    });
  }

  /** How loud their voice has been since one last asked, from 0 to 1: nothing falls between. */
  async loudness() {
    const before = this.voice;
    this.voice = await this.#voice();
    const lasted = this.voice.lasted - before.lasted;
    return lasted > 0 ? Math.sqrt(Math.max(0, this.voice.energy - before.energy) / lasted) : 0;
  }

  restart() {
    this.connection.restartIce();
  }

  /** Close; queued steps are dropped. */
  close() {
    this.isClosed = true;
    this.#shut();
  }

  #shut() {
    clearTimeout(this.doubt);
    this.connection.onnegotiationneeded =
      this.connection.onicecandidate =
      this.connection.onconnectionstatechange =
        null;
    this.connection.close();
  }

  #build() {
    const connection = new RTCPeerConnection(this.means.ways());
    connection.onnegotiationneeded = () => this.#queue(() => this.#offer(connection));
    connection.onicecandidate = ({ candidate }) =>
      this.#tell("meeting.trickle", { candidate: candidate?.candidate ?? "", mid: candidate?.sdpMid ?? "" });
    connection.ontrack = () => this.dispatchEvent(new Event("change"));
    connection.onconnectionstatechange = () => this.#stateChanged();
    return connection;
  }

  /** @param {RTCPeerConnection} connection */
  async #offer(connection) {
    if (connection !== this.connection || connection.signalingState !== "stable") return;
    this.isOffering = true;
    try {
      const { type, sdp = "" } = await connection.createOffer();
      await connection.setLocalDescription({ type, sdp: inStereo(sdp) });
    } finally {
      this.isOffering = false;
    }
    this.#tell("meeting.offer", { sdp: connection.localDescription?.sdp ?? "" });
  }

  /** The total audio energy received on this connection. @returns {Promise<Voice>} */
  async #voice() {
    const report = await this.connection.getTransceivers()[ORDER.indexOf("microphone")]?.receiver.getStats();
    const voice = [.../** @type {any} */ (report ?? new Map()).values()].find(({ type }) => type === "inbound-rtp");
    return { energy: voice?.totalAudioEnergy ?? 0, lasted: voice?.totalSamplesDuration ?? 0 };
  }

  /** @param {Description} offer */
  async #offered(offer) {
    if (this.isClosed) return;
    const known = this.connection.remoteDescription?.sdp ?? "";
    const decision = decide({
      isPolite: this.isPolite,
      isOffering: this.isOffering,
      isStable: this.connection.signalingState === "stable",
      isNew: known !== "" && fingerprint(known) !== fingerprint(offer.sdp),
      isKnown: known !== "",
    });
    if (decision === "ignore") return;
    if (decision === "rebuild") this.#rebuild();
    await this.connection.setRemoteDescription(offer);
    await this.#adopt();
    const { type, sdp = "" } = await this.connection.createAnswer();
    await this.connection.setLocalDescription({ type, sdp: inStereo(sdp) });
    this.#tell("meeting.answer", { sdp: this.connection.localDescription?.sdp ?? "" });
    this.#search();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Description} answer */
  async #answered(answer) {
    if (this.connection.signalingState !== "have-local-offer") return; // to an offer that was taken back
    await this.connection.setRemoteDescription(answer);
    this.#search();
    this.dispatchEvent(new Event("change"));
  }

  /** Send our tracks in the sections that the other side opened. */
  async #adopt() {
    const transceivers = this.connection.getTransceivers();
    for (const [index, track] of ORDER.entries()) {
      const transceiver = transceivers[index];
      if (!transceiver) continue;
      transceiver.direction = this.#direction(track);
      await transceiver.sender.replaceTrack(this.means.tracks[track]);
    }
  }

  /** @param {Track} track @returns {RTCRtpTransceiverDirection} */
  #direction(track) {
    return this.means.isListening && track !== "microphone" ? "sendonly" : "sendrecv";
  }

  #rebuild() {
    this.#shut();
    this.isOffering = false;
    this.connection = this.#build();
  }

  #stateChanged() {
    const { connectionState } = this.connection;
    this.#search();
    if (connectionState === "failed") this.restart();
    if (connectionState === "disconnected") this.#doubt(() => (this.restart(), this.#search()));
    if (connectionState === "connected") void this.#bound();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Track} track */
  #sender(track) {
    return this.connection.getTransceivers()[ORDER.indexOf(track)]?.sender;
  }

  async #bound() {
    await bound(this.#sender("camera"), MOST);
    await bound(this.#sender("microphone"), soundRate(this.means.tracks.microphone));
  }

  /** A way is being looked for: say so if none is found, that the house may carry. */
  #search() {
    clearTimeout(this.doubt);
    if (!this.isClosed && !this.isConnected) this.#doubt(() => this.#tell("meeting.unmet", {}));
  }

  /** @param {() => void} act unless something changes meanwhile */
  #doubt(act) {
    clearTimeout(this.doubt);
    this.doubt = setTimeout(act, PATIENCE);
  }

  /**
   * One thing after another: descriptions and candidates are of no use out of order.
   * @param {() => Promise<void>} step
   */
  #queue(step) {
    this.work = this.work.then(step).catch((error) => this.#failed(error));
  }

  /** Rebuild the connection after an error, which is logged. @param {unknown} error */
  #failed(error) {
    console.warn("mesh", this.id, error);
    if (this.isClosed) return;
    this.#rebuild();
    if (!this.isPolite) this.begin();
  }

  /** @param {string} type @param {object} fields */
  #tell(type, fields) {
    this.means.say(type, { peer: this.id, ...fields });
  }
}
