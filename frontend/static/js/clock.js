// Doors open and close at their hour, on pages that are already there.

const LONGEST_TIMER = 2 ** 31 - 1; // of setTimeout, in milliseconds
const CROWD = 3000; // those who wait at a door do not all knock in the same instant

/** Milliseconds to add to this telephone's clock to have the house's; told by its pongs. */
let offset = 0;

/** @param {number} houseTime */
export function setClock(houseTime) {
  offset = houseTime - Date.now();
}

/** The house's time, milliseconds since 1970. */
export function now() {
  return Date.now() + offset;
}

/**
 * Do `act` at `time`; at once when it is past. The answer takes it back.
 * @param {number} time
 * @param {() => void} act
 */
export function at(time, act) {
  const left = time - now();
  let timer = setTimeout(() => (time > now() ? (cancel = at(time, act)) : act()), Math.min(Math.max(left, 0), LONGEST_TIMER));
  let cancel = () => clearTimeout(timer);
  return () => cancel();
}

/** Reload the threshold when its door opens. @param {HTMLElement} threshold */
export function waitForOpening(threshold) {
  at(Number(threshold.dataset.opensAt) + Math.random() * CROWD, () => location.reload());
}
