// Entry point of the régie: defines its custom element.

import "./main.js";
import { LiveRegie } from "./live-regie.js";
import { showReadyWords } from "./ready-words.js";

class HubRegie extends HTMLElement {
  connectedCallback() {
    new LiveRegie(this).open();
  }
}

customElements.define("hub-regie", HubRegie);
showReadyWords();
