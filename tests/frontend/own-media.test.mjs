import assert from "node:assert/strict";
import test from "node:test";

const refused = Object.assign(new Error("no"), { name: "NotAllowedError" });

let asked = [];

const track = (kind) => ({ kind, enabled: true, readyState: "live", stop() {} });

globalThis.MediaStream = class {};
globalThis.AudioContext = class {
  createMediaStreamDestination() {
    const mixed = track("audio");
    return { stream: { getAudioTracks: () => [mixed] } };
  }

  createMediaStreamSource() {
    return { connect() {}, disconnect() {} };
  }

  async close() {}
};

/** Stands for a browser that lends only what is `allowed`: audio, video. */
function browser(allowed) {
  const getUserMedia = async (wish) => {
    asked.push(wish);
    const kinds = ["audio", "video"].filter((kind) => wish[kind]);
    if (kinds.some((kind) => !allowed.includes(kind))) throw refused;
    return { getTracks: () => kinds.map(track) };
  };
  const getDisplayMedia = async () => {
    const [picture, sound] = [track("video"), track("audio")];
    return { getTracks: () => [picture, sound], getVideoTracks: () => [picture], getAudioTracks: () => [sound] };
  };
  const mediaDevices = { getUserMedia, getDisplayMedia, addEventListener() {} };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
}

const { inStereo, soundRate } = await import("../../frontend/static/js/meeting/sound-quality.js");
const { OwnMedia } = await import("../../frontend/static/js/meeting/own-media.js");
const shelf = { getItem: () => null, setItem() {} };

/** My devices in such a browser, with what is said of them. */
function mine(...allowed) {
  browser(allowed);
  const own = new OwnMedia(shelf);
  const said = [];
  own.addEventListener("trouble", ({ detail }) => said.push(detail.key));
  return { own, said };
}

test("a camera is opened though the microphone is refused, and the other way round", async () => {
  const camera = mine("video");
  await camera.own.openBoth();
  assert.deepEqual([camera.own.isSeen, camera.own.isHeard, camera.said], [true, false, ["microphone_refused"]]);
  const microphone = mine("audio");
  await microphone.own.openBoth();
  assert.deepEqual([microphone.own.isSeen, microphone.own.isHeard, microphone.said], [false, true, ["camera_refused"]]);
});

test("whoever refuses both is told of each", async () => {
  const { own, said } = mine();
  await own.openBoth();
  assert.deepEqual(said, ["microphone_refused", "camera_refused"]);
});

test("another microphone that is chosen while one is muted is never on, not for a moment", async () => {
  const { own } = mine("audio", "video");
  await own.openBoth();
  own.close("microphone");
  const heard = [];
  own.addEventListener("change", () => heard.push(own.isHeard));
  await own.choose("microphone", "other");
  assert.ok(own.tracks.microphone);
  assert.deepEqual([...new Set(heard)], [false]);
  await own.open("microphone");
  assert.ok(own.isHeard);
});

test("a device that is chosen before it was opened stays closed", async () => {
  const { own } = mine("audio", "video");
  for (const device of ["microphone", "camera"]) await own.choose(device, "other");
  assert.deepEqual([own.isHeard, own.isSeen, own.tracks.microphone], [false, false, null]);
});

test("sound as it is comes without anything mended, in stereo, and stays cut while it was cut", async () => {
  const { own } = mine("audio", "video");
  await own.openBoth();
  assert.equal(soundRate(own.sent.microphone), 40_000);
  own.close("microphone");
  asked = [];
  await own.original(true);
  const [{ audio }] = asked;
  assert.deepEqual(
    [audio.echoCancellation, audio.noiseSuppression, audio.autoGainControl, audio.channelCount],
    [false, false, false, 2],
  );
  assert.equal(own.isHeard, false);
  assert.equal(soundRate(own.sent.microphone), 160_000);
});

test("a shared tab is heard, whether one's microphone is on or not, and no longer when it is not shared", async () => {
  const { own } = mine("audio", "video");
  await own.openBoth();
  const voice = own.sent.microphone;
  own.close("microphone");
  assert.equal(own.isAudible, false);
  await own.share();
  assert.deepEqual([own.isHeard, own.isAudible], [false, true], "the tab is heard, the microphone stays cut");
  assert.equal(own.sent.microphone, own.mix.track);
  assert.equal(own.sent.screen, own.tracks.screen);
  own.unshare();
  assert.equal(own.isAudible, false);
  assert.equal(own.sent.microphone, voice);
});

test("a description takes voices in stereo, once, and nothing else of it changes", () => {
  const sdp = ["v=0", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10", "a=fmtp:96 apt=97", ""].join("\r\n");
  const stereo = inStereo(sdp);
  assert.ok(stereo.includes("a=fmtp:111 minptime=10;stereo=1;sprop-stereo=1\r\n"));
  assert.equal(stereo.replace(";stereo=1;sprop-stereo=1", ""), sdp);
  assert.equal(inStereo(stereo), stereo);
  assert.equal(inStereo("v=0\r\n"), "v=0\r\n");
});
