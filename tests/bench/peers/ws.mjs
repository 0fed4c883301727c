/** The `ws` library of Node, broadcasting as its README does: `node ws.mjs PORT`. */

import { WebSocketServer } from "ws";
import { onLine } from "./stdin-lines.mjs";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 1024 });

onLine((line) => {
  const data = Buffer.from(line);
  for (const client of server.clients) client.send(data, { binary: false });
});
