"""Guesses are slow here: so many wrong codes, cards or passwords from one address, then a rest."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal

REST = 10 * 60
# A whole workshop shares one address, and the codes are long: only many failures are a guesser's.
MOST = {"code": 40, "secret": 20, "email": 10}


def may_try(request: HttpRequest, field: str) -> None:
    """Raises ``Refusal`` (``too_many``) about ``field``. Each process of the server counts for itself."""
    if cache.get(_key(request, field), 0) >= MOST[field]:
        sentence = _("Trop d’essais depuis ce réseau. Attendez dix minutes, ou demandez à l’équipe.")
        raise Refusal("too_many", sentence, field)


def failed(request: HttpRequest, field: str) -> None:
    """Count one wrong guess."""
    key = _key(request, field)
    cache.add(key, 0, REST)
    cache.incr(key)


def status_of(refusal: Refusal, otherwise: int = 422) -> int:
    """The HTTP status that says ``refusal``."""
    return 429 if refusal.code == "too_many" else otherwise


def _key(request: HttpRequest, field: str) -> str:
    return f"attempts:{field}:{request.META.get('REMOTE_ADDR', '')}"
