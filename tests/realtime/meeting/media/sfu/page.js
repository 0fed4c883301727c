// What the meeting page does for its media, and no more: the tests drive it.
/* exported meet, share, figures */
let pc;

async function meet(offer, { microphone = true, camera = true, high = true, size = 360 } = {}) {
  pc?.close();
  document.body.replaceChildren();
  pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  pc.ontrack = ({ track }) => play(track);
  await pc.setRemoteDescription({ type: "offer", sdp: offer });
  const [voice, picture] = await devices(microphone, camera, size);
  await send("m", voice);
  await send("l", picture);
  await send("h", high ? picture : undefined);
  await send("s");
  await pc.setLocalDescription(await pc.createAnswer());
  await limit("l", { scaleResolutionDownBy: size / 180, maxBitrate: 150_000 });
  await limit("h", { maxBitrate: 1_200_000 });
  return pc.localDescription.sdp;
}

async function devices(microphone, camera, size) {
  if (!microphone && !camera) return [];
  const media = await navigator.mediaDevices.getUserMedia({
    audio: microphone,
    video: camera && { width: { ideal: (size * 16) / 9 }, height: { ideal: size }, frameRate: { ideal: 15 } },
  });
  return [media.getAudioTracks()[0], media.getVideoTracks()[0]];
}

function transceiver(mid) {
  return pc.getTransceivers().find((one) => one.mid === mid);
}

async function send(mid, track) {
  transceiver(mid).direction = "sendonly";
  if (track) await transceiver(mid).sender.replaceTrack(track);
}

async function limit(mid, bounds) {
  const { sender } = transceiver(mid);
  const parameters = sender.getParameters();
  parameters.encodings.forEach((encoding) => Object.assign(encoding, bounds));
  await sender.setParameters(parameters);
}

function play(track) {
  const player = document.createElement(track.kind);
  player.srcObject = new MediaStream([track]);
  player.autoplay = true;
  document.body.append(player);
}

async function share() {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 800, height: 450 });
  const paper = canvas.getContext("2d");
  setInterval(() => {
    paper.fillStyle = `hsl(${performance.now() / 20} 80% 50%)`;
    paper.fillRect(0, 0, 800, 450);
  }, 66);
  await send("s", canvas.captureStream(15).getVideoTracks()[0]);
}

async function figures() {
  const found = { state: pc.connectionState, in: {}, out: {} };
  for (const stat of (await pc.getStats()).values()) {
    if (stat.type === "inbound-rtp") found.in[stat.mid] = { ...stat };
    if (stat.type === "outbound-rtp") found.out[stat.mid] = { ...stat };
    if (stat.type === "candidate-pair" && stat.nominated) found.pair = { ...stat };
  }
  return found;
}
