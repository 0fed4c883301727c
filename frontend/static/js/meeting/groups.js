// The number of breakout groups. Pure.

const MOST = 10; // the wire's limit

/** How many groups `people` make, about `size` in each, nobody alone. @param {number} people @param {number} size */
export function groupsOf(people, size) {
  return Math.min(Math.round(people / size), Math.floor(people / 2), MOST);
}
