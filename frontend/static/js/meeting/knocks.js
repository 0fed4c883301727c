// Who knocks, above the stage for as long as they wait: whoever leads lets them in from there.

import { say, sayCount } from "../words.js";
import { myself } from "./fold.js";

/** @import { Meeting } from "./fold.js" */
/** @import { News } from "./news.js" */
/** @import { Say } from "./peer.js" */

const NAME = "knocks";

export class Knocks {
  /** @param {News} news @param {Say} tell */
  constructor(news, tell) {
    this.news = news;
    this.tell = tell;
    this.told = "";
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    const waiting = myself(meeting)?.host ? meeting.knocking : [];
    const who = String(waiting.map(({ id }) => id));
    if (who === this.told) return;
    this.told = who;
    this.news.drop(NAME);
    if (waiting.length > 1) this.#keep(sayCount("knocking", waiting.length), "admit_all", null);
    else waiting.forEach(({ id, name }) => this.#keep(say("knocks", { name }), "admit", id));
  }

  /** @param {string} sentence @param {string} word @param {number | null} person null: all */
  #keep(sentence, word, person) {
    const act = () => this.tell("meeting.admit", { person, yes: true });
    this.news.keep(NAME, sentence, [{ word: say(word), act }]);
  }
}
