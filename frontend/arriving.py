"""Somebody comes in: their session, their language, and the page they wanted."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from frontend import kept
from people.models import Person

YEAR = 60 * 60 * 24 * 365


def sign_in(request: HttpRequest, person: Person, otherwise: str, within: str = "") -> HttpResponse:
    """Open a new session for ``person`` and lead them where they were going, else to ``otherwise``.

    ``within`` is where they may be led: who enters a room is not sent to another one.
    """
    login(request, person)
    wanted = kept.where(request)
    response = redirect(wanted if wanted and wanted.startswith(within) else otherwise)
    return speak(response, person.language)


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Have this browser spoken to in ``language`` from now on."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
    return response
