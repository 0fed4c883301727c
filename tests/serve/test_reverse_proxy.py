"""The house behind nginx, both as docs/operating.md has them, with the settings of a real server."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPResponse, HTTPSConnection
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from websockets.exceptions import InvalidStatus

from realtime.serve.supervisor import server_command
from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON, connect_wire
from rooms import log
from settings.base import PASSWORD_HASHERS as HASHERS
from tests.cast import Cast, gather, says
from tests.drawing import drawn
from tests.machine.hub import Foundation, Hub
from tests.machine.nginx_server import NginxServer
from tests.realtime.visitor import SocketVisitor, signed_in

pytestmark = pytest.mark.nginx

REAL = {
    "DJANGO_SETTINGS_MODULE": "settings.prod",
    "SECRET_KEY": "only-for-tests-" + "0" * 40,
    "HUB_HOSTS": "127.0.0.1",
    "HUB_TLS": "yes",
    "HUB_PACE_ARRIVALS": "1,0.0001",
}
SECRET = "ABCDEFGH23456789"
MEGABYTE = 1 << 20
PATIENCE = 300.0  # seconds for an answer, on a busy machine


@dataclass
class Answer:
    """What came back, whole."""

    response: HTTPResponse
    text: str

    @property
    def status(self) -> int:
        return self.response.status


@dataclass
class Browser:
    """Speaks to ``nginx`` as browsers do, from the address ``source``; keeps what it is given."""

    nginx: NginxServer
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, body: bytes, kind: str, **headers: str) -> Answer:
        own = {"Content-Type": kind, "Origin": self.nginx.url, "Referer": self.nginx.url + path}
        return self._ask("POST", path, body, own | headers)

    def arrive(self) -> "Browser":
        """Open a first page, whose cookie forms are known by."""
        self.get("/")
        return self

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        trust = ssl.create_default_context(cafile=self.nginx.certificate)
        line = HTTPSConnection(
            "127.0.0.1", self.nginx.port, context=trust, source_address=(self.source, 0), timeout=PATIENCE
        )
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body, {"Cookie": kept, "Accept-Language": "fr", **sent})
        response = line.getresponse()
        answer = Answer(response, response.read().decode("utf-8", "replace"))
        line.close()
        for given in response.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


class StayHere(HTTPRedirectHandler):
    """Follows nothing."""

    def http_error_301(self, *words: object) -> object:
        return words[1]


@pytest.fixture(scope="module")
def real_house(
    foundation: Foundation, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Hub]:
    """A server that believes its proxy, with the static files of a real one."""
    ground = replace(foundation.copy(tmp_path_factory.mktemp("real") / "hub"), environment=REAL)
    (ground.folder / "static").unlink()
    hub = Hub(ground, django_db_blocker)
    hub.manage("collectstatic", "--no-input", "-v0")
    hub.process.command = [*server_command("127.0.0.1", hub.port), "--proxy-header", "X-Real-IP"]
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture(scope="module")
def cast(real_house: Hub) -> Cast:
    """The cast of this house."""
    with real_house.inside(), override_settings(PASSWORD_HASHERS=HASHERS):
        return gather()


@pytest.fixture(scope="module")
def nginx(real_house: Hub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    server = NginxServer(tmp_path_factory.mktemp("nginx"), real_house.port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def judith(real_house: Hub, cast: Cast, nginx: NginxServer) -> Browser:
    with real_house.inside():
        return Browser(nginx, cookies=dict([cookie_of(signed_in(cast.judith)).split("=", 1)]))


def test_who_is_of_the_team_signs_in(nginx: NginxServer, cast: Cast) -> None:
    browser = Browser(nginx).arrive()
    words = f"email={cast.awa.email}&password=douze+signes+au+moins"
    answer = browser.post("/equipe/", words.encode(), "application/x-www-form-urlencoded")
    assert answer.status == 302, answer.text
    assert "sessionid" in browser.cookies
    assert answer.response.headers["Strict-Transport-Security"]
    assert all("Secure" in given for given in answer.response.headers.get_all("Set-Cookie", []))


def upload(browser: Browser, path: str, picture: bytes) -> Answer:
    fields = {"ref": "3f0d6d3a-9d5e-4b43-8f0e-4f8d6f1d7a11"}
    fields |= {"title": "Prises de risque", "image_alt": "Une main ouverte", "reactions": "merci"}
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = b'--edge\r\nContent-Disposition: form-data; name="picture"; filename="main.png"\r\n'
    body = b"".join([*parts, head, b"Content-Type: image/png\r\n\r\n", picture, b"\r\n--edge--\r\n"])
    return browser.post(path, body, "multipart/form-data; boundary=edge")


def test_a_picture_of_ten_megabytes_passes_and_a_larger_body_is_refused(judith: Browser, cast: Cast) -> None:
    path = f"/f/{cast.fabrique.slug}/reglages/"
    heavy = drawn() + bytes(10 * MEGABYTE - 1024)
    answer = upload(judith, path, heavy)
    assert answer.status == 302, answer.text
    refused = upload(judith, path, heavy + bytes(3 * MEGABYTE))
    assert refused.status == 413
    assert "ce que vous avez écrit y est encore" in refused.text


async def test_a_page_gets_its_socket_and_only_from_its_own_origin(
    judith: Browser, cast: Cast, nginx: NginxServer
) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in judith.cookies.items())
    trust = ssl.create_default_context(cafile=nginx.certificate)
    async with connect_wire(nginx.url, cookie, JSON, ssl=trust) as socket:
        followed = await SocketVisitor(socket).follow(cast.fabrique.pk, "")
        assert followed["type"] in ("subscribed", "reset")
    plain = nginx.url.replace("https:", "http:")
    with pytest.raises(InvalidStatus):
        async with connect_wire(nginx.url, cookie, JSON, origin=plain, ssl=trust):
            pass


def test_a_page_without_socket_waits_for_what_comes(judith: Browser, cast: Cast, real_house: Hub) -> None:
    with real_house.inside():
        says(cast.nadia, cast.fabrique, "Par la poste")
        epoch, head = log.heads([cast.fabrique.pk])[cast.fabrique.pk]
    path = f"/f/{cast.fabrique.slug}/events?epoch={epoch}&since="
    assert "Par la poste" in judith.get(f"{path}{head - 1}").text
    assert "subscribed" in judith.get(f"{path}{head}").text  # after 25 seconds in which nothing came


def test_the_house_counts_by_the_address_of_who_comes_whatever_they_say(
    nginx: NginxServer, cast: Cast
) -> None:
    def arrive(source: str) -> int:
        browser = Browser(nginx, source).arrive()
        kind, path = "application/x-www-form-urlencoded", f"/r/{cast.fabrique.code}/"
        return browser.post(path, b"name=Lila", kind, X_Real_IP=source[::-1]).status

    assert [arrive("127.0.0.2"), arrive("127.0.0.2"), arrive("127.0.0.3")] == [302, 422, 302]


def test_pages_come_over_http_2(nginx: NginxServer) -> None:
    trust = ssl.create_default_context(cafile=nginx.certificate)
    trust.set_alpn_protocols(["h2", "http/1.1"])
    line = HTTPSConnection("127.0.0.1", nginx.port, context=trust)
    line.connect()
    assert line.sock.selected_alpn_protocol() == "h2"
    line.close()


def test_what_is_broken_is_told_to_the_machine_alone(nginx: NginxServer, real_house: Hub) -> None:
    browser = Browser(nginx)
    told = [browser.get(path).status for path in ("/health/live", "/health/ready", "/metrics")]
    assert told == [200, 404, 404]
    with urlopen(f"{real_house.url}/health/live") as answer:
        assert answer.status == 200


def test_no_address_is_written_anywhere_even_while_the_house_is_away(
    nginx: NginxServer, real_house: Hub
) -> None:
    path, browser = f"/carte/{SECRET}/", Browser(nginx)
    plain = Request(f"http://127.0.0.1:{nginx.plain_port}{path}")
    assert build_opener(StayHere).open(plain).headers["Location"].endswith(path)
    browser.get(path)
    real_house.stop_server()
    assert browser.get(path).status in (502, 504)
    real_house.start()
    assert SECRET not in nginx.logs() + real_house.process.text()
