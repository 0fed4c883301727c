"""Loads a room's page over HTTP as a browser does, signed in by cookie or joining with a code."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from realtime.simulate.process_messages import Newcomer
from realtime.simulate.session_watch import authors_in

PATIENCE = 30.0  # seconds for a page

_REF = re.compile(r'name="ref" value="([^"]+)"')
_ROOM = re.compile(r"<hub-room\s([^>]*)>")
_FACT = re.compile(r'data-([a-z]+)="([^"]*)"')
_CONSIGNE = re.compile(r'data-consigne="(\d+)"')
_POST = re.compile(r'data-post="([1-9]\d*)"')


class PageUnavailable(Exception):
    """Another page than the room's came; the message says which."""


@dataclass(frozen=True)
class RoomPage:
    """The data that a room's page gives to its modules, and the cookie it was loaded with. ``silent``: whose
    texts of a silence are anywhere in it."""

    cookie: str
    slug: str
    room: int
    epoch: str
    seq: int
    me: int
    consigne: int | None
    posts: list[int]
    silent: frozenset[str] = frozenset()


def open_page(url: str, who: Newcomer) -> RoomPage:
    """Load the room's page, joining with the code if there is no cookie. Blocks: call it in a thread.

    Raises ``PageUnavailable``, ``OSError``.
    """
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar), ProxyHandler({}))
    if who.is_slow:  # elsewhere bytes cost nothing, and the crowd shares the server's machine
        opener.addheaders.append(("Accept-Encoding", "gzip"))
    if who.cookie:
        page = _get(opener, Request(f"{url}/f/{who.slug}/", headers={"Cookie": who.cookie}))  # noqa: S310
        return _read(page, who.cookie)
    page = _come_in(opener, f"{url}/r/{quote(who.code, safe='')}/", who.name)
    return _read(page, "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar))


def newest_clearing(url: str, slug: str, cookie: str) -> int | None:
    """Return the number of what was hidden last at once in the room, as the régie offers to bring it back.
    Blocks: call it in a thread.

    Raises ``PageUnavailable``, ``OSError``.
    """
    opener = build_opener(ProxyHandler({}))
    request = Request(f"{url}/regie/?espace={slug}", headers={"Cookie": cookie})  # noqa: S310
    offered = re.findall(rf"/f/{re.escape(slug)}/vagues/(\d+)/rendre/", _get(opener, request))
    return max(map(int, offered), default=None)


def _come_in(opener: OpenerDirector, address: str, name: str) -> str:
    threshold = _get(opener, Request(address))  # noqa: S310 - http or https: checked with the options
    form = {"ref": _found(_REF, threshold), "name": name}
    return _get(opener, Request(address, urlencode(form).encode(), {"Referer": address}))  # noqa: S310


def _get(opener: OpenerDirector, request: Request) -> str:
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            page: bytes = response.read()
            is_packed = response.headers["Content-Encoding"] == "gzip"
            return (gzip.decompress(page) if is_packed else page).decode()
    except URLError as error:
        raise PageUnavailable(str(error.reason)) from error
    except HTTPException as error:
        raise PageUnavailable(type(error).__name__) from error


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        title = re.search(r"<title>([^<]*)", page)
        raise PageUnavailable(f"« {title[1].strip() if title else page[:60]} »")
    return found[1]


def _read(page: str, cookie: str) -> RoomPage:
    facts: Mapping[str, str] = dict(_FACT.findall(_found(_ROOM, page)))
    consigne = _CONSIGNE.search(page)
    return RoomPage(
        cookie=cookie,
        slug=facts["slug"],
        room=int(facts["room"]),
        epoch=facts["epoch"],
        seq=int(facts["seq"]),
        me=int(facts["me"]),
        consigne=int(consigne[1]) if consigne else None,
        posts=[int(post) for post in _POST.findall(page)],
        silent=frozenset(authors_in(page.encode())),
    )
