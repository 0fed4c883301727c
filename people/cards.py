"""Make, read and spend cards. Reading a card consumes nothing; entering with a single-use one does."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import ways_in, written_secret
from people.models import Card, Person
from people.refusals import Refusal

LENGTH = 16
HELP_LASTS = timedelta(minutes=30)


def make(person: Person, session: str | None = None) -> str:
    """Replace the person's lasting card; return its secret (80 bits), of which only a digest is kept.

    Where there was a card, all sessions end but ``session``: somebody else may have entered with it.
    """
    with transaction.atomic():
        if person.cards.filter(single_use=False).delete()[0]:
            ways_in.end_sessions(person, but=session)
        return _issue(person, single_use=False)


def help_in(person: Person) -> str:
    """Return a secret for somebody who is stuck: it opens once, within half an hour."""
    return _issue(person, single_use=True)


def owner(secret: str) -> Person:
    """Return the person whose card this is. Raises ``Refusal`` (``card_unknown``)."""
    return _find(secret).person


def kept_outside(secret: str) -> Person | None:
    """Return whose card this is where they may not come in; None for any other secret."""
    card = _alive(secret).filter(person__is_active=False).first()
    return card.person if card else None


def enter_with(secret: str) -> Person:
    """Return the card's person; spend a single-use card. Raises ``Refusal`` (``card_unknown``)."""
    with transaction.atomic():
        card = _find(secret)
        if card.single_use and not Card.objects.filter(pk=card.pk).delete()[0]:
            raise _unknown()
        return card.person


def _issue(person: Person, *, single_use: bool) -> str:
    secret = written_secret.new(LENGTH)
    expires_at = timezone.now() + HELP_LASTS if single_use else None
    Card.objects.create(person=person, digest=_digest(secret), single_use=single_use, expires_at=expires_at)
    return secret


def _find(secret: str) -> Card:
    card = _alive(secret).filter(person__is_active=True).first()
    if card is None:
        raise _unknown()
    return card


def _alive(secret: str) -> QuerySet[Card]:
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Card.objects.select_related("person").filter(alive, digest=_digest(secret))


def _unknown() -> Refusal:
    return Refusal(
        "card_unknown",
        _("Ce secret n’ouvre rien, ou plus rien. Vérifiez chaque signe, ou demandez de l’aide à l’équipe."),
        "secret",
    )


def _digest(secret: str) -> str:
    plain = written_secret.plain(secret)
    return hmac.new(settings.SECRET_KEY.encode(), b"card:" + plain.encode(), hashlib.sha256).hexdigest()
