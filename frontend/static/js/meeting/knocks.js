// People who knock, in the news bar while they wait: whoever may open admits them there.

import { say, sayCount } from "../words.js";
import { nameOf } from "./reducer.js";

/** @import { Meeting } from "./reducer.js" */
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
    const waiting = meeting.knocking;
    const who = String(waiting.map(({ id }) => id));
    if (who === this.told) return;
    this.told = who;
    this.news.drop(NAME);
    if (waiting.length > 1) this.#keep(sayCount("knocking", waiting.length), "admit_all", null);
    else waiting.forEach((each) => this.#keep(say("knocks", { name: nameOf(meeting, each) }), "admit", each.id));
  }

  /** @param {string} sentence @param {string} word @param {number | null} person null: all */
  #keep(sentence, word, person) {
    const act = () => this.tell("meeting.admit", { person, yes: true });
    this.news.keep(NAME, sentence, [{ word: say(word), act }]);
  }
}
