"""The language in which a person is spoken to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from frontend.arriving import speak
from people.models import Person


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak ``language`` in this browser, and wherever the person signs in later; then go back."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        chosen = settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    return speak(redirect(_page_before(request)), chosen)


def _page_before(request: HttpRequest) -> str:
    before = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if safe else "door"
