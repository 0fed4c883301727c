// No module: of the many that a page is made of, a weak network may lose one, and then none of them runs. The page is
// loaded again, a few times, later and later; never with words in a box, begun here or given back by the house.
{
  const SHELF = "hub-again";
  const MOST = 5;
  const FIRST = 1000; // milliseconds
  const tries = Number(sessionStorage.getItem(SHELF));
  let isWhole = true;

  const nothingIsWritten = () => [...document.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
    .every((each) => /** @type {HTMLInputElement | HTMLTextAreaElement} */ (each).value === "");

  const again = () => {
    if (tries >= MOST || !nothingIsWritten()) return;
    sessionStorage.setItem(SHELF, String(tries + 1));
    location.reload();
  };

  addEventListener("error", ({ target }) => {
    if (!isWhole || !(target instanceof HTMLScriptElement)) return;
    isWhole = false;
    setTimeout(again, FIRST * 2 ** tries);
  }, true);
  addEventListener("load", () => isWhole && sessionStorage.removeItem(SHELF));
}
