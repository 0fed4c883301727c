// The lists in which one chooses a camera, a microphone, a speaker: at the door and in the settings alike.

import { all } from "./parts.js";

/** @import { OwnMedia } from "./own.js" */
/** @typedef {"camera" | "microphone" | "output"} Kind */

const CAN_DIRECT = "setSinkId" in HTMLMediaElement.prototype;

export class Choices {
  /** @param {HTMLElement} element @param {OwnMedia} own */
  constructor(element, own) {
    this.own = own;
    this.lists = /** @type {HTMLSelectElement[]} */ (all(element, "select[data-device]"));
    this.lists.forEach((list) => list.addEventListener("change", () => void own.choose(kindOf(list), list.value)));
    own.addEventListener("devices", () => void this.show());
  }

  async show() {
    await Promise.all(this.lists.map((list) => this.#fill(list)));
  }

  /** @param {HTMLSelectElement} list */
  async #fill(list) {
    const kind = kindOf(list);
    const devices = kind === "output" && !CAN_DIRECT ? [] : await this.own.list(kind);
    const field = list.closest("[data-choice]");
    field?.toggleAttribute("hidden", devices.length === 0);
    const used = kind === "output" ? this.own.chosen.output : this.own.tracks[kind]?.getSettings().deviceId;
    list.replaceChildren(...devices.map(({ deviceId, label }) => new Option(label, deviceId, false, deviceId === (used ?? this.own.chosen[kind]))));
  }
}

/** @param {HTMLSelectElement} list */
function kindOf(list) {
  return /** @type {Kind} */ (list.dataset.device);
}
