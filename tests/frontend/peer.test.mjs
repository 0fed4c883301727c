import assert from "node:assert/strict";
import test, { afterEach, mock } from "node:test";

const { Peer } = await import("../../frontend/static/js/meeting/peer.js");

const made = [];

/** Stands for a browser's: it believes everything it is told. */
class ConnectionStatus {
  signalingState = "stable";
  connectionState = "new";
  remoteDescription = null;
  localDescription = { sdp: "ours" };

  constructor() {
    made.push(this);
  }

  getTransceivers() {
    return [];
  }

  async setRemoteDescription(description) {
    if (this.signalingState === "closed") throw new Error("closed");
    this.remoteDescription = description;
  }

  async setLocalDescription() {}

  async createOffer() {
    return { type: "offer", sdp: "" };
  }

  async createAnswer() {
    return { type: "answer", sdp: "" };
  }

  close() {
    this.signalingState = "closed";
  }
}
globalThis.RTCPeerConnection = ConnectionStatus;

const offer = (page) => ({ type: "offer", sdp: `a=fingerprint:sha-256 ${page}` });
afterEach(() => mock.timers.reset());
const tracks = { microphone: null, camera: null, screen: null };
const open = () => made.filter(({ signalingState }) => signalingState !== "closed");

function peer(said = []) {
  return new Peer(3, { me: 2, say: (type) => said.push(type), ways: () => ({}), tracks, isListening: false });
}

test("an offer of another page is taken by a connection of its own", async () => {
  const said = [];
  const known = peer(said);
  known.describe(offer("AA"));
  known.describe(offer("BB"));
  await known.work;
  assert.equal(open().length, 1);
  assert.deepEqual(said, ["meeting.answer", "meeting.answer"]);
  known.close();
});

test("whoever has gone is not connected again by what they said before", async () => {
  const said = [];
  const gone = peer(said);
  gone.describe(offer("AA"));
  await gone.work;
  gone.describe(offer("BB"));
  gone.close();
  await gone.work;
  assert.equal(open().length, 0);
  assert.deepEqual(said, ["meeting.answer"]);
});

test("a short sound between two looks is heard, and is over at the next", async () => {
  const heard = { type: "inbound-rtp", totalAudioEnergy: 5, totalSamplesDuration: 10 };
  const speaking = peer();
  speaking.connection.getTransceivers = () => [
    { receiver: { getStats: async () => new Map([["one", { ...heard }]]) } },
  ];
  await speaking.loudness();
  Object.assign(heard, { totalAudioEnergy: 5.01, totalSamplesDuration: 10.25 });
  assert.equal((await speaking.loudness()).toFixed(2), "0.20");
  heard.totalSamplesDuration = 10.5;
  assert.equal(await speaking.loudness(), 0);
  Object.assign(heard, { totalAudioEnergy: 0.01, totalSamplesDuration: 0.25 });
  assert.equal(await speaking.loudness(), 0, "another connection counts from nothing again");
  Object.assign(heard, { totalAudioEnergy: 0.02, totalSamplesDuration: 0.5 });
  assert.equal((await speaking.loudness()).toFixed(2), "0.20");
  speaking.close();
});

test("two who find no way to each other say so, once for each search", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const far = peer(said);
  far.describe(offer("AA"));
  await far.work;
  mock.timers.tick(3900);
  assert.deepEqual(said, ["meeting.answer"]);
  mock.timers.tick(200);
  assert.deepEqual(said, ["meeting.answer", "meeting.unmet"]);
  mock.timers.tick(60_000);
  assert.equal(said.length, 2);
  far.close();
});

test("who is connected in time, or has gone, is not said to be out of reach", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const [near, gone] = [peer(said), peer(said)];
  for (const each of [near, gone]) each.describe(offer("AA"));
  await Promise.all([near.work, gone.work]);
  near.connection.connectionState = "connected";
  near.connection.onconnectionstatechange();
  gone.close();
  mock.timers.tick(60_000);
  assert.deepEqual(said, ["meeting.answer", "meeting.answer"]);
  near.close();
});

test("a way that was lost is looked for anew before one says that there is none", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const lost = peer(said);
  let restarts = 0;
  lost.connection.restartIce = () => (restarts += 1);
  lost.connection.connectionState = "disconnected";
  lost.connection.onconnectionstatechange();
  mock.timers.tick(4100);
  assert.deepEqual([restarts, said], [1, []]);
  mock.timers.tick(4100);
  assert.deepEqual([restarts, said], [1, ["meeting.unmet"]]);
  lost.close();
});
