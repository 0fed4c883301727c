"""Models of consignes and of the protocoles made from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import Post, Room


class Consigne(models.Model):
    """The artist's instruction, with the questions of its own form (``protocols.events.Field``).

    ``pinned_at`` None: it waits for a phase that was copied from another room; only those who lead see it.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="consignes")
    title = models.CharField(_("titre"), max_length=140)
    words = models.TextField(_("mots"), blank=True)
    fields = models.JSONField(_("questions"), default=list, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(default=timezone.now, null=True, blank=True)

    class Meta:
        verbose_name = _("consigne")
        verbose_name_plural = _("consignes")

    def __str__(self) -> str:
        return self.title


class PhaseConsigne(models.Model):
    """A consigne that a phase of a session asks to follow."""

    phase = models.OneToOneField("timed_sessions.Phase", on_delete=models.CASCADE, related_name="asked")
    consigne = models.ForeignKey(Consigne, on_delete=models.CASCADE, related_name="phases")

    def __str__(self) -> str:
        return f"{self.phase} · {self.consigne}"


class Protocole(models.Model):
    """A score made from a consigne: a draft until it has a post in the feed."""

    consigne = models.ForeignKey(Consigne, on_delete=models.CASCADE, related_name="protocoles")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="protocoles")
    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="protocole", editable=False
    )
    title = models.CharField(_("titre"), max_length=140, blank=True)
    needs = models.TextField(_("ce qu’il faut"), blank=True)
    duration = models.CharField(_("durée"), max_length=80, blank=True)
    steps = models.JSONField(_("étapes"), default=list, blank=True)
    origin = models.TextField(_("d’où il vient"), blank=True)
    answers = models.JSONField(_("réponses"), default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("protocole")
        verbose_name_plural = _("protocoles")
        constraints = [
            models.UniqueConstraint(
                fields=["consigne", "author"], condition=Q(post=None), name="one_draft_each"
            )
        ]

    def __str__(self) -> str:
        return self.title
