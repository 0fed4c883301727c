// No module: of the many that a page is made of, a weak network may lose one, and then none of them runs. The page is
// loaded again, a few times, later and later; never from under somebody who has begun to write into it.
{
  const SHELF = "hub-again";
  const MOST = 5;
  const FIRST = 1000; // milliseconds
  const tries = Number(sessionStorage.getItem(SHELF));
  let isWhole = true;

  const isUntouched = () => [...document.querySelectorAll("input, textarea")].every((each) => {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (each);
    return field.value === field.defaultValue;
  });

  const again = () => {
    if (tries >= MOST || !isUntouched()) return;
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
