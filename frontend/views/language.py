"""Changes the language of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from frontend.sessions import set_language
from people.models import Person


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Set ``language`` for this browser, and for the person's later sessions; then redirect back."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        chosen = settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(HttpResponseRedirect(_page_before(request)), chosen)


def _page_before(request: HttpRequest) -> str:
    before = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if safe and before.startswith("/") else reverse("door")
