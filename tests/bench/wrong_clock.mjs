// A phone whose clock is wrong, with the page's own socket and clock. One thread of `wrong_clocks.mjs` each: the module
// of the clock is one for a page, and so is the device's time.

import { parentPort, workerData } from "node:worker_threads";
import WebSocket from "ws";

const { url, cookie, hours, seconds } = workerData;
const EVERY = 20; // milliseconds between two looks
const rightNow = Date.now.bind(Date);

Date.now = () => rightNow() + hours * 3_600_000;
globalThis.WebSocket = class extends WebSocket {
  constructor(address, subprotocol) {
    super(address, subprotocol, { headers: { Cookie: cookie }, origin: url });
  }
};

const { clock, now } = await import("../../frontend/static/js/clock.js");
const { SocketChannel } = await import("../../frontend/static/js/socket.js");

const ended = (code) => parentPort.postMessage({ failed: `${url} hung up: ${code}` });
const channel = new SocketChannel(`${url.replace("http", "ws")}/wire`, { opened: () => {}, heard: () => {}, ended });

clock.addEventListener("change", look, { once: true });

/** By how many milliseconds what this phone would show as the time left is wrong, from its first idea of it on. */
function look() {
  const wrong = [];
  const looking = setInterval(() => wrong.push(Math.abs(now() - rightNow())), EVERY);
  setTimeout(() => {
    clearInterval(looking);
    channel.socket.onclose = null;
    channel.socket.terminate();
    parentPort.postMessage({ wrong });
    parentPort.close();
    process.exit();
  }, seconds * 1000);
}
