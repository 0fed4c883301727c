// A live room: follows the log, owns the outbox, and renders the page from both.

import { Composer } from "./composer.js";
import { ConnectionStatus } from "./connection-status.js";
import { WriteAccess } from "./write-access.js";
import { Drafts } from "./drafts.js";
import { Feed } from "./feed.js";
import { FirstVisit } from "./first-visit.js";
import { Fragments } from "./fragments.js";
import { LogFollower } from "./log-follower.js";
import { RemovedItems } from "./removed-items.js";
import { kindOf } from "./kinds.js";
import { Happened } from "./happened.js";
import { guardLeaving } from "./leaving.js";
import { markLeadersWords } from "./leaders-words.js";
import { openLink } from "./link.js";
import { Meetings } from "./meetings.js";
import { showEnding, showNotice, startAfresh } from "./notice.js";
import { Outbox } from "./outbox.js";
import { showPresence, showTyping } from "./presence.js";
import { LiveRegion } from "./live-region.js";
import { Pile } from "./pile.js";
import { newRef } from "./refs.js";
import { SessionScreen } from "./session.js";
import { SilentText } from "./silent-text.js";
import { SlowMode } from "./slow-mode.js";
import { Unread } from "./unread.js";
import { UnsentSignal } from "./unsent-signal.js";
import { WaitingWords } from "./waiting-words.js";
import { say } from "./words.js";

/** @import { Line, Message, Refused, Scene, ShownPerson } from "./wire" */
/** @import { NewCommand } from "./commands.js" */
/** @import { Entry, Store } from "./command-store.js" */
/** @import { Standing } from "./session-state.js" */
/** @template {Message["type"]} T @typedef {Extract<Message, { type: T }>} Of */

const OWN = /** @type {Record<string, string>} */ ({ publish: "published", comment: "answered" });

export class LiveRoom {
  /** @param {HTMLElement} element @param {Scene} scene as the server has drawn it @param {Store} store */
  constructor(element, scene, store) {
    const { me = "", role = "", read, events = "", command = "" } = element.dataset;
    this.element = element;
    this.log = new LogFollower(scene, (line, before) => this.took(line, before));
    this.me = Number(me);
    this.role = role;
    this.list = /** @type {HTMLElement} */ (element.querySelector("#feed"));
    this.link = openLink({ events, command, position: () => this.log.position });
    this.outbox = new Outbox(me, store, this.link);
    this.unsent = new UnsentSignal(
      () => this.entriesHere,
      scene.snapshot.room.id,
      (signal) => this.link.say(signal),
    );
    this.status = new LiveRegion(document.getElementById("status"));
    this.connectionStatus = new ConnectionStatus(
      element.querySelector('.desk [data-slot="link"]'),
      this.link,
      this.status,
      () => this.outbox.keeps,
    );
    this.writeAccess = new WriteAccess(element, scene.snapshot.room, this.status);
    this.slowMode = new SlowMode(element, scene.snapshot.room, this.status);
    this.meetings = new Meetings(element, this.status);
    this.removed = new RemovedItems(scene.snapshot.room.slug, this.me);
    this.feed = new Feed(this.list, scene, this, this.removed);
    this.fragments = new Fragments(element, (post, item) => this.redrawn(post, item));
    this.unread = new Unread(this.feed, element.querySelector("[data-latest]"), scene, this.me, Number(read), (seq) =>
      this.tellRead(seq),
    );
    this.notes = new Happened(element, scene.snapshot.room.slug);
    this.firstVisit = new FirstVisit(element, () => this.notes.offerCard());
    this.composer = new Composer(element, new Drafts(me), this);
    this.pile = new Pile(element);
    this.waiting = new WaitingWords(
      element,
      scene.snapshot.room.slug,
      (change) => this.feed.keepUp(change),
      (said, news) => this.announced(said, news),
    );
    this.silent = new SilentText(element, new Drafts(me), this.#house());
    this.session = new SessionScreen(element, scene.snapshot.session, this.status, {
      unmoved: (change, top) => this.feed.unmoved(change, top),
      passed: (standing, before) => this.phasePassed(standing, before),
      lastMinute: (isLast) => this.silent.lastMinute(isLast),
      over: (session) => this.notes.sessionOver(session),
    });
    this.#listen();
  }

  // Lifecycle

  /** Connect, whatever the device's storage does. */
  open() {
    this.unread.show(this.log.scene);
    void this.outbox.reload();
    this.unsent.open();
    this.link.connect();
  }

  #listen() {
    guardLeaving(this.outbox);
    const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
    this.link.addEventListener("message", (event) => this.heard(detail(event)));
    this.link.addEventListener("ended", (event) => showEnding(this.element, detail(event)));
    this.link.addEventListener("state", () =>
      this.link.isOpen ? this.opened() : this.element.removeAttribute("data-live"),
    );
    this.outbox.addEventListener("change", () => this.draw());
    this.outbox.addEventListener("change", () => this.unsent.changed());
    this.outbox.addEventListener("done", (event) => this.done(detail(event)));
    this.outbox.addEventListener("refused", (event) => this.refused(detail(event)));
  }

