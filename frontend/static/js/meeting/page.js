// Entry point of the meeting page: defines its custom element.

import "../main.js";
import { openStore } from "../command-store.js";
import { canMeet } from "./capture-errors.js";
import { place } from "./dom.js";

const PATIENCE = 20_000; // milliseconds for the rest: when it is lost, it may never tell

class HubMeeting extends HTMLElement {
  async connectedCallback() {
    const scene = document.getElementById("scene")?.textContent;
    if (!canMeet()) return this.#needsAnother();
    if (!scene) return;
    const { LiveMeeting } = await rest();
    new LiveMeeting(this, JSON.parse(scene), openStore()).open();
  }

  /** Say which browsers can take part. */
  #needsAnother() {
    place(this, "coming").hidden = true;
    place(this, "needs").hidden = false;
  }
}

/**
 * A telephone that changes networks just then loses it: the page is loaded once more, and only once. That it
 * was is kept with the page's place in the history, which no refused storage takes away.
 */
async function rest() {
  try {
    const loaded = await Promise.race([
      import("./live-meeting.js"),
      new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the rest of the page did not come"))),
    ]);
    history.replaceState({ ...history.state, partsAgain: false }, "");
    return loaded;
  } catch (error) {
    if (history.state?.partsAgain) throw error;
    history.replaceState({ ...history.state, partsAgain: true }, "");
    location.reload();
    return /** @type {Promise<never>} */ (new Promise(() => {})); // this page is on its way out
  }
}

customElements.define("hub-meeting", HubMeeting);
