// Written by `python -m realtime.wire.generate` from the types of the wire; not to be edited.

/** The end of a form's address under a room, and the command it means. @type {Record<string, FormSpec>} */
export const FORMS = {
  publier: { type: "publish", subject: null, boxes: { body: "text" }, sets: {} },
  "messages/modifier": { type: "post.edit", subject: "post", boxes: { body: "text" }, sets: {} },
  "messages/retirer": { type: "post.withdraw", subject: "post", boxes: {}, sets: {} },
  "messages/remettre": { type: "post.restore", subject: "post", boxes: {}, sets: {} },
  "messages/masquer": {
    type: "post.hide",
    subject: "post",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: {},
  },
  "messages/retablir": { type: "post.show", subject: "post", boxes: { why: "text" }, sets: {} },
  "messages/garder": { type: "post.keep", subject: "post", boxes: { on: "truth" }, sets: {} },
  "messages/epingler": { type: "post.pin", subject: "post", boxes: { on: "truth" }, sets: {} },
  "messages/fermer": { type: "post.close", subject: "post", boxes: { on: "truth" }, sets: {} },
  "messages/repondre": { type: "comment", subject: "post", boxes: { body: "text" }, sets: {} },
  "reponses/modifier": { type: "comment.edit", subject: "comment", boxes: { body: "text" }, sets: {} },
  "reponses/retirer": { type: "comment.withdraw", subject: "comment", boxes: {}, sets: {} },
  "reponses/remettre": { type: "comment.restore", subject: "comment", boxes: {}, sets: {} },
  "reponses/masquer": {
    type: "comment.hide",
    subject: "comment",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: {},
  },
  "reponses/retablir": { type: "comment.show", subject: "comment", boxes: { why: "text" }, sets: {} },
  "messages/reagir": { type: "react", subject: "post", boxes: { sign: "text", on: "truth" }, sets: {} },
  "personnes/silence": {
    type: "person.quiet",
    subject: "person",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: { on: true },
  },
  "personnes/parole": {
    type: "person.quiet",
    subject: "person",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: { on: false },
  },
  "porte/renouveler": { type: "door.renew", subject: null, boxes: { why: "text" }, sets: {} },
  "porte/fermer": { type: "door.shut", subject: null, boxes: { why: "text" }, sets: { on: true } },
  "porte/rouvrir": { type: "door.shut", subject: null, boxes: { why: "text" }, sets: { on: false } },
  "personnes/retirer": {
    type: "person.remove",
    subject: "person",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: { on: true },
  },
  "personnes/readmettre": {
    type: "person.remove",
    subject: "person",
    boxes: { why: "text", told: "text", ready: "number" },
    sets: { on: false },
  },
  "messages/publier": { type: "post.approve", subject: "post", boxes: {}, sets: {} },
  "messages/ecarter": { type: "post.refuse", subject: "post", boxes: { told: "text", ready: "number" }, sets: {} },
  "messages/reprendre": { type: "post.reopen", subject: "post", boxes: {}, sets: {} },
  "messages/retenir": { type: "post.hold", subject: "post", boxes: { told: "text", ready: "number" }, sets: {} },
  "reponses/publier": { type: "comment.approve", subject: "comment", boxes: {}, sets: {} },
  "reponses/ecarter": {
    type: "comment.refuse",
    subject: "comment",
    boxes: { told: "text", ready: "number" },
    sets: {},
  },
  "reponses/reprendre": { type: "comment.reopen", subject: "comment", boxes: {}, sets: {} },
  "reponses/retenir": { type: "comment.hold", subject: "comment", boxes: { told: "text", ready: "number" }, sets: {} },
  "relecture/changer": { type: "room.hold", subject: null, boxes: { holds: "text" }, sets: {} },
  "personnes/relire": { type: "person.hold", subject: "person", boxes: { why: "text" }, sets: { on: true } },
  "personnes/liberer": { type: "person.hold", subject: "person", boxes: { why: "text" }, sets: { on: false } },
  "messages/signaler": { type: "post.report", subject: "post", boxes: { author: "truth", word: "text" }, sets: {} },
  "reponses/signaler": {
    type: "comment.report",
    subject: "comment",
    boxes: { author: "truth", word: "text" },
    sets: {},
  },
  "messages/laisser": { type: "post.leave", subject: "post", boxes: {}, sets: {} },
  "reponses/laisser": { type: "comment.leave", subject: "comment", boxes: {}, sets: {} },
  "signalements/vu": { type: "report.see", subject: "report", boxes: {}, sets: {} },
  "annonces/reprendre": { type: "announcement.take_back", subject: "announcement", boxes: {}, sets: {} },
  "annonces/vu": { type: "announcement.see", subject: "announcement", boxes: {}, sets: {} },
  "decisions/revoir": { type: "decision.appeal", subject: "decision", boxes: { word: "text" }, sets: {} },
  "decisions/confirmer": {
    type: "decision.uphold",
    subject: "decision",
    boxes: { told: "text", ready: "number" },
    sets: {},
  },
  "decisions/vu": { type: "decision.see", subject: "decision", boxes: {}, sets: {} },
  "seances/commencer": { type: "session.start", subject: "session", boxes: {}, sets: {} },
  "seances/suspendre": { type: "session.pause", subject: "session", boxes: { version: "number" }, sets: { on: true } },
  "seances/reprendre": { type: "session.pause", subject: "session", boxes: { version: "number" }, sets: { on: false } },
  "seances/prolonger": {
    type: "session.extend",
    subject: "session",
    boxes: { version: "number", seconds: "number" },
    sets: {},
  },
  "seances/passer": { type: "session.pass", subject: "session", boxes: { version: "number", to: "number" }, sets: {} },
  "seances/finir": { type: "session.end", subject: "session", boxes: { version: "number" }, sets: {} },
  "seances/devoiler": { type: "session.reveal", subject: "session", boxes: { version: "number" }, sets: {} },
  "seances/allure": {
    type: "session.pace",
    subject: "session",
    boxes: { version: "number", seconds: "number" },
    sets: {},
  },
  "seances/grace": {
    type: "session.grace",
    subject: "session",
    boxes: { person: "number", seconds: "number" },
    sets: {},
  },
  "temps/garder": { type: "text.keep", subject: "phase", boxes: { body: "text", since: "text" }, sets: {} },
  "temps/finir": { type: "phase.finish", subject: "phase", boxes: { body: "text", since: "text" }, sets: { on: true } },
  "temps/continuer": {
    type: "phase.finish",
    subject: "phase",
    boxes: { body: "text", since: "text" },
    sets: { on: false },
  },
  "temps/publier": { type: "text.publish", subject: "phase", boxes: {}, sets: {} },
};

/** Kinds of event, and the fragments of the page that they change. @type {Record<string, string[]>} */
export const REDRAWS = {
  "person.changed": ["next-meeting"],
  "room.changed": ["poster", "strip-time"],
  "meeting.changed": ["soon", "next-meeting"],
  "meeting.cancelled": ["soon", "next-meeting"],
  "consigne.pinned": ["poster"],
  "post.pinned": ["pinned"],
};

/**
 * @typedef {object} FormSpec
 * @property {string} type of the command
 * @property {string | null} subject the field that is the number in the address
 * @property {Record<string, string>} boxes name to what stands in it: text, number or truth
 * @property {Record<string, boolean>} sets fields that the address itself sets
 */
