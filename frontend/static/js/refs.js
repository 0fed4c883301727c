// Refs: the unique ids of commands.

/** A page that comes back from the browser's cache was perhaps sent already: its forms get fresh refs. */
export function refreshRefs() {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) refBoxes().forEach((box) => (box.value = newRef()));
  });
}

/** @returns {NodeListOf<HTMLInputElement>} */
const refBoxes = () => document.querySelectorAll('input[type="hidden"][name="ref"]');

/**
 * A random UUID (RFC 9562, version 4). `crypto.randomUUID` exists on https only, and a first evening may
 * well be http on a local network.
 */
export function newRef() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
