// A localStorage of the tests' own.

export class Shelf {
  constructor() {
    this.kept = new Map();
  }
  get length() {
    return this.kept.size;
  }
  key(index) {
    return [...this.kept.keys()][index] ?? null;
  }
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, value) {
    this.kept.set(key, value);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}
