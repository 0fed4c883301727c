// `node wrong_clocks.mjs JSON`: phones with wrong clocks, as {url, cookie, hours, seconds} each. Prints by how many
// milliseconds the house's time was wrong on each, again and again, as a JSON list of lists.

import { Worker } from "node:worker_threads";

const script = new URL("wrong_clock.mjs", import.meta.url);

const lives = JSON.parse(process.argv[2]).map(
  (workerData) =>
    new Promise((resolve, reject) => {
      const phone = new Worker(script, { workerData });
      phone.on("message", ({ wrong, failed }) => (failed ? reject(new Error(failed)) : resolve(wrong)));
      phone.on("error", reject);
    }),
);
console.log(JSON.stringify(await Promise.all(lives)));
