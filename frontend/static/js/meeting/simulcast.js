// Simulcast layers of what I send: a small one for tiles, a large one, and the screen.

import { soundRate } from "./sound-quality.js";

const TRIES = 3;

/** @typedef {{ maxBitrate: number, maxFramerate: number, height: number }} Layer */

/** By the name of the house's media section. @type {Record<string, Layer>} */
export const LAYERS = {
  l: { maxBitrate: 150_000, maxFramerate: 15, height: 180 },
  h: { maxBitrate: 1_200_000, maxFramerate: 30, height: 720 },
  s: { maxBitrate: 1_500_000, maxFramerate: 15, height: 1080 },
};

/**
 * `scaleResolutionDownBy` of a picture of `height` pixels for `layer`; at least 1.
 * @param {number} height
 * @param {Layer} layer
 */
export function scale(height, layer) {
  return Math.max(1, height / layer.height);
}

/** Send no more than `most` bits a second. @param {RTCRtpSender | undefined} sender @param {number} most */
export async function bound(sender, most) {
  if (sender) await adjust(sender, (encoding) => (encoding.maxBitrate = most));
}

/**
 * Change how `sender` sends. A negotiation in between takes back the parameters that were just read: then they are
 * read again.
 * @param {RTCRtpSender} sender
 * @param {(encoding: RTCRtpEncodingParameters) => void} change
 */
async function adjust(sender, change, tries = TRIES) {
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) return;
  change(parameters.encodings[0]);
  try {
    await sender.setParameters(parameters);
  } catch (error) {
    if (tries === 1 || !(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    await adjust(sender, change, tries - 1);
  }
}

/**
 * Hold `sender` to the layer of its section. Where it is `plain`, the large layer rests.
 * @param {RTCRtpSender} sender
 * @param {string} mid
 * @param {boolean} plain
 */
export async function fit(sender, mid, plain) {
  const layer = LAYERS[mid];
  if (mid === "m") return bound(sender, soundRate(sender.track));
  if (!layer) return;
  const { height = layer.height } = sender.track?.getSettings() ?? {};
  await adjust(sender, (encoding) => {
    encoding.maxBitrate = layer.maxBitrate;
    encoding.maxFramerate = layer.maxFramerate;
    encoding.scaleResolutionDownBy = scale(height, layer);
    encoding.active = !(plain && mid === "h");
  });
}
