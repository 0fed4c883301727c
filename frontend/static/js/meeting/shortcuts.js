// Keyboard shortcuts: never while typing, never with a modifier. Pure.

/**
 * @typedef {"microphone" | "camera" | "hand" | "react" | "screen" | "captions" | "chat" | "people" | "sound" | "help"}
 * Shortcut
 */
/**
 * @typedef {{ key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, repeat?: boolean, target: unknown }}
 * Press
 */

/** @type {Record<string, Shortcut>} */
const KEYS = {
  m: "microphone",
  c: "camera",
  v: "camera",
  h: "hand",
  r: "react",
  e: "screen",
  t: "captions",
  d: "chat",
  p: "people",
  s: "sound",
  "?": "help",
};

/** @param {Press} press @returns {Shortcut | null} */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, repeat, target }) {
  if (ctrlKey || metaKey || altKey || repeat || isTyping(target)) return null;
  return KEYS[key.toLowerCase()] ?? null;
}

/** @param {unknown} target */
function isTyping(target) {
  const {
    tagName = "",
    type = "",
    isContentEditable = false,
  } = /** @type {Partial<HTMLInputElement>} */ (target ?? {});
  if (isContentEditable || tagName === "TEXTAREA" || tagName === "SELECT") return true;
  return tagName === "INPUT" && !["checkbox", "radio", "button"].includes(type);
}
