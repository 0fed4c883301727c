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
