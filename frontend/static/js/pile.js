// The texts that are still closed, under the newest one that is open: backs of cards, as in a phase that reveals.

import { write } from "./template-slots.js";
import { sayCount } from "./words.js";

/** @import { Scene, ShownPost } from "./wire" */

const MOST = 7; // backs that are drawn

export class Pile {
  /** @param {Element} room */
  constructor(room) {
    this.place = room.querySelector("[data-pile]");
    this.phase = this.open = 0;
  }

  /** @param {Scene} scene */
  show({ snapshot: { session, posts } }) {
    if (session?.phase.id !== this.phase) [this.phase, this.open] = [session?.phase.id ?? 0, 0];
    const isRevealing = session?.phase.kind === "reveal";
    if (isRevealing) this.open = Math.max(this.open, openOf(posts, session.phase_began_at));
    const closed = isRevealing ? Math.max(0, session.texts - this.open) : 0;
    this.place?.toggleAttribute("hidden", !closed);
    if (!this.place || !closed) return;
    write(this.place.querySelector('[data-slot="closed"]') ?? undefined, sayCount("closed_texts", closed));
    const backs = this.place.querySelector('[data-slot="backs"]');
    const drawn = Math.min(closed, MOST);
    if (backs?.childElementCount !== drawn)
      backs?.replaceChildren(...Array.from({ length: drawn }, () => document.createElement("i")));
  }
}

/** How many were revealed since the phase began. @param {readonly ShownPost[]} posts @param {number} began */
function openOf(posts, began) {
  return posts.reduce(
    (most, { card, at }) => (card?.card === "reveal" && at >= began ? Math.max(most, card.rank) : most),
    0,
  );
}
