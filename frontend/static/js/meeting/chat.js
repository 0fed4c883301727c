// The fabrique's messages beside the meeting, with the room's log and outbox.

import { Announcements } from "../announcements.js";
import { arrange } from "../reconcile.js";
import { showState } from "../bubble.js";
import { inWords, isToday } from "../clock.js";
import { Composer } from "../composer.js";
import { ConnectionStatus } from "../connection-status.js";
import { Drafts } from "../drafts.js";
import { guardLeaving } from "../leaving.js";
import { LogFollower } from "../log-follower.js";
import { kindOf } from "../kinds.js";
import { Outbox } from "../outbox.js";
import { newPosts } from "../optimistic.js";
import { writeHtml } from "../template-slots.js";
import { say } from "../words.js";
import { copy, find, place, put } from "./dom.js";

/** @import { Line, Message, Refused, Scene, ShownPost } from "../wire" */
/** @import { NewCommand } from "../commands.js" */
/** @import { Link } from "../link.js" */
/** @import { LiveRegion } from "../live-region.js" */
/** @import { Entry, Store } from "../command-store.js" */

const LATEST = 40;

/**
 * Fires `change` when a message came, `line` (detail: a line of the room's log), `afresh` when lines were missed, and
 * `refused` (detail: the command).
 */
export class Chat extends EventTarget {
  /** @param {HTMLElement} page @param {Scene} scene @param {{ link: Link, store: Store, status: LiveRegion }} means */
  constructor(page, scene, { link, store, status }) {
    super();
    this.page = page;
    this.announcements = new Announcements(page, page.dataset.slug ?? "", (sentence) => status.say(sentence));
    this.panel = find(page, '[data-panel="chat"]');
    this.list = place(this.panel, "chat");
    this.me = Number(page.dataset.me);
    this.role = page.dataset.role ?? "";
    this.link = link;
    this.log = new LogFollower(scene, (line) => this.#took(line));
    this.outbox = new Outbox(String(this.me), store, link);
    this.composer = new Composer(this.panel, new Drafts(String(this.me)), this);
    this.connectionStatus = new ConnectionStatus(place(this.panel, "link"), link, status, () => this.outbox.keeps);
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    this.readUpTo = scene.snapshot.posts.at(-1)?.seq ?? 0;
    this.#listen();
    this.draw();
  }

  get isOpen() {
    return !this.panel.hidden && !this.panel.closest("[hidden]");
  }

  /** Messages of others that came since one last looked. */
  get unread() {
    return this.log.posts.filter(({ seq, author }) => seq > this.readUpTo && author.id !== this.me).length;
  }

  read() {
    this.readUpTo = this.log.posts.at(-1)?.seq ?? 0;
    this.link.say({ type: "read", room: this.log.room.id, seq: this.log.seq });
    this.#goToEnd();
  }

  async open() {
    await this.outbox.reload();
  }

  // What the composer and the bubbles need

  /** @param {NewCommand} command */
  async send(command) {
    const kept = this.outbox.add(command, this.log.room.id, this.log.seq);
    this.#goToEnd();
    await kept;
    if (!this.outbox.keeps) this.unkept();
  }

  unkept() {
    this.connectionStatus.warn();
  }

  typing() {
    this.link.say({ type: "typing", room: this.log.room.id });
  }

  wordsOf() {
    return null;
  }

  /** @param {string} ref */
  resend(ref) {
    void this.outbox.retry(ref);
  }

  /** @param {Entry} entry */
  takeBack(entry) {
    void this.outbox.drop(entry);
    this.composer.giveBack(entry);
  }

  // Drawing

  draw() {
    const scroller = /** @type {HTMLElement} */ (this.list.parentElement);
    const isAtEnd = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < 24;
    const mine = this.outbox.entries.filter(({ command }) => command.room === this.log.room.id);
    const said = this.log.posts.slice(-LATEST).map((post) => this.#said(post));
    const coming = newPosts(mine, this.log.posts).map((entry) => this.#onItsWay(entry));
    arrange(this.list, [...said, ...coming]);
    if (isAtEnd) this.#goToEnd();
    this.dispatchEvent(new Event("change"));
  }

  #goToEnd() {
    const scroller = /** @type {HTMLElement} */ (this.list.parentElement);
    scroller.scrollTop = scroller.scrollHeight;
  }

  /** @param {ShownPost} post */
  #said(post) {
    const { id, author, at, html } = post;
    const item = this.#item(`post-${id}`);
    put(item.querySelector("b"), author.id === this.me ? say("you") : author.name);
    put(item.querySelector("time"), hourOf(at));
    const words = find(item, ".message-words");
    const summary = kindOf(post).summary(post);
    if (summary === null) writeHtml(words, html);
    else put(words, summary);
    words.querySelectorAll("a").forEach(openBeside);
    return item;
  }

  /** @param {Entry} entry */
  #onItsWay(entry) {
    const item = this.#item(entry.ref);
    item.dataset.ref = entry.ref;
    find(item, ".state").dataset.slot = "state";
    put(item.querySelector("b"), say("you"));
    put(find(item, ".message-words"), "body" in entry.command ? entry.command.body : "");
    return showState(item, entry, this.#reader);
  }

  get #reader() {
    return {
      me: this.me,
      role: this.role,
      resend: (/** @type {string} */ ref) => this.resend(ref),
      takeBack: (/** @type {Entry} */ entry) => this.takeBack(entry),
    };
  }

