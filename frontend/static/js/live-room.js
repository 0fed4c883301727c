// A room, live: its scene from the log, its outbox, and everything on the screen drawn from these two.

import { setClock } from "./clock.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Doors } from "./doors.js";
import { Drafts } from "./drafts.js";
import { Feed } from "./feed.js";
import { apply, Gap } from "./fold.js";
import { GoneThings } from "./gone.js";
import { openLink } from "./link.js";
import { showEnding, showNotice, startAfresh } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Pill } from "./pill.js";
import { showPresence, showTyping } from "./presence.js";
import { ReadMark } from "./reading.js";
import { refreshFace } from "./refresh.js";
import { Status } from "./status.js";
import { say } from "./words.js";

/** @import { Line, Message, Refused, Scene } from "./wire" */
/** @import { Wish } from "./commands.js" */
/** @import { Entry, Store } from "./store.js" */
/** @template {Message["type"]} T @typedef {Extract<Message, { type: T }>} Of */

const OWN = /** @type {Record<string, string>} */ ({ publish: "published", comment: "answered" });
const FACE = ["room.changed", "consigne.pinned"];

export class LiveRoom {
  /** @param {HTMLElement} element @param {Scene} scene as the server has drawn it @param {Store} store */
  constructor(element, scene, store) {
    const { me = "", role = "", read, events = "", command = "" } = element.dataset;
    this.element = element;
    this.scene = scene;
    this.me = Number(me);
    this.role = role;
    this.loadedAt = scene.snapshot.seq;
    this.list = /** @type {HTMLElement} */ (element.querySelector("#feed"));
    this.link = openLink({ events, command, position: () => this.position }, () => this.#csrf());
    this.outbox = new Outbox(me, store, this.link);
    this.status = new Status(document.getElementById("status"));
    this.connection = new Connection(element.querySelector('.desk [data-slot="link"]'), this.link, this.status);
    this.pill = new Pill(element.querySelector("[data-fresh]"));
    this.doors = new Doors(element, scene.snapshot.room);
    this.gone = new GoneThings(scene.snapshot.room.slug);
    this.feed = new Feed(this.list, scene, this, this.gone);
    this.mark = new ReadMark(Number(read), (seq) => this.tellRead(seq), () => this.showFresh());
    this.composer = new Composer(element, new Drafts(me), this);
    this.#listen();
  }

  // Lifecycle

  async open() {
    this.mark.watch(this.list);
    await this.outbox.reload();
    this.link.connect();
  }

  #listen() {
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    this.link.addEventListener("message", (event) => this.heard(detail(event)));
    this.link.addEventListener("ended", (event) => showEnding(this.element, detail(event)));
    this.link.addEventListener("state", () => (this.link.isOpen ? this.opened() : this.element.removeAttribute("data-live")));
    this.outbox.addEventListener("change", () => this.draw());
    this.outbox.addEventListener("done", (event) => this.done(detail(event)));
    this.outbox.addEventListener("refused", (event) => this.refused(detail(event)));
  }

  // Actions

  /** @param {Wish} wish */
  async send(wish) {
    const kept = this.outbox.add(wish, this.room.id, this.scene.snapshot.seq);
    if (wish.type === "publish") this.feed.goToEnd();
    await kept;
  }

  typing() {
    this.link.say({ type: "typing", room: this.room.id });
  }

