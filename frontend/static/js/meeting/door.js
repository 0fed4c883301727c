// The pre-join screen: self-view, level meter, speaker and network tests. No failed test keeps anybody out.

import { at } from "../clock.js";
import { say } from "../words.js";
import { remember } from "./preferences.js";
import { testNetwork } from "./network-test.js";
import { find, place, pressed, put, tell } from "./dom.js";
import { canCapture } from "./capture-errors.js";

/** @import { IceServer } from "../wire" */
/** @import { Link } from "../link.js" */
/** @import { OwnMedia, Trouble } from "./own-media.js" */
/** @import { Sounds } from "./sounds.js" */
/** @import { Answer, House } from "./network-test.js" */
/**
 * @typedef {object} Means
 * @property {OwnMedia} own
 * @property {Sounds} sounds
 * @property {Link} link
 * @property {IceServer[]} ice
 * @property {House | null} house
 * @property {() => void} enter
 */

export class Door {
  /** @param {HTMLElement} element @param {Means} means */
  constructor(element, means) {
    this.page = element;
    this.element = find(element, '[data-screen="door"]');
    this.means = means;
    this.hasTried = this.isEntering = false;
    this.hide = remember(find(this.element, "[data-hide-address]"), "hub-meeting-hide-address");
    this.element.addEventListener("click", (event) => this.pressed(event));
    means.own.addEventListener("change", () => this.show());
    means.own.addEventListener("trouble", (event) => this.troubled(/** @type {CustomEvent} */ (event).detail));
  }

  /** Whether media must go through the relay only. */
  get hidesAddress() {
    return this.hide.checked && this.#hasRelay;
  }

  open() {
    if ("wait" in this.page.dataset) this.#wait();
    if (!canCapture()) this.#listenOnly();
    find(this.element, "[data-relay]").hidden = !this.#hasRelay;
    this.show();
    void this.#tryIfAllowed();
    void this.testNetwork();
  }

  /** The meeting has opened: allow entering. */
  unlock() {
    tell(place(this.element, "not-yet"), "");
    this.#doors().forEach((button) => button.removeAttribute("disabled"));
  }

  /** Show that entering is under way. @param {boolean} on */
  busy(on) {
    this.isEntering = on;
    place(this.element, "entering").hidden = !on;
  }

