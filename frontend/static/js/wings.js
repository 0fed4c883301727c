// Entry point of the wings: whoever chooses a ready word reads it before it is sent.

import "./main.js";
import { showReadyWords } from "./ready-words.js";

showReadyWords();
