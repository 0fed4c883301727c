import assert from "node:assert/strict";
import test from "node:test";

const { Media } = await import("../../frontend/static/js/meeting/media.js");

const STATE = {
  mode: "mesh",
  locked: false,
  lobby: false,
  floor: true,
  spotlight: null,
  groups: 0,
  groups_end_at: null,
  recording: "off",
};
const ME = 2;

let made = [];

/** Stands for a browser's: what the other side fills comes at once, in one section for each name of `offered`. */
class ConnectionStatus {
  signalingState = "stable";
  connectionState = "connected";
  remoteDescription = null;
  localDescription = { sdp: "ours" };
  transceivers = [];

  constructor() {
    made.push(this);
  }

  addTransceiver(track) {
    this.transceivers.push(section(null, track === "audio" ? "audio" : "video"));
  }

  getTransceivers() {
    return this.transceivers;
  }

  async getStats() {
    return new Map();
  }

  async setRemoteDescription({ sdp }) {
    for (const mid of sdp.split(" ")) this.transceivers.push(section(mid, mid.startsWith("a") ? "audio" : "video"));
  }

  async setLocalDescription() {}

  async createOffer() {
    return { type: "offer", sdp: "" };
  }

  async createAnswer() {
    return { type: "answer", sdp: "" };
  }

  close() {
    this.connectionState = "closed";
  }
}
globalThis.RTCPeerConnection = ConnectionStatus;

function section(mid, kind) {
  const sender = { replaceTrack: async () => {}, getParameters: () => ({}) };
  return { mid, sender, receiver: { track: { kind, mid } }, currentDirection: "recvonly", direction: "recvonly" };
}

function meeting(ids, more = {}) {
  const members = new Map([ME, ...ids].map((id) => [id, { person: { id, name: `Personne ${id}` }, group: 0 }]));
  return { me: ME, members, state: STATE, slots: [], speakers: [], knocking: [], lines: [], ...more };
}

/** Nadia comes to who is there already, and each of them speaks to her directly. */
function among(t, ids) {
  made = [];
  const own = Object.assign(new EventTarget(), { sent: { microphone: null, camera: null, screen: null } });
  const media = new Media(own, () => {}, false);
  t.after(() => media.end());
  media.enter({ resumed: false, state: STATE, ice: [] }, meeting(ids));
  return media;
}

const house = { state: { ...STATE, mode: "forwarder" } };

async function offered(media) {
  media.hear({ type: "meeting.offered", peer: 0, way: "up", sdp: "a0 v0 v1" });
  await media.coming.work;
}

test("who comes when the house begins to carry is not called from page to page", (t) => {
  const media = among(t, [1, 3]);
  media.meet(meeting([1, 3], house));
  media.meet(meeting([1, 3, 4, 5, 6], house));
  assert.deepEqual([...media.carrier.peers.keys()], [1, 3]);
  assert.equal(made.length, 2);
});

test("who goes while the house begins to carry is gone at once", (t) => {
  const media = among(t, [1, 3]);
  media.meet(meeting([1], house));
  assert.deepEqual([...media.carrier.peers.keys()], [1]);
});

test("until the house shows everybody, each is seen and heard by who carries them", async (t) => {
  const media = among(t, [1, 3]);
  const slots = [
    { mid: "a0", person: 5, source: "microphone" },
    { mid: "v0", person: 1, source: "camera" },
    { mid: "v1", person: 5, source: "camera" },
  ];
  media.meet(meeting([1, 3, 5], { ...house, slots }));
  await offered(media);
  assert.equal(media.picture("1:camera").mid, null, "what moves goes on moving");
  assert.equal(media.picture("5:camera").mid, "v1");
  assert.equal(media.picture("6:camera"), null);
  assert.deepEqual(
    media.voices().map(({ person }) => person),
    [1, 3, 5],
  );
});

test("nobody is heard twice while the house begins to carry", async (t) => {
  const media = among(t, [1, 3]);
  const slots = [{ mid: "a0", person: 3, source: "microphone" }];
  media.meet(meeting([1, 3], { ...house, slots }));
  await offered(media);
  assert.deepEqual(
    media.voices().map(({ person }) => person),
    [1, 3],
  );
  media.meet(meeting([1, 3], { ...house, slots: [{ mid: "a0", person: null, source: "microphone" }] }));
  assert.deepEqual(
    media.voices().map(({ person }) => person),
    [1, 3],
  );
});

test("whoever had no way to somebody is told that the house carries now, others are not", (t) => {
  const told = [];
  for (const state of ["connected", "connecting"]) {
    const media = among(t, [1, 3]);
    media.addEventListener("detour", () => told.push(state));
    made.at(-1).connectionState = state;
    media.meet(meeting([1, 3], house));
  }
  assert.deepEqual(told, ["connecting"]);
});
