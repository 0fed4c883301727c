"""Count wrong codes, cards and passwords by whoever sends them, for all processes together.

Only what is wrong is ever counted, and nothing is refused for a count: what is right always opens, so that
nobody locks out those who share their network. See docs/decisions/033.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.models import FailedAttempts

COUNTED_FOR = timedelta(minutes=10)


def count(kind: str, guessers: Iterable[str], most: int) -> bool:
    """Count a wrong ``kind`` of each of ``guessers``: a network, an account.

    Return whether one of them had ``most`` of them already; such a count is written no further.
    """
    with transaction.atomic():
        FailedAttempts.objects.filter(until__lte=timezone.now()).delete()
        full = [_count(_digest(kind, guesser), most) for guesser in guessers]
    return any(full)


def wrong_lately() -> int:
    """Return how often something was wrong within ten minutes, of all guessers together; a wrong password
    counts for its network and for its account."""
    alive = FailedAttempts.objects.filter(until__gt=timezone.now())
    return alive.aggregate(Sum("failures"))["failures__sum"] or 0


def _count(digest: str, most: int) -> bool:
    new = {"until": timezone.now() + COUNTED_FOR}
    kept, _made = FailedAttempts.objects.get_or_create(guesser=digest, defaults=new)
    return not FailedAttempts.objects.filter(pk=kept.pk, failures__lt=most).update(failures=F("failures") + 1)


def _digest(kind: str, guesser: str) -> str:
    """Return what a guesser is known by: neither their address nor an account is kept."""
    return salted_hmac(f"people.guessing.{kind}", guesser, algorithm="sha256").hexdigest()
