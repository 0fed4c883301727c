// The page's one connection to the server, over WebSocket or long polling: reconnects by itself, reports its state.

import { comesBack, pause } from "./backoff.js";
import { LongPollChannel } from "./long-poll.js";
import { CUT, SocketChannel } from "./socket.js";

/** @import { Command, Failed, Message, Refused, Reply } from "./wire" */
/** @import { Lasting } from "./commands.js" */
/** @import { Followed } from "./long-poll.js" */
/** @import { Channel, Listener } from "./socket.js" */
/** @typedef {"connecting" | "open" | "waiting" | "ended"} State */
/** @typedef {(listener: Listener) => Channel} Opening */
/** @typedef {(answer?: Reply | Refused | Failed) => void} Settling without an answer: the line was cut */

const TRIES_BEFORE_POLLING = 3;
const SOON = 2; // doublings of the pause at most while insisting: two seconds
const LONGEST_ANSWER = 20_000;
const QUICK = 3_000;

/** No answer came: the connection was cut, or is too slow. */
export class Unanswered extends Error {}

/** Fires `state`, `message` (detail: the message), and `ended` (detail: the close code) when it will not reconnect. */
export class Link extends EventTarget {
  /** @param {{ socket: Opening, poll: Opening, random?: () => number }} ways */
  constructor({ socket, poll, random = Math.random }) {
    super();
    this.ways = { socket, poll };
    this.random = random;
    /** @type {State} */
    this.state = "waiting";
    /** @type {Channel | null} */
    this.channel = null;
    this.attempt = 0;
    this.insists = false;
    this.failures = 0;
    /** @type {Map<string, Settling>} */
    this.asked = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.coming = undefined;
  }

  get isOpen() {
    return this.state === "open";
  }

  /** Whether signals can be sent: only over WebSocket. */
  get carriesSignals() {
    return this.isOpen && Boolean(this.channel?.carriesSignals);
  }

  /** Connect, unless connected or connecting. */
  connect() {
    if (this.channel || this.state === "ended") return;
    clearTimeout(this.coming);
    this.#become("connecting");
    const isBarred = this.failures >= TRIES_BEFORE_POLLING && !this.insists;
    this.failures = isBarred ? 0 : this.failures;
    this.channel = (isBarred ? this.ways.poll : this.ways.socket)(this.#listener());
  }

  /** The network or the page's visibility has changed: reconnect now, or check that the connection still works. */
  wake() {
    if (this.channel) this.channel.check(QUICK);
    else this.connect();
  }

  /**
   * Set whether signals are needed (in a meeting): then only WebSocket is tried, with short pauses.
   * @param {boolean} on
   */
  insist(on) {
    this.insists = on;
    if (on && this.channel && !this.channel.carriesSignals) this.channel.end();
  }

  /** Send a command that may be lost. @param {Command} command */
  say(command) {
    if (this.isOpen) this.channel?.say(command);
  }

  /**
   * Send a command and return its answer. Rejects with `Unanswered` when the connection is cut first.
   * @param {Lasting} command
   * @returns {Promise<Reply | Refused | Failed>}
   */
  ask(command) {
    return new Promise((resolve, reject) => {
      /** @type {Settling} */
      const settle = (answer) => {
        clearTimeout(timer);
        this.asked.delete(command.ref);
        if (answer) resolve(answer);
        else reject(new Unanswered(command.type));
      };
      const timer = setTimeout(settle, LONGEST_ANSWER);
      this.asked.set(command.ref, settle);
      if (this.isOpen) this.channel?.say(command);
      else settle();
    });
  }

  /** Disconnect, and do not reconnect. */
  end() {
    this.#become("ended");
    this.channel?.end();
  }

  /** @returns {Listener} */
  #listener() {
    return {
      opened: () => this.#opened(),
      heard: (message) => this.#heard(message),
      ended: (code) => this.#ended(code),
    };
  }

  #opened() {
    this.attempt = this.failures = 0;
    this.#become("open");
  }

  /** @param {Message} message */
  #heard(message) {
    if ("ref" in message && message.ref) this.asked.get(message.ref)?.(message);
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  /** @param {number} code */
  #ended(code) {
    if (code === CUT && this.state === "connecting" && navigator.onLine) this.failures += 1;
    this.channel = null;
    const isOver = this.state === "ended";
    this.#become(isOver || !comesBack(code) ? "ended" : "waiting");
    [...this.asked.values()].forEach((settle) => settle());
    if (this.state === "waiting") this.coming = setTimeout(() => this.connect(), this.#pause());
    else if (!isOver) this.dispatchEvent(new CustomEvent("ended", { detail: code }));
  }

  #pause() {
    const attempt = this.attempt++;
    return pause(this.insists ? Math.min(attempt, SOON) : attempt, this.random);
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

/**
 * The link of this page, woken by the browser's network and visibility events.
 * @param {Followed} followed
 */
export function openLink(followed) {
  return openLinkBy((listener) => new LongPollChannel(followed, listener));
}

/** The same, with its own way where no WebSocket comes through. @param {Opening} poll */
export function openLinkBy(poll) {
  const address = new URL("/wire", location.href.replace(/^http/, "ws")).href;
  const link = new Link({ socket: (listener) => new SocketChannel(address, listener), poll });
  for (const name of ["online", "offline", "pageshow"]) addEventListener(name, () => link.wake());
  document.addEventListener("visibilitychange", () => document.hidden || link.wake());
  addEventListener("pagehide", () => link.channel?.end());
  return link;
}
