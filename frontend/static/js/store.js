// Where unsent commands lie, so that a reload or a crash loses nothing: IndexedDB, else localStorage.

/** @import { Lasting } from "./commands.js" */
/** @import { Shelf } from "./drafts.js" */
/**
 * @typedef {object} Entry One command on its way.
 * @property {string} ref
 * @property {string} me whose it is: nobody else on this telephone sends it
 * @property {Lasting} command
 * @property {number} at when it was written, milliseconds: its place in the queue
 * @property {number} since the room's number then: what it became comes after
 * @property {"waiting" | "sending" | "sent" | "stuck"} state
 * @property {boolean} [isStored] whether it lies in the store; not known yet at first
 * @property {number} [seq] the number of its event, once sent
 * @property {string} [reference] what the house's log knows it by, once stuck
 */
/**
 * @typedef {object} Store
 * @property {(me: string) => Promise<Entry[]>} all
 * @property {(entry: Entry) => Promise<void>} put
 * @property {(ref: string) => Promise<boolean>} has
 * @property {(ref: string) => Promise<void>} remove
 * @property {() => Promise<void>} clear
 */

/** The best store that this browser lets us have. @returns {Promise<Store>} */
export async function openStore() {
  try {
    return new DatabaseStore(await openDatabase());
  } catch {
    return new ShelfStore(); // IndexedDB is refused in some private windows
  }
}

export class DatabaseStore {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  /** @param {string} me @returns {Promise<Entry[]>} */
  async all(me) {
    const entries = /** @type {Entry[]} */ (await this.#run("readonly", (table) => table.getAll()));
    return entries.filter((entry) => entry.me === me);
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

  /** Whoever it belonged to. */
  async clear() {
    await this.#run("readwrite", (table) => table.clear());
  }

  /**
   * Resolved once the transaction is on the disk, not when the request is done.
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

export class ShelfStore {
  /** @param {Shelf} [shelf] */
  constructor(shelf = localStorage) {
    this.shelf = shelf;
  }

  /** @param {string} me */
  async all(me) {
    return this.#read().filter((entry) => entry.me === me);
  }

  /** @param {Entry} entry */
  async put(entry) {
    this.#write([...this.#without(entry.ref), entry]);
  }

  /** @param {string} ref */
  async has(ref) {
    return this.#read().some((entry) => entry.ref === ref);
  }

  /** @param {string} ref */
  async remove(ref) {
    this.#write(this.#without(ref));
  }

  /** Whoever it belonged to. */
  async clear() {
    this.shelf.removeItem("hub-outbox");
  }

  /** @param {string} ref */
  #without(ref) {
    return this.#read().filter((entry) => entry.ref !== ref);
  }

  /** @returns {Entry[]} */
  #read() {
    return JSON.parse(this.shelf.getItem("hub-outbox") ?? "[]");
  }

  /** @param {Entry[]} entries */
  #write(entries) {
    this.shelf.setItem("hub-outbox", JSON.stringify(entries));
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("hub", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "ref" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
