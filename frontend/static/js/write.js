// The form of a protocole: steps grow in place, and the draft keeps itself.

import { ProtocoleForm } from "./form-protocole.js";

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("[data-protocole]");
forms.forEach((form) => new ProtocoleForm(form));
