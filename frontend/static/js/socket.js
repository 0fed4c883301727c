// One WebSocket: handshake, welcome, heartbeat, and an end that is reported exactly once.

import { setClock } from "./clock.js";

/** @import { Command, Message } from "./wire" */
/**
 * @typedef {object} Listener What a channel tells the link.
 * @property {() => void} opened
 * @property {(message: Message) => void} heard
 * @property {(code: number) => void} ended
 */
/**
 * @typedef {object} Channel
 * @property {boolean} carriesSignals
 * @property {(command: Command) => void} say
 * @property {(patience?: number) => void} check
 * @property {() => void} end
 */

const SUBPROTOCOL = "hub.v1+json";
const PING_EVERY = 25_000;
const PATIENCE = 10_000;
// The house is asked for the time so many times at first: one answer may be held up, and the clock keeps the best.
const MEASURES = 5;
const BETWEEN = 400; // milliseconds from an answer to the next question
export const CUT = 1006; // RFC 6455, 7.4.1: no close frame was received

/** @implements {Channel} */
export class SocketChannel {
  carriesSignals = true;

  /** @param {string} address @param {Listener} listener */
  constructor(address, listener) {
    this.listener = listener;
    this.socket = new WebSocket(address, SUBPROTOCOL);
    this.socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    this.socket.onclose = ({ code }) => this.#over(code);
    this.pinging = setInterval(() => this.check(), PING_EVERY);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.doubt = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.measuring = undefined;
    /** When each ping was sent that is not answered yet; answers come in order. @type {number[]} */
    this.pings = [];
    this.measured = 0;
    this.#expectSomething(PATIENCE);
  }

  /** @param {Command} command */
  say(command) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(command));
  }

  /** Ping, and end unless anything arrives within `patience` milliseconds. */
  check(patience = PATIENCE) {
    if (this.socket.readyState === WebSocket.OPEN) this.pings.push(performance.now());
    this.say({ type: "ping" });
    this.#expectSomething(patience);
  }

  /** Close without waiting for the other side: on a dead network that takes minutes. */
  end() {
    this.#over(CUT);
  }

  /** @param {Message} message */
  #hear(message) {
    clearTimeout(this.doubt);
    if (message.type === "welcome") this.#welcomed();
    if (message.type === "pong") this.#toldTime(message.at);
    this.listener.heard(message);
  }

  #welcomed() {
    this.listener.opened();
    this.check(); // and hear what time it is
  }

  /** @param {number} at */
  #toldTime(at) {
    const asked = this.pings.shift();
    if (asked !== undefined) setClock(at, performance.now() - asked);
    this.measured += 1;
    if (this.measured < MEASURES) this.measuring = setTimeout(() => this.check(), BETWEEN);
  }

  /** @param {number} patience */
  #expectSomething(patience) {
    clearTimeout(this.doubt);
    this.doubt = setTimeout(() => this.end(), patience);
  }

  /** @param {number} code */
  #over(code) {
    if (!this.socket.onclose) return;
    clearInterval(this.pinging);
    clearTimeout(this.measuring);
    clearTimeout(this.doubt);
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.listener.ended(code);
  }
}
