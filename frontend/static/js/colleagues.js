// What only the régie shows, and nothing keeps: which text another moderator has in hand, who is cut off again and
// again, and whose words do not get through.

import { toTheMinute } from "./hours.js";
import { say } from "./words.js";

/** @import { Command, Message, ShownPerson, UnheardPerson } from "./wire" */

const SAID_AGAIN = 20_000; // milliseconds, while a text stays in hand
const FORGOTTEN = 50_000;
const SEEN_BY = "data-seen-by";

export class Colleagues {
  /**
   * @param {HTMLElement} element
   * @param {number} me
   * @param {(command: Command) => void} tell
   */
  constructor(element, me, tell) {
    this.element = element;
    this.me = me;
    this.tell = tell;
    /** @type {Map<number, { name: string, piece: string, at: number }>} */
    this.looks = new Map();
    /** @type {Map<number, ShownPerson[]>} */
    this.cuts = new Map();
    /** @type {Map<number, UnheardPerson[]>} */
    this.unheard = new Map();
    /** @type {{ room: number, piece: string } | undefined} */
    this.mine = undefined;
    element.addEventListener("focusin", (event) => this.#take(/** @type {Element} */ (event.target)));
    setInterval(() => this.#goOn(), SAID_AGAIN);
  }

  /** @param {Message} message */
  heard(message) {
    if (message.type === "looking" && message.person.id !== this.me) {
      const { person, piece } = message;
      this.looks.set(person.id, { name: person.name, piece, at: performance.now() });
      this.show();
    }
    if (message.type === "often_cut") {
      this.cuts.set(message.room, message.people);
      this.show();
    }
    if (message.type === "unheard") {
      this.unheard.set(message.room, message.people);
      this.show();
    }
  }

  /** Show it on the page, as the house has just drawn it. */
  show() {
    this.element.querySelectorAll(`[${SEEN_BY}]`).forEach((mark) => mark.remove());
    this.looks.forEach(({ name, piece }) => this.#mark(piece, say("looks", { name })));
    this.cuts.forEach((people, room) =>
      this.#list(
        room,
        "cuts",
        people.map(({ name }) => say("often_cut", { name })),
      ),
    );
    this.unheard.forEach((people, room) => this.#list(room, "unheard", people.map(unheard)));
  }

  /** @param {Element} target */
  #take(target) {
    const piece = /** @type {HTMLElement | null} */ (target.closest("[data-piece]"));
    const place = /** @type {HTMLElement | null} */ (piece?.closest("[data-of], .rack"));
    if (!piece || !place) return;
    const room = Number(place.dataset.of ?? place.dataset.room);
    if (this.mine?.piece === piece.dataset.piece) return;
    this.mine = { room, piece: piece.dataset.piece ?? "" };
    this.#say();
  }

  /** Say again what is in hand, and forget what others have said no more. */
  #goOn() {
    const before = this.looks.size;
    this.looks.forEach(({ at }, person) => performance.now() - at > FORGOTTEN && this.looks.delete(person));
    if (this.looks.size < before) this.show();
    if (!document.hidden) this.#say();
  }

  #say() {
    if (this.mine) this.tell({ type: "look", ...this.mine });
  }

  /** @param {string} piece @param {string} sentence */
  #mark(piece, sentence) {
    const place = this.element.querySelector(`[data-piece="${CSS.escape(piece)}"]`);
    const mark = document.createElement("p");
    mark.setAttribute(SEEN_BY, "");
    mark.textContent = sentence;
    place?.prepend(mark);
  }

  /** @param {number} room @param {string} list @param {string[]} sentences */
  #list(room, list, sentences) {
    const place = this.element.querySelector(`.rack[data-room="${room}"] [data-${list}]`);
    place?.replaceChildren(...sentences.map(line));
  }
}

/** @param {UnheardPerson} who */
function unheard({ person: { name }, why, since }) {
  return say(why === "refused" ? "unheard_refused" : "unheard_unsent", { name, hour: toTheMinute(since) });
}

/** @param {string} sentence */
function line(sentence) {
  const item = document.createElement("li");
  item.textContent = sentence;
  return item;
}
