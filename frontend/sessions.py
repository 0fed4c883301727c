"""Opens sessions: signs a person in, sets their language, redirects to the page they wanted."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from frontend import saved_input
from people.models import Person

YEAR = 60 * 60 * 24 * 365
# A working day: who finds a computer of the house in the evening does not find the team on it.
TEAM_SESSION = timedelta(hours=12)


def sign_in(request: HttpRequest, person: Person, otherwise: str, within: str = "") -> HttpResponse:
    """Open a new session for ``person``; redirect to the page they wanted, else to ``otherwise``.

    A wanted page counts only if its path begins with ``within``: joining a room never leads to another room.
    """
    login(request, person)
    # None: the session may have been opened only for what somebody typed.
    request.session.set_expiry(TEAM_SESSION if person.is_staff else None)
    wanted = saved_input.wanted_page(request)
    response = redirect(wanted if wanted and wanted.startswith(within) else otherwise)
    if response.url == wanted:
        response.delete_cookie(saved_input.WANTED, samesite="Lax")
    return set_language(response, person.language)


def set_language(response: HttpResponse, language: str) -> HttpResponse:
    """Set the cookie that makes this browser get its pages in ``language``."""
    name, secure = settings.LANGUAGE_COOKIE_NAME, settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, language, max_age=YEAR, secure=secure, samesite="Lax")
    return response
