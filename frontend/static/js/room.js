// Entry point of a room's page: defines its custom element.

import "./main.js";
import { keepTimes } from "./relative-time.js";
import { LiveRoom } from "./live-room.js";
import { formerAccounts, openStore } from "./command-store.js";
import { takeOverDrafts } from "./drafts.js";
import { focusOnOpen } from "./focus-on-open.js";
import { growBoxes } from "./growing-boxes.js";
import { openSheets } from "./poster-sheet.js";
import { unfoldFacts } from "./session-line.js";

class HubRoom extends HTMLElement {
  connectedCallback() {
    // Earlier pages of the feed have no scene: they only keep their times.
    const scene = document.getElementById("scene")?.textContent;
    keepTimes(this);
    focusOnOpen(this);
    growBoxes(this);
    openSheets(this);
    unfoldFacts(this);
    const former = formerAccounts(this);
    takeOverDrafts(this.dataset.me ?? "", former);
    if (scene) new LiveRoom(this, JSON.parse(scene), Object.assign(openStore(), { former })).open();
  }
}

customElements.define("hub-room", HubRoom);
