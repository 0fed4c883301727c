"""The team's own door: e-mail and password."""

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import attempts, kept
from frontend.arriving import sign_in
from frontend.forms import Form
from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal


@never_cache
def team(request: HttpRequest) -> HttpResponse:
    """Sign somebody of the team in."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "team.html", {"form": form})
    try:
        email = without_tricks(form.get("email")).strip()
        person = _known(request, email, form.get("password"))
    except Refusal as refusal:
        form.refuse(refusal)
        return render(request, "team.html", {"form": form}, status=attempts.status_of(refusal))
    return sign_in(request, person, otherwise=reverse("door"))


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """The back office has no door of its own: who guesses passwords is counted at the team's."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, None):
        kept.come_back(request, wanted)
    return redirect("team")


def _known(request: HttpRequest, email: str, password: str) -> Person:
    """Raises ``sign_in_wrong``, and ``too_many`` for who guesses. Which of the two is wrong is not said."""
    attempts.may_try(request, "email")
    written = Person.objects.filter(email__iexact=email).values_list("email", flat=True).first() or email
    person = authenticate(request, username=written, password=password)
    if person is None:
        attempts.failed(request, "email")
        raise Refusal("sign_in_wrong", _("L’adresse ou le mot de passe ne va pas."), "email")
    return person
