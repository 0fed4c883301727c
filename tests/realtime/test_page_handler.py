"""Pages run in few threads that last; what waits on purpose takes none of them."""

import asyncio
import threading
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from realtime.gateway.page_handler import PageHandler
from realtime.gateway.page_limiter import MAX_PAGES
from realtime.gateway.page_request import MOST_PARTS

seen: set[str] = set()
closed: list[str] = []


class Noted(HttpResponse):
    """A response that notes when it is closed."""

    def close(self) -> None:
        closed.append("closed")
        super().close()


def page(request: HttpRequest) -> HttpResponse:
    seen.add(threading.current_thread().name)
    return Noted(f"{request.method} {request.body.decode()}")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("of the test")


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    async def parts() -> Any:
        for part in ("one ", "two"):
            yield part

    return StreamingHttpResponse(parts())


def counted(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST.getlist("a")) + len(request.FILES.getlist("a"))))


urlpatterns = [
    path("page/", page),
    path("counted/", counted),
    path("streamed/", streamed),
    path("broken/", broken),
]
handler400 = "tests.realtime.test_page_handler.misread"
handler500 = "tests.realtime.test_page_handler.sorry"


def misread(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("misread", status=400)


def sorry(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sorry", status=500)


async def others(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"others"})


async def ask(at: str, body: bytes = b"", method: str = "GET", kind: str = "") -> tuple[int, bytes]:
    """Return the status and the body of the answer."""
    told: list[dict[str, Any]] = []
    headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body))]
    scope = {"type": "http", "method": method, "path": at, "query_string": b"", "headers": headers}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(event: dict[str, Any]) -> None:
        told.append(event)

    await HANDLER(scope, receive, send)
    return told[0]["status"], b"".join(event.get("body", b"") for event in told[1:])


with override_settings(MIDDLEWARE=[]):
    HANDLER = PageHandler(others)

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.django_db
async def test_many_pages_share_few_threads_and_each_is_closed() -> None:
    seen.clear()
    closed.clear()
    answers = await asyncio.gather(*(ask("/page/", b"%d" % number, "POST") for number in range(12)))
    assert answers == [(200, b"POST %d" % number) for number in range(12)]
    assert 1 <= len(seen) <= MAX_PAGES
    assert all(name.startswith("pages") for name in seen)
    assert len(closed) == 12


@pytest.mark.django_db
async def test_what_streams_is_sent_whole() -> None:
    assert await ask("/streamed/") == (200, b"one two")


@pytest.mark.django_db
async def test_a_page_that_breaks_answers_and_keeps_no_thread() -> None:
    for _time in range(MAX_PAGES + 1):
        assert await ask("/broken/") == (500, b"sorry")
    assert (await ask("/page/"))[0] == 200


async def test_what_waits_on_purpose_is_for_the_others() -> None:
    assert await ask("/f/une/events") == (299, b"others")
    assert await ask("/health/live") == (299, b"others")


async def test_who_leaves_before_the_end_of_their_form_gets_nothing() -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {"type": "http", "method": "POST", "path": "/page/", "query_string": b"", "headers": []}
    await HANDLER(scope, receive, send)
    assert sent == []


@pytest.mark.django_db
@pytest.mark.parametrize("named", ['name="a"', 'name="a"; filename="a.txt"'])
async def test_a_form_has_few_parts(named: str) -> None:
    part = f"--B\r\nContent-Disposition: form-data; {named}\r\n\r\n\r\n".encode()
    kind = "multipart/form-data; boundary=B"
    assert await ask("/counted/", part * 100 + b"--B--\r\n", "POST", kind) == (200, b"100")
    many = part * (MOST_PARTS + 1) + b"--B--\r\n"
    assert await ask("/counted/", many, "POST", kind) == (400, b"misread")
