"""Error pages: plain words, a link to go on, and the typed text given back."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from database import unwritable
from frontend import saved_input

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the browser sent something that no page of ours sends."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: this person may not see the page."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: nothing is at this address."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500: log the error under a reference that the page shows too. Does not use the database.

    A disk on which nothing can be written is no fault of ours: 503, with what was typed.
    """
    if unwritable.log_reason(sys.exc_info()[1]):
        page = render_to_string("unwritable.html", {"words": saved_input.texts(request.POST)})
        told = HttpResponse(page, status=503)
        told._has_been_logged = True  # type: ignore[attr-defined]  # Django would add the traceback
        return told
    reference = secrets.token_hex(4)
    facts = {"reference": reference}
    logger.error("Reference %s: %s", reference, request.path, exc_info=True, extra=facts)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form that no page of ours sent, or that hides where it comes from: show its text."""
    return _unsent(request, cookieless=False)


def without_cookies(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form of a browser that refuses cookies, and say so: for them it would never end."""
    return _unsent(request, cookieless=True)


def _unsent(request: HttpRequest, *, cookieless: bool) -> HttpResponse:
    context = {"words": saved_input.texts(request.POST), "cookieless": cookieless}
    return render(request, "unsent.html", context, status=403)
