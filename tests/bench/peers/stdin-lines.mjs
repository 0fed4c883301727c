/** The lines that the bench writes on a peer's standard input; the bench gone, the process ends. */

import { createInterface } from "node:readline";

/** @param {(line: string) => void} tell */
export function onLine(tell) {
  createInterface({ input: process.stdin })
    .on("line", tell)
    .on("close", () => process.exit());
}
