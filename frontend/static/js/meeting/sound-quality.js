// How sound is sent: voices as one channel, what sounds as it is as two, and with more room. Pure.

const VOICE = 40_000; // bits a second
const MUSIC = 160_000;

/** @param {MediaStreamTrack | null} track */
export function soundRate(track) {
  return track?.contentHint === "music" ? MUSIC : VOICE;
}

/** A description that takes Opus in stereo (RFC 7587, 6.1), and leaves the rest as it is. @param {string} sdp */
export function inStereo(sdp) {
  const opus = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/m.exec(sdp)?.[1];
  return sdp.replace(new RegExp(`^(a=fmtp:${opus} (?!.*\\bstereo=1)[^\\r\\n]*)`, "gm"), "$1;stereo=1;sprop-stereo=1");
}
