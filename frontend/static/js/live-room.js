// A room, live: its scene from the log, its outbox, and everything on the screen drawn from these two.

import { setClock } from "./clock.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Doors } from "./doors.js";
import { Drafts } from "./drafts.js";
import { Feed } from "./feed.js";
import { FirstVisit } from "./first-visit.js";
import { Following } from "./following.js";
import { GoneThings } from "./gone.js";
import { openLink } from "./link.js";
import { Meetings } from "./meetings.js";
import { showEnding, showNotice, startAfresh } from "./notice.js";
import { Outbox } from "./outbox.js";
import { showPresence, showTyping } from "./presence.js";
import { FACE, refresh } from "./refresh.js";
import { Status } from "./status.js";
import { Unread } from "./unread.js";
import { say } from "./words.js";

/** @import { Line, Message, Refused, Scene } from "./wire" */
/** @import { Wish } from "./commands.js" */
/** @import { Entry, Store } from "./store.js" */
/** @template {Message["type"]} T @typedef {Extract<Message, { type: T }>} Of */

const OWN = /** @type {Record<string, string>} */ ({ publish: "published", comment: "answered" });
const DONE = /** @type {Record<string, string>} */ ({ "person.quiet": "quieted_them", "person.remove": "removed_them" });
const FACES = ["room.changed", "consigne.pinned"];

export class LiveRoom {
  /** @param {HTMLElement} element @param {Scene} scene as the server has drawn it @param {Store} store */
  constructor(element, scene, store) {
    const { me = "", role = "", read, events = "", command = "" } = element.dataset;
    this.element = element;
    this.log = new Following(scene, (line, before) => this.took(line, before));
    this.me = Number(me);
    this.role = role;
    this.list = /** @type {HTMLElement} */ (element.querySelector("#feed"));
    this.link = openLink({ events, command, position: () => this.log.position }, () => this.#csrf());
    this.outbox = new Outbox(me, store, this.link);
    this.status = new Status(document.getElementById("status"));
    this.connection = new Connection(element.querySelector('.desk [data-slot="link"]'), this.link, this.status);
    this.doors = new Doors(element, scene.snapshot.room, this.status);
    this.meetings = new Meetings(element, this.status);
    this.gone = new GoneThings(scene.snapshot.room.slug);
    this.feed = new Feed(this.list, scene, this, this.gone);
    this.unread = new Unread(this.feed, element.querySelector("[data-fresh]"), scene, this.me, Number(read), (seq) => this.tellRead(seq));
    this.firstVisit = new FirstVisit(element);
    this.composer = new Composer(element, new Drafts(me), this);
    this.#listen();
  }

  // Lifecycle

  async open() {
    this.unread.show(this.log.scene);
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
    const kept = this.outbox.add(wish, this.log.room.id, this.log.seq);
    if (wish.type === "publish") this.feed.goToEnd();
    await kept;
  }

  typing() {
    this.link.say({ type: "typing", room: this.log.room.id });
  }

  /** @param {number} seq */
  tellRead(seq) {
    this.link.say({ type: "read", room: this.log.room.id, seq });
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
    const posts = this.log.posts;
    if (comment) return posts.flatMap(({ comments }) => comments).find(({ id }) => id === Number(comment))?.body ?? null;
    const said = posts.find(({ id }) => id === Number(post));
    return said && !said.card ? said.body : null;
  }

  draw() {
    const entries = this.outbox.entries.filter(({ command }) => command.room === this.log.room.id);
    this.gone.settle(this.log.scene);
    this.feed.show(this.log.scene, entries);
    this.unread.show(this.log.scene);
    this.element.querySelector("[data-empty]")?.toggleAttribute("hidden", this.list.childElementCount > 0);
  }

  // Callbacks

  opened() {
    this.log.subscribe(this.link);
    this.tellRead(this.unread.seq);
    void this.outbox.send();
  }

  /** @param {Message} message */
  heard(message) {
    if ("room" in message && message.room !== this.log.room.id) return;
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
    refused: ({ ref, code }) => ref === null && code !== "too_fast" && startAfresh(this.element),
    bad: () => showNotice(this.element, say("stale"), say("reload")),
    pong: ({ at }) => setClock(at),
    presence: (presence) => showPresence(this.element, presence),
    typing: (typing) => showTyping(this.element, typing, this.me),
    mark: ({ seq }) => this.readElsewhere(seq),
  };

  /** @param {number} person @param {string} build */
  welcomed(person, build) {
    if (person !== this.me) startAfresh(this.element);
    else if (build !== this.element.dataset.build) showNotice(this.element, say("stale"), say("reload"));
  }

  /** @param {string} role @param {boolean} quieted */
  followed(role, quieted) {
    this.element.toggleAttribute("data-live", true);
    this.stand(role, quieted);
  }

  /** @param {string} role @param {boolean} quieted */
  stand(role, quieted) {
    if (role !== this.role) startAfresh(this.element);
    else this.doors.setQuieted(quieted);
  }

  /** @param {Line[]} lines */
  happened(lines) {
    this.log.hear(lines, this.link);
    this.outbox.shown(this.log.room.id, this.log.seq);
    this.feed.keepUp(() => this.draw());
  }

  /** @param {Line} line @param {Scene} before */
  took(line, before) {
    const { kind } = line.event;
    if (line.by === this.me) this.gone.remember(line, before);
    this.status.heard(line, this.me);
    if (FACES.includes(kind)) refresh(this.element, FACE);
    this.meetings.took(line, before, this.log.scene);
    if (kind === "room.changed") this.doors.keep(this.log.room);
    if (kind === "post.published") this.unread.arrived(this.log.scene);
    if (kind === "post.published" && line.by === this.me) this.firstVisit.said();
  }

  /** @param {{ entry: Entry }} what */
  done({ entry }) {
    const sentence = OWN[entry.command.type];
    if (sentence) this.status.say(say(sentence));
    if (entry.command.type in DONE) this.connection.tell(say(DONE[entry.command.type]));
    this.outbox.shown(this.log.room.id, this.log.seq);
    this.draw(); // its event may have come before this answer
  }

  /** @param {{ entry: Entry, answer: Refused }} what */
  refused({ entry, answer }) {
    this.connection.tell(answer.sentence);
    this.composer.giveBack(entry, answer.sentence);
  }

  /** @param {number} seq */
  readElsewhere(seq) {
    this.unread.readElsewhere(seq, this.log.scene);
    this.draw();
  }

  // Private

  #csrf() {
    return /** @type {HTMLInputElement | null} */ (document.querySelector('[name="csrfmiddlewaretoken"]'))?.value ?? "";
  }
}
