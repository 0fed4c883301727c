// The module of the room's page: its element, which lives while the page does.

import { keepTimes } from "./ago.js";
import { LiveRoom } from "./live-room.js";
import { openStore } from "./store.js";
import { openOntoBoxes } from "./unfolding.js";

class HubRoom extends HTMLElement {
  async connectedCallback() {
    const scene = document.getElementById("scene")?.textContent; // older pages of the feed have none: they only tell the time
    keepTimes(this);
    openOntoBoxes(this);
    if (scene) await new LiveRoom(this, JSON.parse(scene), await openStore()).open();
  }
}

customElements.define("hub-room", HubRoom);
