// The stage: tiles of people and screens; a tile keeps its place as long as it is shown.

import { arrange as putInOrder } from "../reconcile.js";
import { hands, nameOf } from "./reducer.js";
import { arrange, grid, handsOffStage, parts, pictures } from "./layout.js";
import { all, find, place } from "./dom.js";
import { fillTile, makeRest, makeTile, passSign, pictureOf } from "./tile.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { Key, Scene } from "./layout.js" */
/** @import { Media } from "./media.js" */
/** @import { OwnMedia } from "./own-media.js" */
/** @typedef {{ pictures: number, first: number, others: number, pinned: number | null }} View */

const BESIDE = { least: 9, wide: 0.24, high: 0.26 }; // rem, and shares of the stage

/** Fires `view` (detail: View) when another part of the meeting is shown. */
export class Stage extends EventTarget {
  /** @param {HTMLElement} element @param {OwnMedia} own */
  constructor(element, own) {
    super();
    this.element = find(element, "[data-stage]");
    this.hasText = false; // all read, and what they read is the largest
    this.own = own;
    this.main = place(this.element, "main");
    this.others = place(this.element, "others");
    /** @type {Map<Key, HTMLElement>} */
    this.tiles = new Map();
    /** @type {Scene} */
    this.scene = { main: null, others: [], rest: 0 };
    /** @type {number | null} */
    this.pinned = null;
    this.isSoundOnly = false;
    this.viewed = "";
    new ResizeObserver(() => this.#fit()).observe(this.element);
  }

  /** How many pictures of others this screen may ever show, in a window as large as it is; fixed when one comes in. */
  ever = Math.max(pictures(screen.availWidth, screen.availHeight), pictures(innerWidth, innerHeight));

  /** How many tiles fit this window now. */
  get most() {
    return Math.min(pictures(innerWidth, innerHeight), this.ever);
  }

  /** @param {number | null} person */
  pin(person) {
    this.pinned = this.pinned === person ? null : person;
  }

  /** @param {Meeting} meeting @param {Media} media */
  show(meeting, media) {
    const before = /** @type {Key[]} */ (this.scene.others.filter((each) => parts(each).person !== meeting.me));
    this.hasText = meeting.state.text !== null;
    this.scene = arrange(meeting, { pinned: this.pinned, most: this.most, before });
    const { main, others, rest } = this.scene;
    const fill = (/** @type {Key} */ key) => this.#fill(key, meeting, media);
    putInOrder(this.main, main ? [fill(main)] : []);
    putInOrder(this.others, [
      ...others.map(fill),
      ...(rest > 0 ? [makeRest(rest, handsOffStage(meeting, this.scene))] : []),
    ]);
    this.#forget();
    this.#fit();
    this.#tellView();
  }

  /** @param {number} person @param {string} words */
  pass(person, words) {
    all(this.element, `[data-key="${person}:camera"]`).forEach((tile) => passSign(tile, words));
  }

  /** Show the main video in picture-in-picture. */
  async detach() {
    const tile = this.main.firstElementChild;
    if (!tile) return;
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await pictureOf(tile).requestPictureInPicture();
  }

  clear() {
    this.tiles.forEach((tile) => (pictureOf(tile).srcObject = null));
    this.tiles.clear();
    this.scene = { main: null, others: [], rest: 0 };
    this.main.replaceChildren();
    this.others.replaceChildren();
    this.viewed = "";
  }

  /** @param {Key} key @param {Meeting} meeting @param {Media} media */
  #fill(key, meeting, media) {
    const { person, source } = parts(key);
    const tile = this.tiles.get(key) ?? makeTile(key);
    this.tiles.set(key, tile);
    const member = meeting.members.get(person);
    if (!member) return tile;
    const isMe = person === meeting.me;
    const track = isMe ? this.own.tracks[source] : this.isSoundOnly ? null : media.picture(key);
    const turn = hands(meeting).findIndex((each) => each.person.id === person) + 1;
    const speaks = meeting.speakers.includes(person) && source === "camera";
    fillTile(tile, {
      member,
      called: nameOf(meeting, member.person),
      source,
      track,
      isMe,
      speaks,
      turn,
      isMain: key === this.scene.main || this.#isAlone(key, meeting),
    });
    return tile;
  }

  /** Of two people, the other one. @param {Key} key @param {Meeting} meeting */
  #isAlone(key, meeting) {
    const others = this.scene.others.filter((each) => parts(each).person !== meeting.me);
    return !this.scene.main && others.length === 1 && others[0] === key;
  }

  #forget() {
    const shown = new Set([this.scene.main, ...this.scene.others]);
    for (const key of this.tiles.keys()) if (!shown.has(key)) this.tiles.delete(key);
  }

  /** Set the size of every tile. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const hasMain = this.scene.main !== null || this.hasText;
    const isWide = width > height;
    const count = this.others.childElementCount;
    this.element.classList.toggle("with-main", hasMain);
    this.element.classList.toggle("with-text", this.hasText);
    this.element.classList.toggle("wide", isWide);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const beside = isWide
      ? Math.max(BESIDE.least * rem, width * BESIDE.wide)
      : Math.max(BESIDE.least * rem * 0.7, height * BESIDE.high);
    const [over, down] = !hasMain ? [width, height] : isWide ? [beside, height] : [width, beside];
    const { columns, rows } = grid(count, over, down);
    this.element.style.setProperty("--beside", `${Math.round(beside)}px`);
    this.others.style.setProperty("--columns", String(columns));
    this.others.style.setProperty("--rows", String(rows));
    this.others.classList.toggle("small", down / rows < 8 * rem || over / columns < 9 * rem);
  }

  #tellView() {
    const mine = this.scene.others.filter((each) => this.tiles.get(each)?.classList.contains("mine")).length;
    const shown = this.scene.others.length - mine + Number(this.scene.main !== null);
    const high = (/** @type {Element | null} */ part) =>
      Math.min(4320, Math.round((part?.clientHeight ?? 0) * devicePixelRatio));
    const others = high(this.others.firstElementChild) || 180;
    const view = {
      pictures: this.isSoundOnly ? 0 : Math.min(shown, this.most),
      first: high(this.main.firstElementChild) || others,
      others,
      pinned: this.pinned,
    };
    const told = JSON.stringify(view);
    if (told === this.viewed) return;
    this.viewed = told;
    this.dispatchEvent(new CustomEvent("view", { detail: view }));
  }
}
