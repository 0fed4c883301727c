// A tile: video or initials, the name, and marks as icons with words.

import { initials } from "../text.js";
import { say, sayCount } from "../words.js";
import { copy, find, mark, place, play, put } from "./dom.js";

/** @import { ShownMember } from "../wire" */
/** @import { Key } from "./layout.js" */
/**
 * @typedef {object} Shown
 * @property {ShownMember} member
 * @property {string} called
 * @property {"camera" | "screen"} source
 * @property {MediaStreamTrack | null} track
 * @property {boolean} isMe
 * @property {boolean} speaks
 * @property {number} turn of a raised hand, from 1; 0: it is down
 * @property {boolean} isMain
 */

const PASSING = 4000; // milliseconds that a reaction stays

/** @param {Key} key */
export function makeTile(key) {
  const tile = copy("tile-template");
  tile.dataset.key = key;
  tile.dataset.person = key.split(":")[0];
  const video = pictureOf(tile);
  video.addEventListener("resize", () => {
    tile.style.setProperty("--shape", String(video.videoWidth / video.videoHeight || 1));
    if (video.videoWidth) put(find(tile, ".initials"), "");
  });
  return tile;
}

/** @param {Element} tile @param {Shown} shown */
export function fillTile(tile, { member, called, source, track, isMe, speaks, turn, isMain }) {
  const video = pictureOf(tile);
  const hasPicture = Boolean(track) && (source === "screen" ? member.screen : member.camera);
  play(video, hasPicture ? track : null);
  video.hidden = !hasPicture;
  tile.classList.toggle("mine", isMe && source === "camera");
  tile.classList.toggle("screen-shared", source === "screen");
  tile.classList.toggle("speaks", speaks && member.microphone);
  tile.classList.toggle("gone-away", member.away);
  const name = titleOf(called, source, isMe);
  // Initials stay until the video has a frame.
  put(find(tile, ".initials"), hasPicture && video.videoWidth ? "" : initials(member.person.name));
  put(find(tile, ".name"), name);
  find(tile, ".name").dataset.person = String(member.person.id);
  find(tile, ".detach").hidden = !(isMain && hasPicture && document.pictureInPictureEnabled);
  mark(find(tile, ".marks"), source === "screen" ? [] : marksOf(member, speaks, turn));
}

/** @param {Element} tile @param {string} words */
export function passSign(tile, words) {
  const sign = place(tile, "passing");
  put(sign, words);
  sign.hidden = false;
  setTimeout(() => (sign.hidden = true), PASSING);
}

/**
 * The marks of a member, each an icon with its word.
 * @param {ShownMember} member
 * @param {boolean} speaks
 * @param {number} turn
 */
export function marksOf(member, speaks, turn) {
  return [
    ...(turn ? [{ icon: "hand", text: say("mark_hand", { turn }) }] : []),
    ...(speaks && member.microphone ? [{ icon: "speaks", text: say("mark_speaks") }] : []),
    ...(member.silenced
      ? [{ icon: "mic-off", text: say("mark_silenced") }]
      : member.microphone
        ? []
        : [{ icon: "mic-off", text: say("mark_muted") }]),
    ...(member.away
      ? [{ icon: "weak", text: say("mark_away") }]
      : member.quality === "good"
        ? []
        : [{ icon: "weak", text: say("mark_weak") }]),
  ];
}

/** @param {Element} tile @returns {HTMLVideoElement} */
export function pictureOf(tile) {
  return /** @type {HTMLVideoElement} */ (find(tile, "video"));
}

/**
 * The tile that stands for people without one.
 * @param {number} count
 * @param {number} raised how many of them have raised their hand
 * @returns {HTMLElement}
 */
export function makeRest(count, raised) {
  const tile = copy("rest-template");
  put(find(tile, "button"), [sayCount("rest", count), ...(raised ? [sayCount("hands", raised)] : [])].join(",\n"));
  return tile;
}

/** @param {string} name @param {"camera" | "screen"} source @param {boolean} isMe */
function titleOf(name, source, isMe) {
  if (source === "screen") return say("screen_of", { name });
  return isMe ? say("you_here", { name }) : name;
}
