// The rencontres of a room: live ones are rendered here, the next one by the server, which knows the calendar.

import { arrange } from "./reconcile.js";
import { clone, write } from "./template-slots.js";
import { say } from "./words.js";

/** @import { Line, Scene, ShownMeeting } from "./wire" */
/** @import { LiveRegion } from "./live-region.js" */

export class Meetings {
  /** @param {HTMLElement} room @param {LiveRegion} status */
  constructor(room, status) {
    this.room = room;
    this.status = status;
  }

  /** @param {Line} line @param {Scene} before @param {Scene} after */
  took({ event }, before, after) {
    if (event.kind === "meeting.changed") this.#tell(event.meeting, find(before, event.meeting.id));
    else if (event.kind === "meeting.cancelled") this.#tellCancelled(find(before, event.meeting));
    else return;
    this.#show(live(after));
  }

  /**
   * Announce a meeting once when it opens and once when it ends.
   * @param {ShownMeeting} meeting
   * @param {ShownMeeting | undefined} before
   */
  #tell({ title, opened_at, ended_at }, before) {
    if (ended_at !== null) return before && this.status.say(say("meeting_over", { title }));
    if (opened_at !== null && before?.opened_at == null) this.status.say(say("meeting_live", { title }));
  }

  /** @param {ShownMeeting | undefined} meeting */
  #tellCancelled(meeting) {
    if (meeting) this.status.say(say("meeting_cancelled", { title: meeting.title }));
  }

  /** @param {ShownMeeting[]} meetings */
  #show(meetings) {
    const list = this.room.querySelector("[data-live-meetings]");
    if (list)
      arrange(
        list,
        meetings.map((meeting) => this.#item(list, meeting)),
      );
    const [first] = meetings;
    const link = /** @type {HTMLAnchorElement | null} */ (this.room.querySelector("[data-strip-meeting]"));
    if (!link) return;
    link.hidden = !first;
    if (first) Object.assign(link, { href: this.#item(list, first).querySelector("a")?.href });
    write(link.querySelector('[data-slot="title"]') ?? undefined, first?.title ?? "");
  }

  /** @param {Element | null} list @param {ShownMeeting} meeting */
  #item(list, { id, title }) {
    const item = list?.querySelector(`[data-meeting="${id}"]`) ?? this.#make(id);
    write(item.querySelector("b") ?? undefined, title);
    return item;
  }

  /** @param {number} id */
  #make(id) {
    const item = clone("live-meeting-template", id, { rencontres: id });
    item.dataset.meeting = String(id);
    return item;
  }
}

/** @param {Scene} scene */
function live({ snapshot }) {
  return snapshot.meetings.filter(({ opened_at }) => opened_at !== null);
}

/** @param {Scene} scene @param {number} id */
function find({ snapshot }, id) {
  return snapshot.meetings.find((meeting) => meeting.id === id);
}
