// Simulcast layers of what I send: a small one for tiles, a large one, and the screen.

import { soundRate } from "./sound-quality.js";

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
  const parameters = sender?.getParameters();
  if (!sender || !parameters?.encodings?.length) return;
  parameters.encodings[0].maxBitrate = most;
  await sender.setParameters(parameters);
}

/**
 * Hold `sender` to the layer of its section. Where it is `plain`, the large layer rests.
 * @param {RTCRtpSender} sender
 * @param {string} mid
 * @param {boolean} plain
 */
export async function fit(sender, mid, plain) {
  const layer = LAYERS[mid];
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings ?? [];
  if (mid === "m") return bound(sender, soundRate(sender.track));
  if (!layer || !encoding) return;
  const { height = layer.height } = sender.track?.getSettings() ?? {};
  encoding.maxBitrate = layer.maxBitrate;
  encoding.maxFramerate = layer.maxFramerate;
  encoding.scaleResolutionDownBy = scale(height, layer);
  encoding.active = !(plain && mid === "h");
  await sender.setParameters(parameters);
}
