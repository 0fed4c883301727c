// Posts and comments that I removed and can restore until the page is left.

import { clone } from "./template-slots.js";

/** @import { Line, Scene } from "./wire" */
/**
 * @typedef {object} RemovedItem
 * @property {"messages" | "reponses"} thing
 * @property {number} id
 * @property {number} post
 * @property {number} place
 * @property {string} verb
 * @property {HTMLElement} item
 */

const UNDO = /** @type {Record<string, { thing: RemovedItem["thing"], verb: string }>} */ ({
  "post.withdrawn": { thing: "messages", verb: "remettre" },
  "post.hidden": { thing: "messages", verb: "retablir" },
  "comment.withdrawn": { thing: "reponses", verb: "remettre" },
  "comment.hidden": { thing: "reponses", verb: "retablir" },
});

export class RemovedItems {
  /** @param {string} slug @param {number} me */
  constructor(slug, me) {
    this.slug = slug;
    this.me = me;
    /** @type {RemovedItem[]} */
    this.all = [];
  }

  /** Remember what `line`, one of mine, removes from `scene`. @param {Line} line @param {Scene} scene */
  remember({ event }, scene) {
    const undo = UNDO[event.kind];
    if (!undo || !("post" in event) || typeof event.post !== "number") return;
    const post = scene.snapshot.posts.find((each) => each.id === event.post);
    const id = "comment" in event && typeof event.comment === "number" ? event.comment : event.post;
    const said = undo.thing === "messages" ? post : post?.comments.find((answer) => answer.id === id);
    if (event.kind.endsWith(".hidden") && said?.author.id === this.me) return; // who leads holds my words
    const place = undo.thing === "messages" ? post?.seq : id;
    if (place !== undefined) this.all.push({ ...undo, id, post: event.post, place, item: this.#draw(undo, id) });
  }

  /** Forget what has been restored. @param {Scene} scene */
  settle({ snapshot: { posts } }) {
    const here = {
      messages: posts.map((post) => post.id),
      reponses: posts.flatMap((post) => post.comments.map(({ id }) => id)),
    };
    this.all = this.all.filter(({ thing, id }) => !here[thing].includes(id));
  }

  posts() {
    return this.all.filter(({ thing }) => thing === "messages");
  }

  /** @param {number} post */
  commentsOf(post) {
    return this.all.filter((gone) => gone.thing === "reponses" && gone.post === post);
  }

  /** @param {{ thing: string, verb: string }} undo @param {number} id */
  #draw({ thing, verb }, id) {
    const item = document.createElement("li");
    item.className = "gone";
    const form = clone("gone-template", id);
    form.setAttribute("action", `/f/${this.slug}/${thing}/${id}/${verb}/`);
    item.append(form);
    return item;
  }
}
