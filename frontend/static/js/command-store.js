// Storage of unsent commands, so that a reload or a crash loses none: IndexedDB, else localStorage. Either may be
// denied, be full, be cleared under the open page, or never answer; the page goes on without.

import { device } from "./shelf.js";

/** @import { Lasting } from "./commands.js" */
/**
 * @typedef {object} Entry One command on its way.
 * @property {string} ref
 * @property {string} me whose it is: nobody else on this telephone sends it
 * @property {Lasting} command
 * @property {number} at when it was written, milliseconds: its place in the queue
 * @property {number} since the room's number then: what it became comes after
 * @property {"waiting" | "sending" | "sent" | "stuck"} state
 * @property {boolean} [isStored] whether the device has it; not known yet at first
 * @property {number} [leavesAt] when it may leave, in a slowed room where it came too soon
 * @property {number} [seq] the number of its event, once sent
 * @property {string} [reference] what the house's log knows it by, once stuck
 */
/**
 * @typedef {object} Table Where entries lie. Each promise rejects when the device refuses.
 * @property {() => Promise<Entry[]>} all
 * @property {(entry: Entry) => Promise<void>} put
 * @property {(ref: string) => Promise<boolean>} has
 * @property {(ref: string) => Promise<void>} remove
 * @property {() => Promise<void>} clear
 */

const PATIENCE = 2000; // milliseconds for each question to IndexedDB: some browsers never answer one

/** The store of this browser. It answers at once, or within a few seconds, whatever the browser allows. */
export function openStore() {
  return new Store(soon(openDatabase()).then((database) => new IndexedDBTable(database)));
}

/** The accounts that are one with the person's of this page, as the house says. @param {HTMLElement} page */
export const formerAccounts = ({ dataset: { former = "" } }) => former.split(" ").filter(Boolean);

/** Entries in the best place that takes them. It never rejects: what no place takes, the page has. */
export class Store {
  /** @param {Promise<Table>} best @param {LocalStorageTable} [spare] */
  constructor(best, spare = new LocalStorageTable()) {
    this.spare = spare;
    /** @type {Promise<Table | null>} */
    this.best = best.catch(() => null);
    this.keeps = true; // as far as one knows
    /** @type {string[]} accounts that are one with whoever asks: what is theirs goes on as the asker's */
    this.former = [];
  }

  /** @param {string} me @returns {Promise<Entry[]>} */
  async all(me) {
    const kept = [...this.spare.entries(), ...(await this.#ask((table) => table.all(), []))];
    const byRef = new Map(kept.map((entry) => [entry.ref, entry]));
    const own = [me, ...this.former];
    return [...byRef.values()].filter((entry) => own.includes(entry.me)).map((entry) => ({ ...entry, me }));
  }

  /** Whether the device has it. @param {Entry} entry @returns {Promise<boolean>} */
  async put(entry) {
    const isPut = await this.#ask((table) => table.put(entry).then(() => true), false);
    this.keeps = isPut || this.spare.put(entry);
    return this.keeps;
  }

  /** Keep what a page that goes away still has: nothing else is quick enough. @param {Entry[]} entries */
  putAtOnce(entries) {
    entries.forEach((entry) => this.spare.put(entry));
  }

  /** @param {string} ref @returns {Promise<boolean>} */
  async has(ref) {
    return this.spare.has(ref) || this.#ask((table) => table.has(ref), false);
  }

  /** @param {string} ref */
  async remove(ref) {
    this.spare.remove(ref);
    await this.#ask((table) => table.remove(ref), undefined);
  }

  /** How many there are, whoever's. */
  async count() {
    const kept = [...this.spare.entries(), ...(await this.#ask((table) => table.all(), []))];
    return new Set(kept.map(({ ref }) => ref)).size;
  }

  /** Whoever's they are. */
  async clear() {
    this.spare.clear();
    await this.#ask((table) => table.clear(), undefined);
  }

  /**
   * Ask the best table; `otherwise` when it refuses.
   * @template T
   * @param {(table: Table) => Promise<T>} question
   * @param {T} otherwise
   * @returns {Promise<T>}
   */
  async #ask(question, otherwise) {
    const table = await this.best;
    if (!table) return otherwise;
    try {
      return await soon(question(table));
    } catch (error) {
      // The spare place has it from here; what is silent once is not waited for again.
      if (/** @type {Error} */ (error).name === "TimeoutError") this.best = Promise.resolve(null);
      return otherwise;
    }
  }
}

/** @implements {Table} */
class IndexedDBTable {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  all() {
    return this.#run("readonly", (table) => /** @type {IDBRequest<Entry[]>} */ (table.getAll()));
  }

  /** @param {Entry} entry */
  async put(entry) {
    await this.#run("readwrite", (table) => table.put(entry));
  }

  /** @param {string} ref */
  async has(ref) {
    return (await this.#run("readonly", (table) => table.count(ref))) > 0;
  }

  /** @param {string} ref */
  async remove(ref) {
    await this.#run("readwrite", (table) => table.delete(ref));
  }

  async clear() {
    await this.#run("readwrite", (table) => table.clear());
  }

  /**
   * Resolves when the transaction is committed, not when the request is done.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(table: IDBObjectStore) => IDBRequest<T>} ask
   * @returns {Promise<T>}
   */
  #run(mode, ask) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction("outbox", mode);
      const request = ask(transaction.objectStore("outbox"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

export class LocalStorageTable {
  constructor(shelf = device) {
    this.shelf = shelf;
  }

  /** @returns {Entry[]} */
  entries() {
    return JSON.parse(this.shelf.getItem("hub-outbox") ?? "[]");
  }

  /** Whether the device has it. @param {Entry} entry */
  put(entry) {
    return this.shelf.setItem("hub-outbox", JSON.stringify([...this.#without(entry.ref), entry]));
  }

  /** @param {string} ref */
  has(ref) {
    return this.entries().some((entry) => entry.ref === ref);
  }

  /** @param {string} ref */
  remove(ref) {
    const rest = this.#without(ref);
    if (rest.length) this.shelf.setItem("hub-outbox", JSON.stringify(rest));
    else this.clear();
  }

  clear() {
    this.shelf.removeItem("hub-outbox");
  }

  /** @param {string} ref */
  #without(ref) {
    return this.entries().filter((entry) => entry.ref !== ref);
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("hub", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "ref" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

/** `asked`, but rejected when it takes too long. @template T @param {Promise<T>} asked @returns {Promise<T>} */
function soon(asked) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("no answer", "TimeoutError")), PATIENCE);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
