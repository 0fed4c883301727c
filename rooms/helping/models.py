"""What people ask of the team when they are stuck."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)  # after somebody asked last
LONGEST_WORD = 600
LONGEST_ANSWER = 500
LONGEST_PAGE = 200
LONGEST_BROWSER = 60
LONGEST_REFUSAL = 300


class HelpRequests(models.Manager["HelpRequest"]):
    """The manager of requests: one of somebody for each room waits at a time."""

    def waiting(self) -> QuerySet["HelpRequest"]:
        """Query the requests that are not settled, those without an answer first, oldest first."""
        is_answered = Q(answered_at__gte=F("asked_at"))
        shown = self.filter(settled_at=None).select_related("room", "by", "answered_by")
        return shown.alias(answered=models.ExpressionWrapper(is_answered, models.BooleanField())).order_by(
            "answered", "asked_at", "pk"
        )

    def forget_old(self) -> None:
        """Delete what was asked too long ago to be of use."""
        self.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()


class HelpRequest(models.Model):
    """Somebody asks for help in a room; ``by`` nobody: at the door, where Mezza stands for the house.

    ``page``, ``browser``, ``connected`` and ``refusal`` are sent only by whoever wants to. ``asked_at``: when
    they asked last, ``seen_at``: when they were done with the answer. ``network``: a digest, for bounds.
    """

    class Connected(models.TextChoices):
        """Whether the page that the person was stuck on had a connection to the house."""

        UNKNOWN = "", _("on ne sait pas")
        ON = "on", _("en ligne")
        OFF = "off", _("coupée de la maison")

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="help_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    word = models.CharField(max_length=LONGEST_WORD, blank=True)
    page = models.CharField(max_length=LONGEST_PAGE, blank=True)
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)
    connected = models.CharField(max_length=3, choices=Connected.choices, blank=True)
    refusal = models.CharField(max_length=LONGEST_REFUSAL, blank=True)
    network = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = HelpRequests()

    class Meta:
        verbose_name = _("demande d’aide")
        verbose_name_plural = _("demandes d’aide")

    def __str__(self) -> str:
        return f"{self.room} · {self.pk}"

    @property
    def is_answered(self) -> bool:
        """Whether the team has answered what was asked last."""
        return self.answered_at is not None and self.answered_at >= self.asked_at
