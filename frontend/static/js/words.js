// Sentences in the page's language, from the JSON that the page carries (frontend/words.py).

const SENTENCES = /** @type {Record<string, string>} */ (
  JSON.parse(document.getElementById("words")?.textContent || "{}")
);

/**
 * The sentence `key`, its `{names}` filled. Throws when the page does not have it.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  if (!(key in SENTENCES)) throw new Error(`no sentence called ${key}`);
  return SENTENCES[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The sentence for `count` of something: `key_one` or `key_other`. @param {string} key @param {number} count */
export function sayCount(key, count) {
  const isOne = document.documentElement.lang === "en" ? count === 1 : count < 2;
  return say(`${key}_${isOne ? "one" : "other"}`, { count });
}
