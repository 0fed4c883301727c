// Time as figures, the same on every screen of a session.

/** Whole `seconds` as 0:48, 12:00 or 1:02:03. @param {number} seconds */
export function inFigures(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (/** @type {number} */ figure) => String(figure).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
