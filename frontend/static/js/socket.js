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
    this.pingedAt = performance.now();
    this.#expectSomething(PATIENCE);
  }

  /** @param {Command} command */
  say(command) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(command));
  }

  /** Ping, and end unless anything arrives within `patience` milliseconds. */
  check(patience = PATIENCE) {
    this.pingedAt = performance.now();
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
    if (message.type === "pong") setClock(message.at, performance.now() - this.pingedAt);
    this.listener.heard(message);
  }

  #welcomed() {
    this.listener.opened();
    this.check(); // and hear what time it is
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
    clearTimeout(this.doubt);
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.listener.ended(code);
  }
}
