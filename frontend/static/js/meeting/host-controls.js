// The host's controls over the whole meeting, in the settings dialog.

import { say } from "../words.js";
import { led, myself } from "./reducer.js";
import { find, place, put } from "./dom.js";
import { GroupsForm } from "./groups-form.js";

/** @import { Meeting } from "./reducer.js" */
/** @import { LivedPhase } from "./lived-phase.js" */
/** @import { Dialogs } from "./dialogs.js" */
/** @import { Say } from "./peer.js" */

export class HostControls {
  /**
   * @param {Dialogs} dialogs
   * @param {Say} tell
   * @param {() => Meeting | null} now
   * @param {() => LivedPhase["current"]} phase
   */
  constructor(dialogs, tell, now, phase) {
    this.dialogs = dialogs;
    this.tell = tell;
    this.now = now;
    this.asksToRecord = false; // just now; who asks has agreed
    this.part = find(dialogs.dialog("more"), "[data-host]");
    this.groupsForm = new GroupsForm(this.part, (wanted) => this.#split(wanted), phase);
  }

  /** @param {Meeting} meeting */
  show(meeting) {
    const { floor, lobby, locked, groups, recording } = meeting.state;
    this.part.hidden = !myself(meeting)?.host;
    put(place(this.part, "silence-all"), say(isSilent(meeting) ? "give_voices" : "silence_all"));
    put(place(this.part, "floor"), say(floor ? "floor_close" : "floor_open"));
    put(place(this.part, "lobby"), say(lobby ? "lobby_off" : "lobby_on"));
    put(place(this.part, "lock"), say(locked ? "lock_off" : "lock_on"));
    put(place(this.part, "record"), say(recording === "off" ? "record_on" : "record_off"));
    place(this.part, "call-back").hidden = groups === 0;
    this.groupsForm.show(meeting);
  }

  /** @param {string} act @returns {boolean} whether it was one of ours */
  do(act) {
    const meeting = this.now();
    if (!meeting) return false;
    const { state } = meeting;
    const acts = /** @type {Record<string, () => void>} */ ({
      "silence-all": () => this.tell("meeting.silence", { person: null, on: !isSilent(meeting) }),
      floor: () => this.tell("meeting.floor", { open: !state.floor }),
      lobby: () => this.tell("meeting.lobby", { on: !state.lobby }),
      lock: () => this.tell("meeting.lock", { on: !state.locked }),
      record: () => void this.#record(state.recording === "off"),
      "call-back": () => this.tell("meeting.call_back", {}),
      "admit-all": () => this.tell("meeting.admit", { person: null, yes: true }),
      end: () => void this.#end(),
    });
    acts[act]?.();
    return act in acts;
  }

  /** @param {boolean} on */
  async #record(on) {
    const question = {
      question: say("record_asks"),
      words: say("record_words"),
      yes: say("record_on"),
      no: say("do_nothing"),
    };
    if (on && !(await this.dialogs.ask(question))) return;
    this.asksToRecord = on;
    this.tell("meeting.record", { on });
  }

  /** Whether a recording is asked for by oneself: true once, then it is answered, or was not heard. */
  hasAskedToRecord() {
    const { asksToRecord } = this;
    this.asksToRecord = false;
    return asksToRecord;
  }

  async #end() {
    const isSure = await this.dialogs.ask({
      question: say("end_asks"),
      words: say("end_words"),
      yes: say("end"),
      no: say("do_nothing"),
    });
    if (isSure) this.tell("meeting.end", {});
  }

  /** @param {object} wanted */
  #split(wanted) {
    this.dialogs.close();
    this.tell("meeting.split", wanted);
  }
}

/** Whether the microphones of all who do not lead are cut. @param {Meeting} meeting */
function isSilent(meeting) {
  const others = led(meeting);
  return others.length > 0 && others.every(({ silenced }) => silenced);
}
