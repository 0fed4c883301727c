import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const MODULES = new URL("../../frontend/static/js/", import.meta.url);
const WORDS = ["words.py", "meeting_words.py"]
  .map((name) => readFileSync(new URL(`../../frontend/${name}`, import.meta.url), "utf8"))
  .join("\n");

const known = [...WORDS.matchAll(/^ {4}"(\w+)": _\(/gm)].map(([, key]) => key);
const source = readdirSync(MODULES, { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, MODULES), "utf8"))
  .join("\n");
const quoted = new Set([...source.matchAll(/"(\w+)"|(\w+):/g)].map(([, text, key]) => text ?? key));
const endings = [...source.matchAll(/`\$\{\w+\}(_\w+)`/g)].map(([, ending]) => ending); // as in say(`${device}_lost`)

test("every sentence that a module says stands in the page", () => {
  const said = [...source.matchAll(/\bsay\("(\w+)"/g)].map(([, key]) => key);
  const counted = [...source.matchAll(/\bsayCount\("(\w+)"/g)].flatMap(([, key]) => [`${key}_one`, `${key}_other`]);
  assert.ok(said.length && counted.length);
  assert.deepEqual(
    [...said, ...counted].filter((key) => !known.includes(key)),
    [],
  );
});

test("no sentence stands in the page that nobody says", () => {
  const used = (key) =>
    quoted.has(key) || quoted.has(key.replace(/_(one|other)$/, "")) || endings.some((ending) => key.endsWith(ending));
  assert.deepEqual(
    known.filter((key) => !used(key)),
    [],
  );
});