  show() {
    const { own } = this.means;
    const isTried = Boolean(own.tracks.camera || own.tracks.microphone || this.hasTried);
    this.#button("try").hidden = isTried || !canCapture();
    this.#toggle("camera", own.isSeen, isTried);
    this.#toggle("microphone", own.isHeard, isTried);
    const withNothing = this.#button("enter-plain");
    withNothing.hidden = isTried && !own.isSeen && !own.isHeard;
    put(this.#button("enter"), say(enterWord(own, isTried)));
  }

  /** @param {Event} event */
  pressed(event) {
    const act = pressed(event)?.dataset.do;
    if (act === "try") void this.try();
    if (act === "camera" || act === "microphone") void this.turn(act);
    if (act === "test-sound") void this.testSound();
    if (act === "test-network") void this.testNetwork();
    if (act === "enter") void this.enter();
    if (act === "enter-plain") this.enterPlain();
  }

  async try() {
    this.#trouble("");
    this.hasTried = true;
    await this.means.own.openBoth();
    this.show();
  }

  /** @param {"camera" | "microphone"} device */
  async turn(device) {
    const { own } = this.means;
    this.#trouble("");
    if (device === "camera" ? own.isSeen : own.isHeard) own.close(device);
    else await own.open(device);
  }

  /** The server cannot be reached as a meeting needs: say so, and stay at the door. */
  bar() {
    this.busy(false);
    this.#trouble(say("network_no_house"));
  }

  /** Ask for devices that were not tried yet; after a refusal, enter without them. */
  async enter() {
    if (this.isEntering) return;
    if (!this.hasTried && canCapture()) await this.try();
    else return this.means.enter();
    if (this.#troubled.hidden) this.means.enter();
  }

  enterPlain() {
    if (this.isEntering) return;
    this.means.own.end();
    this.means.enter();
  }

  async testSound() {
    const words = place(this.element, "sound-words");
    put(words, say("sound_playing"));
    await this.means.sounds.play("test", this.means.own.chosen.output);
  }

  async testNetwork() {
    const list = place(this.element, "network");
    list.replaceChildren(answer(say("network_testing"), ""));
    const { browser, house, relay } = await testNetwork(this.means.ice, this.means.house);
    const isOpen = this.means.link.carriesSignals || (await this.#opened());
    const answers = [
      isOpen ? answer(say("network_house"), "yes") : answer(say("network_no_house"), "no"),
      browser === "yes" ? wayOf(house, relay) : answer(say("network_no_direct"), "no"),
      ...(relay === "yes" ? [answer(say("network_relay"), "yes")] : []),
      ...(relay === "no" ? [answer(say("network_no_relay"), "no")] : []),
      ...(relay === "none" && this.#hasRelay ? [answer(say("network_relay_later"), "")] : []),
    ];
    list.replaceChildren(...answers);
  }

  /** @param {Trouble} trouble */
  troubled({ key, name }) {
    if (this.element.hidden) return;
    this.hasTried = true;
    this.#trouble([this.#troubled.textContent, say(key, { name })].filter(Boolean).join(" "));
    this.show();
  }

  /** Start the preview at once when permission was granted before. */
  async #tryIfAllowed() {
    if (!canCapture() || !navigator.permissions) return;
    const names = /** @type {PermissionName[]} */ (/** @type {unknown} */ (["camera", "microphone"]));
    // Firefox names none.
    const asked = await Promise.all(names.map((name) => navigator.permissions.query({ name }))).catch(() => []);
    if (asked.length && asked.every(({ state }) => state === "granted")) await this.try();
  }

  #wait() {
    place(this.element, "not-yet").hidden = false;
    this.#doors().forEach((button) => button.setAttribute("disabled", ""));
    at(Number(this.page.dataset.opens), () => this.unlock());
  }

  #listenOnly() {
    this.#trouble(say("not_secure"));
    this.hasTried = true;
  }

  /** Even where its keys are not ours yet. */
  get #hasRelay() {
    return "relays" in this.page.dataset;
  }

  /** @returns {Promise<boolean>} */
  #opened() {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), 6000);
      this.means.link.addEventListener(
        "state",
        () => this.means.link.carriesSignals && (clearTimeout(timer), resolve(true)),
      );
    });
  }

  /** @param {"camera" | "microphone"} device @param {boolean} isOn @param {boolean} isTried */
  #toggle(device, isOn, isTried) {
    const button = this.#button(device);
    button.hidden = !isTried || !canCapture();
    put(button, say(`${device}_${isOn ? "off" : "on"}`));
  }

  get #troubled() {
    return place(this.element, "trouble");
  }

  /** @param {string} sentence */
  #trouble(sentence) {
    tell(this.#troubled, sentence);
  }

  /** @param {string} act */
  #button(act) {
    return /** @type {HTMLButtonElement} */ (find(this.element, `[data-do="${act}"]`));
  }

  #doors() {
    return [this.#button("enter"), this.#button("enter-plain")];
  }
}

/** @param {OwnMedia} own @param {boolean} isTried */
function enterWord(own, isTried) {
  if (!isTried || (own.isSeen && own.isHeard)) return "enter_meeting";
  if (own.isHeard) return "enter_without_camera";
  return own.isSeen ? "enter_without_microphone" : "enter_with_nothing";
}

/** The combined answer about media. @param {Answer} house @param {Answer} relay */
function wayOf(house, relay) {
  if (house === "yes") return answer(say("network_direct"), "yes");
  if (house === "none") return answer(say("network_ready"), "yes");
  return relay === "yes" ? answer(say("network_roundabout"), "") : answer(say("network_no_way"), "no");
}

/** @param {string} sentence @param {"yes" | "no" | ""} is */
function answer(sentence, is) {
  const item = document.createElement("li");
  item.className = is ? `answer-${is}` : "";
  item.textContent = sentence;
  return item;
}
