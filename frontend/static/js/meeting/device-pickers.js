// The selects for camera, microphone and speaker, and the box for sound as it is, at the door and in the settings.

import { all } from "./dom.js";

/** @import { OwnMedia } from "./own-media.js" */
/** @typedef {"camera" | "microphone" | "output"} Kind */

const CAN_DIRECT = "setSinkId" in HTMLMediaElement.prototype;

export class DevicePickers {
  /** @param {HTMLElement} element @param {OwnMedia} own */
  constructor(element, own) {
    this.own = own;
    this.lists = /** @type {HTMLSelectElement[]} */ (all(element, "select[data-device]"));
    this.lists.forEach((list) => list.addEventListener("change", () => void own.choose(kindOf(list), list.value)));
    this.boxes = /** @type {HTMLInputElement[]} */ (all(element, "[data-original]"));
    this.boxes.forEach((box) => box.addEventListener("change", () => this.#choseSound(box.checked)));
    this.#tick();
    own.addEventListener("devices", () => void this.show());
  }

  async show() {
    await Promise.all(this.lists.map((list) => this.#fill(list)));
  }

  /** @param {boolean} isOriginal */
  #choseSound(isOriginal) {
    void this.own.original(isOriginal);
    this.#tick();
  }

  #tick() {
    this.boxes.forEach((box) => (box.checked = this.own.isOriginal));
  }

  /** @param {HTMLSelectElement} list */
  async #fill(list) {
    const kind = kindOf(list);
    const devices = kind === "output" && !CAN_DIRECT ? [] : await this.own.list(kind);
    const field = list.closest("[data-choice]");
    field?.toggleAttribute("hidden", devices.length === 0);
    const used = kind === "output" ? this.own.chosen.output : this.own.tracks[kind]?.getSettings().deviceId;
    list.replaceChildren(
      ...devices.map(
        ({ deviceId, label }) => new Option(label, deviceId, false, deviceId === (used ?? this.own.chosen[kind])),
      ),
    );
  }
}

/** @param {HTMLSelectElement} list */
function kindOf(list) {
  return /** @type {Kind} */ (list.dataset.device);
}
