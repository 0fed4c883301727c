/** Socket.IO over WebSocket alone, without its heartbeat: `node socketio.mjs PORT`. */

import { Server } from "socket.io";
import { onLine } from "./stdin-lines.mjs";

const DAY = 24 * 60 * 60 * 1000;
const server = new Server(Number(process.argv[2]), { transports: ["websocket"], pingInterval: DAY });

onLine((line) => server.emit("event", JSON.parse(line)));
