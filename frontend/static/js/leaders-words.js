// In a silent phase the feed makes way; what whoever leads says to all meanwhile is still seen.

/** @import { Scene } from "./wire" */

/** Mark in `list` what was said by who leads since the phase began. @param {Element} list @param {Scene} scene */
export function markLeadersWords(list, { snapshot: { session, posts } }) {
  if (session?.phase.hush !== "silence") return;
  for (const { id, at, author, kind } of posts) {
    const isToAll = author.role !== "participant" && kind === "words" && at >= session.phase_began_at;
    list.querySelector(`[data-post="${id}"]`)?.toggleAttribute("data-to-all", isToAll);
  }
}
