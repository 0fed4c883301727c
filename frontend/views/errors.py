"""What is said when nothing else can be: plain words, a way on, and nothing lost."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import is_same_domain

from frontend import kept

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something that no page of ours sends."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A door that is not for this person."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at this address."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug: logged under a reference that the person sees too. Asks nothing of the database."""
    reference = secrets.token_hex(4)
    facts = {"reference": reference}
    logger.error("Reference %s: %s", reference, request.path, exc_info=True, extra=facts)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of this form is too old to be believed. Its words are shown, ready to be sent again.

    Only to who wrote them: a form that came from elsewhere is given no button.
    """
    again = _sent_again(request) if _is_from_here(request) else []
    return render(request, "stale.html", {"words": kept.words(request.POST), "again": again}, status=403)


def _sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    lists = request.POST.lists()
    return [(name, value) for name, values in lists if name != "csrfmiddlewaretoken" for value in values]


def _is_from_here(request: HttpRequest) -> bool:
    scheme, _sep, host = request.headers.get("Origin", "").partition("://")
    return scheme == request.scheme and is_same_domain(host, request.get_host())
