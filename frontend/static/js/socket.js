// One socket's life: from the handshake, through the welcome, to its end, which is told exactly once.

/** @import { Command, Message } from "./wire" */
/**
 * @typedef {object} Listener What a channel tells the link.
 * @property {() => void} opened
 * @property {(message: Message) => void} heard
 * @property {(code: number) => void} ended
 */
/** @typedef {{ carriesSignals: boolean, say(command: Command): void, check(patience?: number): void, end(): void }} Channel */

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
    this.#expectSomething(PATIENCE);
  }

  /** @param {Command} command */
  say(command) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(command));
  }

  /** Make sure that somebody is there: hear something within `patience` milliseconds, or end. */
  check(patience = PATIENCE) {
    this.say({ type: "ping" });
    this.#expectSomething(patience);
  }

  /** Leave, without waiting for the other side: a dead network would keep us for minutes. */
  end() {
    this.#over(CUT);
  }

  /** @param {Message} message */
  #hear(message) {
    clearTimeout(this.doubt);
    if (message.type === "welcome") this.listener.opened();
    this.listener.heard(message);
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