  /** @param {string} name */
  #item(name) {
    const item = this.items.get(name) ?? copy("message-template");
    this.items.set(name, item);
    return item;
  }

  // Callbacks

  #listen() {
    guardLeaving(this.outbox);
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    this.link.addEventListener("state", () => this.link.isOpen && this.#opened());
    this.link.addEventListener("message", (event) => this.#heard(detail(event)));
    this.outbox.addEventListener("change", () => this.draw());
    this.outbox.addEventListener("done", () => this.#caughtUp());
    this.outbox.addEventListener("refused", (event) => this.#refused(detail(event)));
  }

  #opened() {
    this.log.subscribe(this.link);
    void this.outbox.send();
  }

  /** @param {Message} message */
  #heard(message) {
    if (!("room" in message) || message.room !== this.log.room.id) return;
    if (message.type === "subscribed") this.log.answered();
    if (message.type === "subscribed" || message.type === "standing") this.announcements.stand(message.waiting);
    if (message.type === "events") this.#happened(message.events);
    if (message.type === "reset") void this.#afresh();
  }

  /** @param {readonly Line[]} lines */
  #happened(lines) {
    this.log.receive([...lines], this.link);
    this.#caughtUp();
  }

  #caughtUp() {
    this.outbox.shown(this.log.room.id, this.log.seq);
    if (this.isOpen) this.readUpTo = this.log.posts.at(-1)?.seq ?? 0;
    this.draw();
  }

  /** @param {Line} line */
  #took(line) {
    this.dispatchEvent(new CustomEvent("line", { detail: line }));
  }

  /** Too far behind the log: load the scene that the room's page would start from now. */
  async #afresh() {
    const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
    const scene = new DOMParser().parseFromString(page, "text/html").getElementById("scene")?.textContent;
    if (!scene) return;
    this.log = new LogFollower(JSON.parse(scene), (line) => this.#took(line));
    this.log.subscribe(this.link);
    this.draw();
    this.dispatchEvent(new Event("afresh"));
  }

  /** @param {{ entry: Entry, answer: Refused }} what */
  #refused({ entry, answer }) {
    this.connectionStatus.tell(answer.sentence);
    this.dispatchEvent(new CustomEvent("refused", { detail: entry.command }));
    if (entry.command.type !== "phase.finish") this.composer.giveBack(entry, answer.sentence);
  }
}

/** Nobody leaves the meeting by a link. @param {HTMLAnchorElement} link */
function openBeside(link) {
  link.target = "_blank";
  link.rel = "noopener";
}

/** An absolute time: a relative one would be announced at each change. @param {number} at */
function hourOf(at) {
  return inWords(at, isToday(at) ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
}
