// Entry point of the page of one's rooms: defines its custom element.

import "./main.js";
import { RoomsList } from "./rooms-list.js";

class HubRooms extends HTMLElement {
  connectedCallback() {
    new RoomsList(this).open();
  }
}

customElements.define("hub-rooms", HubRooms);
