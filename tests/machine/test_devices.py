"""Each simulated device does what it claims."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.machine import devices
from tests.machine.namespace import Namespace

PAGE = b"""<!doctype html><title>page</title><p></p><script>
onpageshow = told => document.querySelector("p").textContent = told.persisted ? "as it was" : "anew"
</script>"""
REACH = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=2)"


class Pages(BaseHTTPRequestHandler):
    """Serve the same page under every address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_words: object) -> None:
        """Log nothing."""


@contextmanager
def pages(host: str = "127.0.0.1") -> Iterator[int]:
    """A small server; its port."""
    with ThreadingHTTPServer((host, 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser context on pages that have an origin of their own."""
    opened = chromium.new_context(viewport={"width": 390, "height": 844})
    yield opened
    opened.close()


def test_a_page_comes_back_as_it_was(remembering_chromium: Browser) -> None:
    with pages() as port:
        page = remembering_chromium.new_page()
        page.goto(f"http://localhost:{port}/one")
        page.goto(f"http://localhost:{port}/two")
        page.evaluate("history.back()")
        expect(page.locator("p")).to_have_text("as it was")


def test_a_keyboard_makes_what_is_seen_low_and_not_the_page(context: BrowserContext) -> None:
    page = context.new_page()
    page.evaluate("told = new Set(); visualViewport.onresize = () => told.add(visualViewport.height)")
    devices.open_keyboard(page)
    assert page.evaluate("[visualViewport.height, innerHeight]") == [844 - devices.KEYBOARD, 844]
    assert page.evaluate("told.has(visualViewport.height)")
    devices.close_keyboard(page)
    assert page.evaluate("visualViewport.height") == 844


@pytest.mark.parametrize("hours", [-5, 26])
def test_a_clock_is_hours_wrong_and_goes_on(context: BrowserContext, hours: int) -> None:
    right = context.new_page()
    context.add_init_script(devices.wrong_clock(hours))
    wrong = context.new_page()
    for now in ("Date.now()", "new Date().getTime()"):
        apart = wrong.evaluate(now) - right.evaluate(now)
        assert round(apart / 3_600_000) == hours
    assert wrong.evaluate("new Date(86400000).toISOString()") == "1970-01-02T00:00:00.000Z"


@pytest.mark.parametrize("name", ["localStorage", "sessionStorage", "indexedDB"])
def test_storage_can_be_denied(context: BrowserContext, name: str) -> None:
    context.add_init_script(devices.STORAGE_DENIED)
    told = "() => { try { return window['%s'] && 'had' } catch (error) { return error.name } }"
    assert context.new_page().evaluate(told % name) == "SecurityError"


def test_a_database_of_the_device_can_refuse(context: BrowserContext) -> None:
    context.add_init_script(devices.INDEXED_DB_REJECTS)
    told = """new Promise(tell => {
        const asked = indexedDB.open('any');
        asked.onerror = () => tell(asked.error.name);
    })"""
    assert context.new_page().evaluate(told) == "QuotaExceededError"


def test_a_database_of_the_device_can_never_answer(context: BrowserContext) -> None:
    context.add_init_script(devices.INDEXED_DB_HANGS)
    told = """new Promise(tell => {
        const asked = indexedDB.open('any');
        asked.onsuccess = asked.onerror = () => tell('answered');
        setTimeout(() => tell('silent'), 200);
    })"""
    assert context.new_page().evaluate(told) == "silent"


def test_two_networks_reach_the_house_and_not_each_other(two_networks: tuple[Namespace, Namespace]) -> None:
    first, second = two_networks
    with pages("0.0.0.0") as port:
        assert _reaches(first, first.outside, port)
        assert _reaches(second, second.outside, port)
    assert not _is_routed(first, second.inside)
    assert not _is_routed(second, first.inside)


def _reaches(home: Namespace, host: str, port: int) -> bool:
    words = home.within(sys.executable, "-c", REACH, host, str(port))
    return subprocess.run(words, check=False).returncode == 0


def _is_routed(home: Namespace, host: str) -> bool:
    asked = subprocess.run(home.within("ip", "route", "get", host), capture_output=True, check=False)
    return asked.returncode == 0
