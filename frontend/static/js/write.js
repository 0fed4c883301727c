// Entry point of the page on which a protocole is written.

import "./main.js";
import { ProtocoleForm } from "./protocole-form.js";

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("[data-protocole]");
forms.forEach((form) => new ProtocoleForm(form));