  // Actions

  /** @param {NewCommand} command */
  async send(command) {
    const kept = this.outbox.add(command, this.log.room.id, this.log.seq);
    if (command.type === "publish") this.feed.goToEnd();
    await kept;
    if (!this.outbox.keeps) this.unkept();
  }

  unkept() {
    this.connectionStatus.warn();
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

  /** The text that an edit link is about; null for a protocole. @param {HTMLElement} link */
  wordsOf(link) {
    const { post, comment } = /** @type {HTMLElement} */ (link.closest("[data-comment], [data-post]")).dataset;
    const posts = this.log.posts;
    if (comment)
      return posts.flatMap(({ comments }) => comments).find(({ id }) => id === Number(comment))?.body ?? null;
    const said = posts.find(({ id }) => id === Number(post));
    return said ? kindOf(said).edited(said) : null;
  }

  /** The room as the box of a silent text needs it: what it keeps never waits in the outbox. */
  #house() {
    const { id: room, slug } = this.log.room;
    return {
      me: this.me,
      room,
      slug,
      keep: (/** @type {number} */ phase, /** @type {string} */ body, since = "") =>
        this.link.ask({ type: "text.keep", phase, body, since, room, ref: newRef() }),
      send: (/** @type {NewCommand} */ command) => this.send(command),
      say: (/** @type {string} */ sentence) => this.status.say(sentence),
    };
  }

  /** @param {Standing | null} standing @param {Standing | null} before */
  phasePassed(standing, before) {
    this.writeAccess.setHeldOpen(standing !== null);
    if (standing && !before && this.session) this.notes.clear(); // it began while the page was open
    this.silent.passed(standing, before);
    if (before?.phase.hush === "silence" && standing?.phase.hush !== "silence") this.feed.goToEnd();
  }

  /** What was written here and is on its way. */
  get entriesHere() {
    return this.outbox.entries.filter(({ command }) => command.room === this.log.room.id);
  }

  draw() {
    this.removed.settle(this.log.scene);
    this.feed.show(this.log.scene, this.entriesHere);
    this.unread.show(this.log.scene);
    this.pile.show(this.log.scene);
    markLeadersWords(this.list, this.log.scene);
    this.element.querySelector("[data-empty]")?.toggleAttribute("hidden", this.list.childElementCount > 0);
  }

  // Callbacks

  opened() {
    this.log.subscribe(this.link);
    this.tellRead(this.unread.seq);
    void this.outbox.send();
    this.silent.back();
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
    subscribed: (mine) => this.followed(mine),
    standing: (mine) => this.stand(mine),
    tally: (tally) => this.silent.counted(tally),
    events: ({ events }) => this.happened(events),
    reset: () => startAfresh(this.element),
    refused: ({ ref, code }) => ref === null && code !== "too_fast" && startAfresh(this.element),
    bad: () => showNotice(this.element, say("stale"), say("reload")),
    presence: (presence) => this.met(presence),
    typing: (typing) => showTyping(this.element, typing, this.me),
    mark: ({ seq }) => this.readElsewhere(seq),
  };

