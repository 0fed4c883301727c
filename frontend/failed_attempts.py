"""Answers wrong codes, cards and passwords. What is right always opens, however much was guessed before."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people import guessing
from people.networks import network_of
from people.refusals import Refusal

# In ten minutes. A whole workshop shares one network, and codes are long: only many failures are guesses.
MAX_FAILURES = {"code": 40, "secret": 20, "password": 10}
TOO_MANY = _(
    "Beaucoup d’essais n’ont rien ouvert. Le bon ouvrira toujours : vérifiez-le, ou demandez à l’équipe."
)


def counted(request: HttpRequest, kind: str, refusal: Refusal, account: str = "") -> Refusal:
    """Count a wrong ``kind``; return ``refusal``, or ``too_many`` about its field past the limit.

    Addresses are counted apart from forms: any page of the web can have a browser ask for an address.
    """
    kind_sent = f"{kind} {request.method}"
    guessers = [f"network {network_of(request.META.get('REMOTE_ADDR', ''))}"]
    if account:
        guessers.append(f"account {account.casefold()}")
    if guessing.count(kind_sent, guessers, MAX_FAILURES[kind]):
        return Refusal("too_many", TOO_MANY, refusal.field)
    return refusal


def status_of(refusal: Refusal, otherwise: int = 422) -> int:
    """Return the HTTP status of a page that shows ``refusal``: 429, or ``otherwise``."""
    return 429 if refusal.code == "too_many" else otherwise