  /** @param {number} seq */
  tellRead(seq) {
    this.link.say({ type: "read", room: this.room.id, seq });
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

  /** The words that an edit link is about; null when they are a protocole's. @param {HTMLElement} link */
  wordsOf(link) {
    const { post, comment } = /** @type {HTMLElement} */ (link.closest("[data-comment], [data-post]")).dataset;
    const posts = this.scene.snapshot.posts;
    if (comment) return posts.flatMap(({ comments }) => comments).find(({ id }) => id === Number(comment))?.body ?? null;
    const said = posts.find(({ id }) => id === Number(post));
    return said && !said.card ? said.body : null;
  }

  draw() {
    const entries = this.outbox.entries.filter(({ command }) => command.room === this.room.id);
    this.gone.settle(this.scene);
    this.feed.show(this.scene, entries);
    this.mark.watch(this.list);
    this.showFresh();
    this.element.querySelector("[data-empty]")?.toggleAttribute("hidden", this.list.childElementCount > 0);
  }

  showFresh() {
    const unread = this.mark.unread(this.scene.snapshot.posts, this.me);
    this.pill.show(unread.filter(({ seq }) => seq > this.loadedAt).map(({ id }) => id));
  }

  // Callbacks

  opened() {
    this.subscribe();
    this.tellRead(this.mark.seq);
    void this.outbox.send();
  }

  /** @param {Message} message */
  heard(message) {
    if ("room" in message && message.room !== this.room.id) return;
    const hear = /** @type {((message: Message) => void) | undefined} */ (this.hearings[message.type]);
    hear?.(message);
  }

  /** @type {{ [T in Message["type"]]?: (message: Of<T>) => void }} */
  hearings = {
    welcome: ({ person, build }) => this.welcomed(person, build),
    subscribed: ({ role, quieted }) => this.followed(role, quieted),
    standing: ({ role, quieted }) => this.stand(role, quieted),
    events: ({ events }) => this.happened(events),
    reset: () => startAfresh(this.element),
    refused: ({ ref, code }) => ref === null && code !== "too_fast" && location.reload(),
    bad: () => showNotice(this.element, say("stale"), say("reload")),
    pong: ({ at }) => setClock(at),
    presence: (presence) => showPresence(this.element, presence),
    typing: (typing) => showTyping(this.element, typing, this.me),
    mark: ({ seq }) => this.readElsewhere(seq),
  };

  /** @param {number} person @param {string} build */
  welcomed(person, build) {
    if (person !== this.me) location.reload();
    else if (build !== this.element.dataset.build) showNotice(this.element, say("stale"), say("reload"));
  }

  /** @param {string} role @param {boolean} quieted */
  followed(role, quieted) {
    this.element.toggleAttribute("data-live", true);
    this.stand(role, quieted);
  }

  /** @param {string} role @param {boolean} quieted */
  stand(role, quieted) {
    if (role !== this.role) location.reload();
    else this.doors.setQuieted(quieted);
  }

  /** @param {Line[]} lines */
  happened(lines) {
    try {
      lines.forEach((line) => this.#follow(line));
    } catch (error) {
      if (!(error instanceof Gap)) throw error;
      this.subscribe();
    }
    this.outbox.shown(this.room.id, this.scene.snapshot.seq);
    this.feed.keepUp(() => this.draw());
  }

  subscribe() {
    const { epoch, since } = this.position;
    this.link.say({ type: "subscribe", room: this.room.id, epoch, since });
  }

  /** @param {{ entry: Entry }} what */
  done({ entry }) {
    const sentence = OWN[entry.command.type];
    if (sentence) this.status.say(say(sentence));
    this.outbox.shown(this.room.id, this.scene.snapshot.seq);
  }

  /** @param {{ entry: Entry, answer: Refused }} what */
  refused({ entry, answer }) {
    this.connection.tell(answer.sentence);
    this.composer.giveBack(entry, answer.sentence);
  }

  /** @param {number} seq */
  readElsewhere(seq) {
    this.mark.advance(seq);
    this.#moveMark();
    this.draw();
  }

  // Private

  get room() {
    return this.scene.snapshot.room;
  }

  get position() {
    return { epoch: this.scene.snapshot.epoch, since: this.scene.snapshot.seq };
  }

  /** @param {Line} line */
  #follow(line) {
    const before = this.scene;
    this.scene = apply(before, line);
    if (this.scene === before) return;
    if (line.by === this.me) this.gone.remember(line, before);
    this.status.heard(line, this.me);
    if (FACE.includes(line.event.kind)) refreshFace(this.element);
    if (line.event.kind === "room.changed") this.doors.keep(line.event.room);
    if (line.event.kind === "post.published" && this.#isMarkRead()) this.#moveMark();
  }

  /** Whether all below the unread mark has been read. */
  #isMarkRead() {
    const marked = this.scene.snapshot.posts.find(({ id }) => id === this.feed.markedPost);
    return !marked || marked.seq <= this.mark.seq;
  }

  #moveMark() {
    const [first] = this.mark.unread(this.scene.snapshot.posts, this.me);
    this.feed.markBefore(first?.id ?? null);
  }

  #csrf() {
    return /** @type {HTMLInputElement | null} */ (document.querySelector('[name="csrfmiddlewaretoken"]'))?.value ?? "";
  }
}
