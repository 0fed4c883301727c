"""Forget what was decided and reported longer ago than the house keeps it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from rooms.events import DecisionTaken
from rooms.forgetting import ERASED
from rooms.models import Decision, Event, Room
from rooms.moderation.models import Report

_TOLD = f'"kind":"{DecisionTaken.__struct_config__.tag}"'


@transaction.atomic
def forget_old(now: datetime) -> int:
    """Delete old decisions and old reports that were answered, and empty the lines of the wings that tell of
    decisions. Return how many decisions went."""
    limit = now - timedelta(days=settings.HUB_DECISIONS_DAYS)
    told = Event.objects.filter(room__kind=Room.Kind.WINGS, at__lt=limit, data__contains=_TOLD)
    told.update(data=ERASED)
    Report.objects.filter(settled_at__lt=limit).delete()
    return Decision.objects.filter(at__lt=limit).forget_before(limit)
