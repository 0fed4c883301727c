// Entry point of the page from which a session is conducted: defines its custom element.

import "./main.js";
import { LiveConduct } from "./conduct-live.js";
import { growBoxes } from "./growing-boxes.js";

class HubConduct extends HTMLElement {
  connectedCallback() {
    const [scene, score] = ["scene", "score"].map((id) => document.getElementById(id)?.textContent);
    growBoxes(this);
    if (scene && score) new LiveConduct(this, JSON.parse(scene), JSON.parse(score)).open();
  }
}

customElements.define("hub-conduct", HubConduct);
