// A classic script, part of each page itself (frontend/inline_script.py): when a network that is weak or changes loses
// one module of a page, none of them runs, and without a style sheet nobody can read it. This then reloads the page a
// few times, with growing delays; never when a field has text, typed here or returned by the server.
//
// A module may be lost with an error, or without a word: the browser waits for ever for what the network has dropped.
// It also says from the start that scripts run (the class "js"): what only they can use has its place before it is
// seen, and nothing moves later; not where one was lost.
//
// The number of tries is kept with the page's place in the history: storage may be refused.
{
  const MOST = 5;
  const FIRST = 1000; // milliseconds
  const LOOK = 500;
  const STILL = 8000; // milliseconds in which nothing more came; twice as much at each try, for the slowest networks
  const tries = Number(history.state?.again ?? 0);
  let isWhole = true;
  const { classList } = document.documentElement;
  classList.add("js");
  let [arrived, since] = [0, performance.now()];

  const nothingIsWritten = () =>
    [...document.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")].every(
      (each) => /** @type {HTMLInputElement | HTMLTextAreaElement} */ (each).value === "",
    );

  /** @param {EventTarget | null} target */
  const isPart = (target) =>
    target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === "stylesheet");

  /** @param {number} times */
  const remember = (times) => history.replaceState({ ...history.state, again: times }, "");

  const again = () => {
    if (tries >= MOST || !nothingIsWritten()) return;
    remember(tries + 1);
    location.reload();
  };

  const look = () => {
    const { length } = performance.getEntriesByType("resource");
    if (length !== arrived) [arrived, since] = [length, performance.now()];
    if (performance.now() - since > STILL * 2 ** tries) again();
  };
  const watching = setInterval(look, LOOK);

  addEventListener(
    "error",
    ({ target }) => {
      if (!isWhole || !isPart(target)) return;
      isWhole = false;
      if (target instanceof HTMLScriptElement) classList.remove("js");
      setTimeout(again, FIRST * 2 ** tries);
    },
    true,
  );
  addEventListener("DOMContentLoaded", () => clearInterval(watching)); // comes after the modules have run
  addEventListener("load", () => isWhole && tries && remember(0));
}
