"""Cards: made and printed, shown at the door, spent with a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from frontend import attempts
from frontend.arriving import sign_in
from frontend.away import signed_in
from frontend.forms import Form
from people import cards
from people.models import Person
from people.refusals import Refusal


@never_cache
@signed_in
def card(request: HttpRequest, person: Person) -> HttpResponse:
    """What a card is; on POST a new one, shown this once: the house does not keep its secret."""
    if request.method != "POST":
        has_card = person.cards.filter(single_use=False).exists()
        return render(request, "card.html", {"person": person, "has_card": has_card})
    secret = cards.make(person)
    address = request.build_absolute_uri(reverse("enter", args=[secret]))
    return render(request, "card.html", {"person": person, "secret": secret, "address": address})


@never_cache
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The card at the door. Looking at the page spends nothing; the button does."""
    try:
        owner = _owner(request, secret)
        if request.method == "POST":
            return sign_in(request, cards.enter_with(secret), otherwise=reverse("door"))
    except Refusal as refusal:
        return _typed_again(request, refusal, 404)
    return render(request, "enter.html", {"owner": owner})


@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """A box for those who type their card."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "back.html", {"form": form})
    try:
        _owner(request, form.get("secret"))
        return redirect("enter", _plain(form.get("secret")))
    except Refusal as refusal:
        return _typed_again(request, refusal, 422)


def _owner(request: HttpRequest, secret: str) -> Person:
    attempts.may_try(request, "secret")
    try:
        return cards.owner(secret)
    except Refusal:
        attempts.failed(request, "secret")
        raise


def _typed_again(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    form = Form(request.POST)
    form.refuse(refusal)
    return render(request, "back.html", {"form": form}, status=attempts.status_of(refusal, status))


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isalnum())
