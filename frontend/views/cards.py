"""Pages of cards: making one, and signing in with one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from frontend import barred, failed_attempts
from frontend.access import signed_in
from frontend.forms import Form
from frontend.public_address import public_address
from frontend.sessions import sign_in
from people import cards
from people.models import Person
from people.refusals import Refusal


@never_cache
@signed_in
def card(request: HttpRequest, person: Person) -> HttpResponse:
    """Explain cards; on POST make one and show it, this once: its secret is kept nowhere else."""
    form = Form.of(request)
    secret = form.attempt(lambda: _made(request, person, form)) if request.method == "POST" else None
    if secret is None:
        has_card = person.cards.filter(single_use=False).exists()
        context = {"person": person, "has_card": has_card, "form": form}
        return render(request, "card.html", context, status=form.status)
    address = public_address(request, reverse("enter", args=[secret]))
    return render(request, "card.html", {"person": person, "secret": secret, "address": address})


def _made(request: HttpRequest, person: Person, form: Form) -> str:
    """Return the secret of a new card. The team proves who they are: a card outlives the session."""
    if person.is_staff and not person.check_password(form.get("password")):
        wrong = Refusal("password_wrong", _("Ce mot de passe n’est pas le vôtre."), "password")
        raise failed_attempts.counted(request, "password", wrong, account=person.email or "")
    return cards.make(person, request.session.session_key)


@never_cache
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in with a card. The button spends a single-use card; a look at the page does not."""
    try:
        owner = _owner(request, secret)
        if request.method == "POST":
            return sign_in(request, cards.enter_with(secret), otherwise=reverse("door"))
    except Refusal as refusal:
        return _kept_out(request, refusal, secret) or _typed_again(request, refusal, 404)
    return render(request, "enter.html", {"owner": owner})


@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Offer a box to type the secret of a card in."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "back.html", {"form": form})
    try:
        _owner(request, form.get("secret"))
        return redirect("enter", _plain(form.get("secret")))
    except Refusal as refusal:
        return _kept_out(request, refusal, form.get("secret")) or _typed_again(request, refusal, 422)


def _owner(request: HttpRequest, secret: str) -> Person:
    try:
        return cards.owner(secret)
    except Refusal as refusal:
        raise failed_attempts.counted(request, "secret", refusal) from refusal


def _kept_out(request: HttpRequest, refusal: Refusal, secret: str) -> HttpResponse | None:
    """Return the page for whoever has this card and stays outside; None for everybody else."""
    person = cards.kept_outside(secret) if refusal.code == "card_unknown" else None
    return barred.page_of(request, person.pk) if person else None


def _typed_again(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    form = Form(request.POST)
    form.refuse(refusal)
    return render(request, "back.html", {"form": form}, status=failed_attempts.status_of(refusal, status))


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isalnum())
