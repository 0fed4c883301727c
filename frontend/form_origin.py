"""Forms count only when a page of this house sent them: browsers say where each request comes from.

No form needs a token then: pages are the same for everybody, and none ends by staying open.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from frontend.views import errors
from people import origins

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Set on the first page of a browser: who sends a form without any cookie refuses them.
COOKIE = "cookies"


class FormOriginMiddleware:
    """Refuse what another site sends, what hides where it comes from, and what has no cookie at all."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            if not is_from_here(request):
                return errors.from_elsewhere(request)
            if not request.COOKIES:
                return errors.without_cookies(request)
        # The back office asks for Django's tokens in views of its own, unless this says that it was seen to.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        response = self._answer(request)
        if not request.COOKIES and response.headers.get("Content-Type", "").startswith("text/html"):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, "1", secure=secure, httponly=True, samesite="Lax")
        return response


def is_from_here(request: HttpRequest) -> bool:
    """Return whether ``Origin`` (else ``Referer``) is this house's own, and ``Sec-Fetch-Site`` agrees.

    ``Sec-Fetch-Site`` tells ports and schemes apart too: another one of our host is only ``same-site``. Old
    browsers, and addresses without TLS, do not have it.
    """
    fetched, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    sender = origins.origin_of(request.headers.get("Referer", "")) if origin is None else origin
    if not sender:
        return fetched == "same-origin"
    is_ours = origins.is_ours(sender, f"{request.scheme}://{request.get_host()}")
    return is_ours and (fetched in (None, "same-origin") or sender in settings.CSRF_TRUSTED_ORIGINS)
