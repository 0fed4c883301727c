// Cleans, counts and measures what people type exactly as the server does (people/naming.py, rooms/text.py): the same
// examples, tests/rooms/text_vectors.json, hold both.

export const LONGEST = 5000;

const CONTROLS = /[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]/g;
const TRICKS = /[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const BLANKS = /[\u3164\uffa0]+/g;
const BRAILLE = /[\u2800-\u28ff]+/g;
const LINE_ENDS = /\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
const NOTHING = /^[\p{Cc}\p{Cf}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*$/u;

/** @param {string} raw */
export function clean(raw) {
  return raw
    .replace(CONTROLS, "")
    .replace(TRICKS, "")
    .replace(BLANKS, " ")
    .replace(BRAILLE, (run) => (/[^\u2800]/.test(run) ? run : " "))
    .replace(LINE_ENDS, "\n")
    .normalize("NFC")
    .trim();
}

/**
 * Insecable spaces where French has them, as rooms/typography.py sets them: none is added or taken.
 * @param {string} words
 */
export function withoutBreaks(words) {
  return words
    .replace(/(\S|^) (?=[!?]+(?:[\s…»”")\]]|$)|;(?:\s|$))/g, "$1\u202f")
    .replace(/(\S|^) (?=:(?:\s|$)|»)/g, "$1\u00a0")
    .replace(/« (?=\S)/g, "«\u00a0");
}

/** Eight digits that tell a text from another one: the CRC-32 of what is left when it is cleaned.
 * @param {string} raw */
export function digest(raw) {
  let rest = ~0;
  for (const byte of new TextEncoder().encode(clean(raw))) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (~rest >>> 0).toString(16).padStart(8, "0");
}

/** Signs as people and the server count them: an emoji of one is one. @param {string} raw */
export function countSigns(raw) {
  return [...clean(raw)].length;
}

/** @param {string} raw */
export function showsNothing(raw) {
  return NOTHING.test(clean(raw));
}

/** What stands for a person whose face is not seen: of words without letters, the first sign. @param {string} name */
export function initials(name) {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  if (!words.length) return firstSign(name.trim());
  return words
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
}

/** A number up to two digits, or a whole emoji: one is often made of several. @param {string} name */
function firstSign(name) {
  const [number] = name.match(/^\p{N}{1,2}/u) ?? [];
  if (number || !("Segmenter" in Intl)) return number ?? [...name][0] ?? "";
  const [first] = new Intl.Segmenter("fr").segment(name);
  return first?.segment ?? "";
}
