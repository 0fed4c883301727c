// A page that goes away: what waits is kept once more, and what only the page has is asked about.

import { device } from "./shelf.js";

/** @import { Outbox } from "./outbox.js" */

/** @param {Outbox} outbox */
export function guardLeaving(outbox) {
  addEventListener("pagehide", () => outbox.leave());
  addEventListener("beforeunload", (event) => {
    const drafts = [...device.memory.keys()].filter((key) => key.startsWith("hub-draft"));
    if (drafts.length || !outbox.keeps) event.preventDefault();
  });
}
