// Media over a mesh, the SFU or Janus. When the mode changes, the old carrier stays until the new one has video;
// people who come meanwhile are on the new one only.

import { together } from "./reducer.js";
import { SfuConnection } from "./sfu-connection.js";
import { JanusConnection } from "./janus-connection.js";
import { Mesh } from "./mesh.js";
import { count } from "./quality.js";

/** @import { IceServer, MeetingJoined, MeetingState } from "../wire" */
/** @import { Track } from "./own-media.js" */
/** @import { Meeting } from "./reducer.js" */
/** @import { Key } from "./layout.js" */
/** @import { Carrier, Signal } from "./mesh.js" */
/** @import { OwnMedia } from "./own-media.js" */
/** @import { Say } from "./peer.js" */

const CARRIERS = { mesh: Mesh, forwarder: SfuConnection, janus: JanusConnection };
const LOOK_EVERY = 150; // milliseconds
const LONGEST_LOOK = 5000; // without a picture: perhaps nobody has a camera

/** Fires `change` when tracks came or went, `detour` when the house carries what two networks did not let pass. */
export class Media extends EventTarget {
  /** @param {OwnMedia} own @param {Say} say @param {boolean} hidesAddress */
  constructor(own, say, hidesAddress) {
    super();
    this.own = own;
    this.say = say;
    this.hidesAddress = hidesAddress;
    this.isListening = false;
    /** @type {IceServer[]} */
    this.ice = [];
    /** @type {(Carrier & EventTarget) | null} */
    this.carrier = null;
    /** @type {(Carrier & EventTarget) | null} */
    this.coming = null;
    this.changed = () => this.dispatchEvent(new Event("change"));
    this.put = (/** @type {Event} */ event) => this.#put(/** @type {CustomEvent} */ (event).detail);
    own.addEventListener("change", this.put);
  }

  get isConnected() {
    return Boolean(this.carrier?.isConnected);
  }

  get mode() {
    return this.carrier?.mode ?? null;
  }

  /** Start or resume after `meeting.joined`. @param {MeetingJoined} joined @param {Meeting} meeting */
  enter({ resumed, state, ice }, meeting) {
    this.ice = ice;
    if (!resumed) this.close();
    const known = this.#newest?.mode === state.mode ? this.#newest : null;
    if (known && !known.isConnected) known.restart(); // what was said of it while the line was cut is lost
    this.carrier ??= this.#make(state.mode, meeting.me);
    this.meet(meeting, !resumed);
    if (resumed && !known && state.mode === "forwarder") this.#newest?.restart(); // its offer went to the page that was
    this.changed();
  }

  /** @param {IceServer[]} ice */
  renew(ice) {
    this.ice = ice;
    this.#all()
      .flatMap((carrier) => carrier.connections())
      .forEach((connection) => connection.setConfiguration(this.#ways(connection)));
  }

  /** Who is here, or what holds, has changed. @param {Meeting} meeting @param {boolean} isNewcomer */
  meet(meeting, isNewcomer = false) {
    if (this.#newest && this.#newest.mode !== meeting.state.mode) this.#change(meeting);
    const others = together(meeting)
      .map(({ person }) => person.id)
      .filter((id) => id !== meeting.me);
    const [newest, ...older] = this.#all();
    newest?.meet(others, isNewcomer);
    older.forEach((carrier) => carrier.keep(others));
    this.#all().forEach((carrier) => carrier.assign(meeting.slots));
  }

  /** @param {Signal} signal */
  hear(signal) {
    const carrier = this.#all().find(({ mode }) => (mode === "mesh") === (signal.peer !== 0));
    carrier?.hear(signal);
  }

  /** @param {Key} key */
  picture(key) {
    return this.carrier?.picture(key) ?? this.#early?.picture(key) ?? null;
  }

  voices() {
    const voices = this.carrier?.voices() ?? [];
    const heard = new Set(voices.map(({ person }) => person));
    const more = this.#early?.voices().filter(({ person }) => person !== null && !heard.has(person)) ?? [];
    return [...voices, ...more];
  }

  /** Who speaks, where the server does not measure it. */
  speakers() {
    return this.carrier?.speakers() ?? null;
  }

  /** Restart ICE: the network has changed. */
  restart() {
    this.carrier?.restart();
  }

  /** Receive sound only. @param {boolean} on */
  listenOnly(on) {
    this.isListening = on;
    this.#all().forEach((carrier) => carrier.listenOnly(on));
  }

  /** Send only the small simulcast layer. @param {boolean} on */
  keepPlain(on) {
    if (this.carrier instanceof SfuConnection) this.carrier.keepPlain(on);
  }

  async count() {
    const reports = await Promise.all((this.carrier?.connections() ?? []).map((connection) => connection.getStats()));
    return count(
      reports.map((report) => [.../** @type {any} */ (report).values()]),
      this.mode === "mesh",
    );
  }

  /** Close every connection. */
  end() {
    this.own.removeEventListener("change", this.put);
    this.close();
  }

  close() {
    this.#all().forEach((carrier) => this.#drop(carrier));
    this.carrier = this.coming = null;
  }

  get #newest() {
    return this.coming ?? this.carrier;
  }

  /** Carries already those whom the old one does not know. */
  get #early() {
    return this.coming?.isConnected ? this.coming : null;
  }

  #all() {
    return [this.coming, this.carrier].filter((carrier) => carrier !== null);
  }

  /** @param {MeetingState["mode"]} mode @param {number} me */
  #make(mode, me) {
    const carrier = new CARRIERS[mode]({
      me,
      say: this.say,
      ways: () => this.#ways(),
      tracks: this.own.sent,
      isListening: this.isListening,
    });
    carrier.addEventListener("change", this.changed);
    return carrier;
  }

  /** @param {Meeting} meeting */
  #change(meeting) {
    if (this.coming) this.#drop(this.coming);
    if (this.carrier instanceof Mesh && !this.carrier.isWhole) this.dispatchEvent(new Event("detour"));
    this.coming = this.#make(meeting.state.mode, meeting.me);
    void this.#handOver(this.coming);
  }

  /** @param {Carrier & EventTarget} coming */
  async #handOver(coming) {
    for (
      let looked = 0;
      coming === this.coming && looked < LONGEST_LOOK && !(await shows(coming));
      looked += coming.isConnected ? LOOK_EVERY : 0
    )
      await pause(LOOK_EVERY);
    if (coming !== this.coming) return;
    const old = this.carrier;
    this.carrier = coming;
    this.coming = null;
    this.changed();
    if (old) this.#drop(old);
  }

  /** @param {Carrier & EventTarget} carrier */
  #drop(carrier) {
    carrier.removeEventListener("change", this.changed);
    carrier.close();
  }

  /** @param {Track} track */
  #put(track) {
    this.#all().forEach((carrier) => carrier.put(track));
  }

  /** @param {RTCPeerConnection} [connection] @returns {RTCConfiguration} */
  #ways(connection) {
    const iceServers = this.ice.map(({ urls, username, credential }) =>
      username ? { urls, username, credential } : { urls },
    );
    return { ...connection?.getConfiguration(), iceServers, iceTransportPolicy: this.hidesAddress ? "relay" : "all" };
  }
}

/** Whether a picture has come through. @param {Carrier} carrier */
async function shows(carrier) {
  if (!carrier.isConnected) return false;
  const reports = await Promise.all(carrier.connections().map((connection) => connection.getStats()));
  return reports
    .flatMap((report) => [.../** @type {any} */ (report).values()])
    .some(({ type, framesDecoded }) => type === "inbound-rtp" && framesDecoded > 0);
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
