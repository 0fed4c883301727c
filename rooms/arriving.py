"""The pace at which new people may come from one network: a house full of them at once, and no script."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.networks import network_of
from people.refusals import Refusal
from rooms.models import ArrivalBucket


def take_turn(address: str) -> None:
    """Take a token of the network of ``address``, for all server processes. Raises ``arrivals_many``."""
    burst, rate = settings.HUB_PACE["arrivals"]
    now = timezone.now()
    with transaction.atomic():
        _forget_full(now - timedelta(seconds=burst / rate))
        bucket = _locked(_digest(network_of(address)), burst, now)
        tokens = min(burst, bucket.tokens + (now - bucket.at).total_seconds() * rate)
        if tokens < 1:
            sentence = _("Trop de personnes arrivent d’ici en même temps. Attendez une minute, puis entrez.")
            raise Refusal("arrivals_many", sentence, "name")
        bucket.tokens, bucket.at = tokens - 1, now
        bucket.save(update_fields=["tokens", "at"])


def _locked(network: str, burst: float, now: datetime) -> ArrivalBucket:
    ArrivalBucket.objects.get_or_create(network=network, defaults={"tokens": burst, "at": now})
    return ArrivalBucket.objects.select_for_update().get(network=network)


def _forget_full(before: datetime) -> None:
    """Delete the buckets that are full again: of who came, nothing is kept for longer."""
    ArrivalBucket.objects.filter(at__lt=before).delete()


def _digest(network: str) -> str:
    """Return what stands for ``network``: no address is stored."""
    return salted_hmac("rooms.arriving", network, algorithm="sha256").hexdigest()
