"""The team's own door: e-mail and password."""

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from frontend import attempts
from frontend.arriving import sign_in
from frontend.forms import Form
from people.models import Person
from people.refusals import Refusal


@never_cache
def team(request: HttpRequest) -> HttpResponse:
    """Sign somebody of the team in."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "team.html", {"form": form})
    try:
        person = _known(request, form.get("email").strip(), form.get("password"))
    except Refusal as refusal:
        form.refuse(refusal)
        return render(request, "team.html", {"form": form}, status=attempts.status_of(refusal))
    return sign_in(request, person, otherwise=reverse("door"))


def _known(request: HttpRequest, email: str, password: str) -> Person:
    """Raises ``sign_in_wrong``, and ``too_many`` for who guesses. Which of the two is wrong is not said."""
    attempts.may_try(request, "email")
    written = Person.objects.filter(email__iexact=email).values_list("email", flat=True).first() or email
    person = authenticate(request, username=written, password=password)
    if person is None:
        attempts.failed(request, "email")
        raise Refusal("sign_in_wrong", _("L’adresse ou le mot de passe ne va pas."), "email")
    return person
