// The card as a picture, drawn here with the page's own letters: names of any script, and nothing sent anywhere.

import "./main.js";

const WIDTH = 1080;
const EDGE = 72;
const INSIDE = WIDTH - 2 * EDGE;
const INK = "#101414";
const FILE = "carte-hub-metallos.png";
const SMALL = { weight: "600", face: "Atkinson, Arial, sans-serif", largest: 36, smallest: 36, lines: 2 };
const LOUD = { weight: "800", face: "Bricolage, Arial, sans-serif", largest: 112, smallest: 52, lines: 3 };
const CODE = { ...LOUD, largest: 84, smallest: 60, lines: 2 };

/** @typedef {typeof SMALL} Style the largest size with which the words take so many lines is used */
/** @typedef {{ height: number, draw: (y: number) => void }} Block */

const card = /** @type {HTMLElement} */ (document.querySelector("[data-card]"));
const button = document.querySelector("[data-save-card]");
button?.addEventListener("click", () => void save());

async function save() {
  const picture = new File([await drawn()], FILE, { type: "image/png" });
  if (!(await wasShared(picture))) download(picture);
}

/** Offer the phone's own sheet, which saves among its photographs. Whether it was opened. @param {File} picture */
async function wasShared(picture) {
  const isPhone = matchMedia("(pointer: coarse)").matches;
  if (!isPhone || !navigator.canShare?.({ files: [picture] })) return false;
  try {
    await navigator.share({ files: [picture] });
    return true;
  } catch (error) {
    return /** @type {DOMException} */ (error).name === "AbortError"; // who opened it has put it away
  }
}

/** @param {File} picture */
function download(picture) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = FILE;
  link.click();
  document.querySelector("[data-card-saved]")?.removeAttribute("hidden");
}

/** @returns {Promise<Blob>} */
async function drawn() {
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const blocks = await allBlocks(pen);
  canvas.width = WIDTH;
  canvas.height = 2 * EDGE + blocks.reduce((sum, { height }) => sum + height, 0);
  drawGround(pen, canvas);
  let y = EDGE;
  for (const block of blocks) {
    block.draw(y);
    y += block.height;
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}

/** What stands on the card, from above. @param {CanvasRenderingContext2D} pen @returns {Promise<Block[]>} */
async function allBlocks(pen) {
  await Promise.all(
    [SMALL, LOUD].map(({ weight, face, largest }) => document.fonts.load(`${weight} ${largest}px ${face}`)),
  );
  const [house, secret] = [...card.querySelectorAll(".kind")].map(read);
  return [
    wordsBlock(pen, house, SMALL),
    wordsBlock(pen, read(card.querySelector("h2")), LOUD),
    await codeBlock(pen),
    wordsBlock(pen, secret, SMALL),
    wordsBlock(pen, read(card.querySelector("code")), CODE),
    wordsBlock(pen, location.host, SMALL),
  ];
}

/** @param {CanvasRenderingContext2D} pen @param {HTMLCanvasElement} canvas */
function drawGround(pen, { width, height }) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = INK;
  pen.lineWidth = 12;
  pen.strokeRect(6, 6, width - 12, height - 12);
  pen.lineWidth = 6;
  pen.beginPath();
  pen.arc(width - EDGE - 30, EDGE + 30, 30, 0, 2 * Math.PI);
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @returns {Promise<Block>} */
async function codeBlock(pen) {
  const svg = /** @type {SVGElement} */ (card.querySelector("svg[role=img]")?.cloneNode(true));
  svg.setAttribute("width", String(INSIDE)); // without a size Firefox draws nothing
  svg.setAttribute("height", String(INSIDE));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  return { height: INSIDE + 24, draw: (y) => pen.drawImage(image, EDGE, y, INSIDE, INSIDE) };
}

/** @param {CanvasRenderingContext2D} pen @param {string} words @param {Style} style @returns {Block} */
function wordsBlock(pen, words, style) {
  let size = style.largest;
  while (size > style.smallest && folded(pen, words, style, size).length > style.lines) size -= 4;
  const lines = folded(pen, words, style, size);
  const write = (/** @type {string} */ line, /** @type {number} */ y) => {
    pen.font = `${style.weight} ${size}px ${style.face}`;
    pen.fillStyle = INK;
    pen.textBaseline = "top";
    pen.fillText(line, EDGE, y, INSIDE);
  };
  return {
    height: lines.length * size * 1.05 + 24,
    draw: (y) => lines.forEach((line, number) => write(line, y + number * size * 1.05)),
  };
}

/**
 * The lines of `words` at `size`; a word wider than the card is narrowed when it is written.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} words
 * @param {Style} style
 * @param {number} size
 */
function folded(pen, words, { weight, face }, size) {
  pen.font = `${weight} ${size}px ${face}`;
  const parts = words.match(/ ?[^ -]+-*| ?-+/g) ?? []; // a line ends at a space, or after a hyphen
  return parts.reduce((/** @type {string[]} */ lines, part) => {
    const longer = (lines[lines.length - 1] ?? "") + part;
    const room = lines.length < 2 ? INSIDE - 90 : INSIDE; // the hole is beside the first lines
    if (lines.length && pen.measureText(longer).width <= room) return [...lines.slice(0, -1), longer];
    return [...lines, part.trimStart()];
  }, []);
}

/** @param {Element | null} element */
function read(element) {
  return element?.textContent?.trim().replace(/\s+/g, " ") ?? "";
}
