// The module of the meeting's page: its element, which lives while the page does.

import { openStore } from "../store.js";
import { LiveMeeting } from "./live-meeting.js";
import { canMeet } from "./refusals.js";

class HubMeeting extends HTMLElement {
  async connectedCallback() {
    const scene = document.getElementById("scene")?.textContent;
    if (!scene || !canMeet()) return; // the page says what is needed
    new LiveMeeting(this, JSON.parse(scene), await openStore()).open();
  }
}

customElements.define("hub-meeting", HubMeeting);
