"""A person at a browser, and what they do in a room."""

from playwright.sync_api import BrowserContext, Error, Locator, Page, WebSocket, expect

from tests.browser.line import NetworkLine

MOST_TOLD = 60  # lines of what a page did, the last ones
STATE = """() => {
  const waiting = performance.getEntriesByType("resource").filter(({ responseEnd }) => responseEnd === 0);
  const waits = waiting.map(({ name }) => `waits for ${name}`);
  return [document.readyState, ...waits, document.body.innerText.slice(0, 1000)].join("\\n");
}"""


class Visitor:
    """``page`` shows ``path`` over ``line``; ``errors`` are what its scripts threw."""

    def __init__(self, context: BrowserContext, line: NetworkLine, path: str) -> None:
        self.context, self.line, self.path = context, line, path
        self.errors: list[str] = []
        self._told: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.page.on("console", lambda said: self._told.append(f"{said.type}: {said.text}"))
        self.page.on("requestfailed", lambda lost: self._told.append(f"lost: {lost.url} {lost.failure}"))
        self.page.on("framenavigated", lambda frame: self._told.append(f"loaded: {frame.url}"))
        self.page.on("websocket", self._watch)
        self.page.goto(line.url + path)

    def _watch(self, socket: WebSocket) -> None:
        self._told.append(f"socket: {socket.url}")
        socket.on("close", lambda _socket: self._told.append("socket closed"))
        socket.on("framereceived", lambda frame: self._told.append(f"heard: {frame[:100]!r}"))

    def has_heard(self, word: str) -> bool:
        """Return whether a message with that word at its beginning has come over a socket."""
        return any(line.startswith("heard: ") and word in line for line in self._told)

    def describe(self) -> str:
        """Tell what the page is, waits for and has told, for whoever reads of a failed test."""
        try:
            shown = self.page.evaluate(STATE)
        except Error as error:
            shown = str(error)
        return "\n".join((self.page.url, *self.errors, *self._told[-MOST_TOLD:], shown))

    @property
    def box(self) -> Locator:
        """The field in which messages are written."""
        return self.page.locator("[data-composer] textarea")

    @property
    def feed(self) -> Locator:
        """The texts of the messages, including those still being sent."""
        return self.page.locator("#feed > .post > article > .words")

    def is_live(self) -> "Visitor":
        """Wait until the page is subscribed to the room."""
        expect(self.page.locator("hub-room[data-live]")).to_have_count(1)
        return self

    def publish(self, words: str) -> None:
        self.box.fill(words)
        self.page.locator("[data-composer] button.go").click()

    def post(self, words: str) -> Locator:
        """Return the one message that says ``words``."""
        return self.page.locator("#feed > .post").filter(
            has=self.page.locator("article > .words, article > .card", has_text=words)
        )

    def comment(self, words: str) -> Locator:
        return self.page.locator(".comment").filter(has_text=words)

    def answer(self, post: str, words: str) -> None:
        self.post(post).locator(".answer > summary").click()
        self.post(post).locator(".answer textarea").fill(words)
        self.post(post).locator(".answer button.go").click()

    def react(self, post: str, sign: str) -> None:
        unfold = self.post(post).locator(".signs .unfold:not([open]) > summary")
        if unfold.count():
            unfold.click()
        self.sign(post, sign).click()

    def sign(self, post: str, sign: str) -> Locator:
        return self.post(post).locator(f"[data-sign={sign}]")

    def act(self, item: Locator, act: str) -> None:
        """Unfold what may be done to ``item``, and press ``act``."""
        menu = item.locator(f"details.more:has([data-act={act}])").first
        menu.locator("summary").click()
        menu.locator(f"[data-act={act}]").click()

    def sees(self, words: str, times: int = 1) -> None:
        expect(self.post(words)).to_have_count(times)

    def reload(self) -> None:
        self.page.reload()

    def lose_the_network(self) -> None:
        self.line.cut()
        self.context.set_offline(True)

    def find_the_network(self) -> None:
        self.line.mend()
        self.context.set_offline(False)
