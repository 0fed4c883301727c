// Errors of getUserMedia as keys of sentences (frontend/meeting_words.py). Pure.

/**
 * The names are those of Media Capture and Streams, section 10.3.
 * @type {Record<string, "refused" | "missing" | "taken">}
 */
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  DevicesNotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "taken",
  AbortError: "taken",
};

const SENTENCES = {
  microphone: { refused: "microphone_refused", missing: "microphone_missing", taken: "microphone_taken" },
  camera: { refused: "camera_refused", missing: "camera_missing", taken: "camera_taken" },
};

/** @param {unknown} error @param {"microphone" | "camera"} track */
export function sentenceOf(error, track) {
  return SENTENCES[track][reason(error)];
}

/** Whether somebody said no, rather than something being broken. @param {unknown} error */
export function isRefusal(error) {
  return reason(error) === "refused";
}

/** @param {unknown} error */
function reason(error) {
  return REASONS[/** @type {{ name?: string } | null} */ (error)?.name ?? ""] ?? "taken";
}

/** Whether this page may ask for a camera at all: on plain http it may not. */
export function canCapture() {
  return Boolean(globalThis.isSecureContext && navigator.mediaDevices?.getUserMedia);
}

/** Whether this browser can take part in a meeting. */
export function canMeet() {
  return "RTCPeerConnection" in globalThis && "WebSocket" in globalThis;
}