  /** @param {number} person @param {string} build */
  welcomed(person, build) {
    if (person !== this.me) startAfresh(this.element);
    else if (build !== this.element.dataset.build) showNotice(this.element, say("stale"), say("reload"));
  }

  /** @param {Of<"subscribed">} mine */
  followed(mine) {
    this.log.answered();
    this.element.toggleAttribute("data-live", true);
    this.stand(mine);
  }

  /** @param {Of<"subscribed"> | Of<"standing">} mine */
  stand({ role, quieted, quiet_until, grace, waiting, spoke }) {
    if (role !== this.role) return startAfresh(this.element);
    this.writeAccess.setQuieted(quieted, quiet_until);
    this.slowMode.spoke(spoke);
    this.silent.given(grace);
    this.waiting.stand(waiting);
  }

  /** @param {Element | null} said what the team says to everybody @param {string} news its words, if it is new */
  announced(said, news) {
    this.notes.announced(said, Boolean(news));
    if (news) this.status.say(news);
  }

  /** @param {Line[]} lines */
  happened(lines) {
    this.log.receive(lines, this.link);
    this.outbox.shown(this.log.room.id, this.log.seq);
    this.feed.keepUp(() => this.draw());
  }

  /** @param {Line} line @param {Scene} before */
  took(line, before) {
    const { kind } = line.event;
    if (line.by === this.me) this.removed.remember(line, before);
    this.status.heard(line, this.me);
    this.fragments.took(line.event);
    this.meetings.took(line, before, this.log.scene);
    if (line.event.kind === "person.changed" && line.event.former) this.#becameOne(line.event.person);
    if (line.event.kind === "session.changed") this.session.told(line.event.session);
    if (line.event.kind === "post.published") this.silent.revealed(line.event.post);
    if (kind === "room.changed")
      [this.writeAccess, this.slowMode, this.session].forEach((each) => each.keep(this.log.room));
    if (kind === "post.published") this.unread.arrived(this.log.scene);
    const isMine = kind === "post.published" && line.by === this.me;
    if (isMine && !this.session.isRunning) this.firstVisit.said(); // nothing covers what a session asks
  }

  /** What was of another account is one's own now, and stands on no part of this page. @param {ShownPerson} person */
  #becameOne({ id }) {
    if (id === this.me) startAfresh(this.element);
  }

  /** @param {{ entry: Entry, answer: Of<"reply"> }} what */
  done({ entry, answer }) {
    const sentence = OWN[entry.command.type];
    const isRead = answer.room !== entry.command.room; // by the team, first
    if (sentence) this.status.say(say(isRead ? "read_first" : sentence));
    this.silent.done(entry);
    const decided = "person" in entry.command && this.notes.decided(entry.command, this.#nameOf(entry.command.person));
    if (decided) this.status.say(decided);
    this.outbox.shown(this.log.room.id, this.log.seq);
    this.draw(); // its event may have arrived before this answer
  }

  /** @param {{ entry: Entry, answer: Refused }} what */
  refused({ entry, answer }) {
    this.connectionStatus.tell(answer.sentence);
    if (this.silent.refused(entry, answer)) return;
    this.composer.giveBack(entry, answer.sentence);
  }

  /** @param {number} seq */
  readElsewhere(seq) {
    this.unread.readElsewhere(seq, this.log.scene);
    this.draw();
  }

  /** @param {number} post @param {HTMLElement} item */
  redrawn(post, item) {
    const busy = this.feed.replace(post, item);
    this.draw();
    return busy;
  }

  /** @param {Of<"presence">} presence */
  met(presence) {
    this.fragments.crowd = presence.count;
    showPresence(this.element, presence, this.me);
  }

  // Private

  /** @param {number} person who has said something here */
  #nameOf(person) {
    const said = this.log.posts.flatMap((post) => [post, ...post.comments]);
    return said.find(({ author }) => author.id === person)?.author.name ?? "";
  }
}
