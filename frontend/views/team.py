"""The sign-in of staff, by e-mail and password."""

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import barred, failed_attempts, saved_input
from frontend.forms import Form
from frontend.sessions import sign_in
from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal

LONGEST_EMAIL = 254


@never_cache
def team(request: HttpRequest) -> HttpResponse:
    """Sign a member of the team in."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "team.html", {"form": form})
    try:
        email = without_tricks(form.get("email")).strip()
        person = _known(request, email, form.get("password"))
    except Refusal as refusal:
        if refusal.code == "sign_in_wrong" and (kept_out := _kept_out(request, form)):
            return kept_out
        form.refuse(refusal)
        return render(request, "team.html", {"form": form}, status=failed_attempts.status_of(refusal))
    return sign_in(request, person, otherwise=reverse("door"))


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Redirect the sign-in of Django's admin to the team's, which limits wrong passwords."""
    wanted = request.GET.get("next", "")
    response = redirect("team")
    return (
        saved_input.save_page(response, wanted) if url_has_allowed_host_and_scheme(wanted, None) else response
    )


def _known(request: HttpRequest, email: str, password: str) -> Person:
    """Return the person with these credentials.

    Raises ``sign_in_wrong``, which does not tell which of the two is wrong, and ``too_many`` after many
    failures.
    """
    person = authenticate(request, username=_written(email), password=password)
    if person is None:
        wrong = Refusal("sign_in_wrong", _("L’adresse ou le mot de passe ne va pas."), "email")
        raise failed_attempts.counted(request, "password", wrong, account=email)
    return person


def _kept_out(request: HttpRequest, form: Form) -> HttpResponse | None:
    """Return the page for whoever proves who they are and stays outside; None for everybody else."""
    email = _written(without_tricks(form.get("email")).strip())
    person = Person.objects.filter(email=email, is_active=False).first()
    if person is None or not person.check_password(form.get("password")):
        return None
    return barred.page_of(request, person.pk)


def _written(email: str) -> str:
    """Return the address as its account has it. A longer one than an account holds is not searched for."""
    if len(email) > LONGEST_EMAIL:
        return email
    return Person.objects.filter(email__iexact=email).values_list("email", flat=True).first() or email
