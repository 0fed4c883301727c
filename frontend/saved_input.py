"""Saves what a person wanted or typed while they sign in: they get the page, or the form refilled.

A page that is only wanted is kept in a cookie: whoever looks at an address leaves no row in our database.
What was typed is kept in a session.
"""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

R = TypeVar("R", bound=HttpResponse)
WANTED = "wanted"
WANTED_FOR = 60 * 60  # seconds
LONGEST_PAGE = 2_000
KEPT_FOR = 24 * 60 * 60  # seconds that what was typed waits for its author to sign in
MAX_LENGTH = 60_000
# Fields that open something: no page and no session ever gives them back.
SECRET_FIELDS = {"password", "secret"}
# Fields that hold no text that a person wrote.
CONTROL_FIELDS = SECRET_FIELDS | {
    "ref",
    "since",
    "do",
    "sign",
    "on",
    "no_picture",
    "to",
    "undo",
    "host",
    "lobby",
    "lines",
    *("version", "seconds", "person", "position", "way"),
    *("score", "writers", "until_finished", "order", "pace", "apart", "group_size", "read_first"),
    "phase",
    *("de", "ligne", "refus", "consent"),
    *("ready", "from", "undoes"),
}


def save(request: HttpRequest, page: str) -> None:
    """Save the posted fields for the form at ``page``; none of them if they exceed ``MAX_LENGTH``."""
    posted = request.POST.copy()
    for name in (*SECRET_FIELDS, "do"):
        posted.pop(name, None)  # the text comes back; the person presses the button again
    encoded = posted.urlencode()
    request.session["kept"] = {"where": page, "posted": encoded if len(encoded) <= MAX_LENGTH else ""}
    request.session.set_expiry(KEPT_FOR)


def save_page(response: R, page: str) -> R:
    """Save the address of the page that a person wanted before they signed in."""
    if len(page) <= LONGEST_PAGE:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(WANTED, page, max_age=WANTED_FOR, httponly=True, secure=secure, samesite="Lax")
    return response


def wanted_page(request: HttpRequest) -> str:
    """Return the page to show after the sign-in, or an empty string."""
    kept = request.session.get("kept", {}).get("where", "")
    wanted = kept or request.COOKIES.get(WANTED, "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else ""


def take(request: HttpRequest) -> QueryDict:
    """Return the fields saved for the requested page, and forget them."""
    if request.session.get("kept", {}).get("where") != request.get_full_path():
        return QueryDict()
    return QueryDict(request.session.pop("kept")["posted"])


def texts(posted: QueryDict) -> list[str]:
    """Return every text that a person wrote in a form, in the order of its boxes, to show it back to them."""
    lists = [posted.getlist(name) for name in posted if name not in CONTROL_FIELDS]
    return [text for texts in lists for text in texts if text.strip()]
