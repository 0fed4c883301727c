import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test, { mock } from "node:test";

const MODULES = new URL("../../frontend/static/js/", import.meta.url);
const NOON = Date.UTC(2026, 10, 29, 11); // in Paris
const MINUTE = 60_000;
const WORDS = {
  just_now: "à l’instant",
  minutes: "il y a {count} min",
  hours: "il y a {count} h",
  left_minutes_one: "encore {count} minute",
  left_minutes_other: "encore {count} minutes",
  left_hours_other: "encore {count} heures",
  over: "Terminée",
};
globalThis.document = {
  documentElement: { lang: "fr" },
  body: { dataset: { zone: "Europe/Paris" } },
  getElementById: () => ({ textContent: JSON.stringify(WORDS) }),
};
const { inWords, isToday, setClock } = await import("../../frontend/static/js/clock.js");
const { showTimes } = await import("../../frontend/static/js/relative-time.js");

/** What a page with one `time` shows. */
function shown(time) {
  showTimes({ querySelectorAll: (which) => (which === `time[data-${Object.keys(time.dataset)[0]}]` ? [time] : []) });
  return time.textContent;
}

test.beforeEach(() => mock.timers.enable({ apis: ["Date"], now: NOON + 7_200_000 })); // a device two hours ahead
test.beforeEach(() => setClock(NOON));
test.afterEach(() => mock.timers.reset());

test("a fresh message is fresh, grows older, and has its date in the end", () => {
  const time = { dataset: { at: String(NOON) }, textContent: "12 h" };
  const told = [0, 5, 120, 6 * 60].map((minutes) => {
    mock.timers.setTime(NOON + 7_200_000 + minutes * MINUTE);
    return shown(time);
  });
  assert.deepEqual(told, ["à l’instant", "il y a 5 min", "il y a 2 h", "12 h"]);
});

test("what is left moves, and ends", () => {
  const time = { dataset: { until: String(NOON + 61 * MINUTE) }, textContent: "" };
  const told = [0, 1, 59.5, 60.5, 61].map((minutes) => {
    mock.timers.setTime(NOON + 7_200_000 + minutes * MINUTE);
    return shown(time);
  });
  assert.deepEqual(told, ["encore 2 heures", "encore 60 minutes", "encore 2 minutes", "encore 1 minute", "Terminée"]);
});

test("times are told in the house's zone, wherever the device is", () => {
  assert.equal(inWords(NOON, { timeStyle: "short" }), "12:00");
  assert.equal(isToday(NOON - 12 * 60 * MINUTE), true);
  assert.equal(isToday(NOON - 12 * 60 * MINUTE - 1), false);
});

test("no other module reads the device's clock or zone", () => {
  const modules = readdirSync(MODULES, { recursive: true }).filter((name) => name.endsWith(".js"));
  const reads = /Date\.now|new Date\(\)|toLocale(Date|Time)?String|Intl\.DateTime/;
  const guilty = modules.filter((name) => reads.test(readFileSync(new URL(name, MODULES), "utf8")));
  assert.deepEqual(guilty, ["clock.js"]);
});
