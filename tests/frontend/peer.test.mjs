import assert from "node:assert/strict";
import test from "node:test";

const { Peer } = await import("../../frontend/static/js/meeting/peer.js");

const made = [];

/** Stands for a browser's: it believes everything it is told. */
class Connection {
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

  close() {
    this.signalingState = "closed";
  }
}
globalThis.RTCPeerConnection = Connection;

const offer = (page) => ({ type: "offer", sdp: `a=fingerprint:sha-256 ${page}` });
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
  speaking.connection.getTransceivers = () => [{ receiver: { getStats: async () => new Map([["one", { ...heard }]]) } }];
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
