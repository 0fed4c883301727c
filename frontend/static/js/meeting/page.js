// The module of the meeting's page: its element, which lives while the page does.

import { canMeet } from "./refusals.js";

const AGAIN = "hub-meeting-again";

class HubMeeting extends HTMLElement {
  async connectedCallback() {
    const scene = document.getElementById("scene")?.textContent;
    if (!scene || !canMeet()) return; // the page says what is needed
    const [{ LiveMeeting }, { openStore }] = await parts();
    new LiveMeeting(this, JSON.parse(scene), await openStore()).open();
  }
}

/** A telephone that changes networks just then loses one of them: the page is loaded once more, and only once. */
async function parts() {
  try {
    const loaded = await Promise.all([import("./live-meeting.js"), import("../store.js")]);
    sessionStorage.removeItem(AGAIN);
    return loaded;
  } catch (error) {
    if (sessionStorage.getItem(AGAIN)) throw error;
    sessionStorage.setItem(AGAIN, "yes");
    location.reload();
    return /** @type {Promise<never>} */ (new Promise(() => {})); // this page is on its way out
  }
}

customElements.define("hub-meeting", HubMeeting);
