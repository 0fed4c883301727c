"""Make, read and spend cards. Reading a card consumes nothing; entering with a single-use one does."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import merging, ways_in, written_secret
from people.models import Card, Person
from people.refusals import Refusal

LENGTH = 16
HELP_LASTS = timedelta(minutes=10)
SPENT_KEPT_FOR = timedelta(days=1)  # so that whoever comes a second time, or late, reads why it does not open


def make(person: Person, session: str | None = None) -> str:
    """Replace the person's lasting card; return its secret (80 bits), of which only a digest is kept.

    Where there was a card, all sessions end but ``session``: somebody else may have entered with it.
    """
    with transaction.atomic():
        person = merging.hold_present(person)
        if person.cards.filter(single_use=False).delete()[0]:
            ways_in.end_sessions(person, but=session)
        return _issue(person, single_use=False)


def help_in(person: Person) -> str:
    """Return a secret for somebody who is stuck: it opens once, within ten minutes."""
    old = timezone.now() - SPENT_KEPT_FOR
    Card.objects.filter(single_use=True, expires_at__lt=old).delete()
    return _issue(person, single_use=True)


def owner(secret: str) -> Person:
    """Return the person whose card this is. Raises ``card_unknown``, ``card_spent``, ``card_late``."""
    return _find(secret).person


def kept_outside(secret: str) -> Person | None:
    """Return whose card this is where they may not come in; None for any other secret."""
    card = _known(secret).filter(person__is_active=False, spent_at=None).first()
    return card.person if card else None


def enter_with(secret: str) -> Person:
    """Return the card's person; spend a single-use card. Raises the same."""
    with transaction.atomic():
        card = _find(secret)
        if card.single_use and not _spend(card):
            raise _spent()
        return card.person


def _issue(person: Person, *, single_use: bool) -> str:
    secret = written_secret.new(LENGTH)
    expires_at = timezone.now() + HELP_LASTS if single_use else None
    Card.objects.create(person=person, digest=_digest(secret), single_use=single_use, expires_at=expires_at)
    return secret


def _find(secret: str) -> Card:
    card = _known(secret).filter(person__is_active=True).first()
    if card is None:
        raise _unknown()
    if card.spent_at is not None:
        raise _spent()
    if card.expires_at is not None and card.expires_at <= timezone.now():
        raise Refusal(
            "card_late",
            _("Ce secret n’ouvrait que pendant dix minutes. Demandez-en un autre à l’équipe."),
            "secret",
        )
    return card


def _known(secret: str) -> QuerySet[Card]:
    return Card.objects.select_related("person").filter(digest=_digest(secret))


def _spend(card: Card) -> bool:
    """Return whether nobody has spent it before."""
    return bool(Card.objects.filter(pk=card.pk, spent_at=None).update(spent_at=timezone.now()))


def _spent() -> Refusal:
    sentence = _("Ce secret a déjà servi : il n’ouvre qu’une fois. Demandez-en un autre à l’équipe.")
    return Refusal("card_spent", sentence, "secret")


def _unknown() -> Refusal:
    return Refusal(
        "card_unknown",
        _("Ce secret n’ouvre rien, ou plus rien. Vérifiez chaque signe, ou demandez de l’aide à l’équipe."),
        "secret",
    )


def _digest(secret: str) -> str:
    plain = written_secret.plain(secret)
    return hmac.new(settings.SECRET_KEY.encode(), b"card:" + plain.encode(), hashlib.sha256).hexdigest()
