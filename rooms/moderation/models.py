"""What people ask of the team: that it looks at something or somebody."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models import fresh_epoch


class Report(models.Model):
    """Somebody asks the team to look at a post or an answer, or, with ``person``, at whoever wrote it; or at
    somebody of the room, ``whom``, wherever they are met there.

    ``settled_at``: when the team decided; ``acted``: it did something. ``seen_at``: when whoever reported
    was done with it. Its author never learns of it.
    """

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("rooms.Post", on_delete=models.CASCADE, null=True, related_name="reports")
    comment = models.ForeignKey("rooms.Comment", on_delete=models.CASCADE, null=True, related_name="reports")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.BooleanField(default=False)
    word = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    acted = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, whom=None)
                | models.Q(post=None, comment=None, whom__isnull=False, person=True),
                name="words_or_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.room} · {self.pk}"


class Bar(models.Model):
    """Somebody may not come into the house: ``told`` is why, for them. While it stands they are not active;
    their cards and sessions are kept, and open nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bar")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")

    def __str__(self) -> str:
        return f"{self.person} · {self.at:%Y-%m-%d}"


class Clearing(models.Model):
    """What was hidden at once, at ``at``, by a ``decision``: of one ``person``, or of who came by a ``code``;
    ``count`` texts. ``back_at``: since when it is brought back."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="clearings")
    decision = models.OneToOneField(
        "rooms.Decision", on_delete=models.SET_NULL, null=True, related_name="clearing"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    code = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vague masquée")
        verbose_name_plural = _("vagues masquées")

    def __str__(self) -> str:
        return f"{self.room} · {self.count}"

    @property
    def left(self) -> int:
        """How many of its texts are neither brought back nor removed for good."""
        return self.texts.count()


class ClearedText(models.Model):
    """A text that a clearing has hidden, and that is not brought back yet."""

    clearing = models.ForeignKey(Clearing, on_delete=models.CASCADE, related_name="texts")
    post = models.ForeignKey("rooms.Post", on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey("rooms.Comment", on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.clearing_id} · {self.pk}"


class WordList(models.Model):
    """The house's list of words, one row: an expression a line. ``version`` is another with each change."""

    lines = models.TextField(blank=True)
    version = models.CharField(max_length=16, default=fresh_epoch)

    class Meta:
        verbose_name = _("liste de mots")
        verbose_name_plural = _("listes de mots")

    def __str__(self) -> str:
        return self.version


class ReadyWord(models.Model):
    """A private word that the house has ready, for whom it decides something about. ``body`` and ``body_en``
    are plain text; who reads the house in English is told the second, where there is one."""

    title = models.CharField(max_length=80)
    body = models.CharField(max_length=400)
    body_en = models.CharField(max_length=400, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mot prêt")
        verbose_name_plural = _("mots prêts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What the team decided against somebody or their words, as that ``person`` is told: one of several,
    where one act was about many.

    ``told``: a private word, where the words themselves do not bear it. They may ask once, with ``asked``,
    that somebody else look; ``answered_at``: when somebody did, and ``changed`` it or not, with ``answer``.
    ``seen_at``: when the person put it away.
    """

    decision = models.ForeignKey("rooms.Decision", on_delete=models.CASCADE, related_name="outcomes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    changed = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("décision dite à la personne")
        verbose_name_plural = _("décisions dites aux personnes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.decision}"

    @property
    def waits(self) -> bool:
        """Whether somebody else of the team has been asked to look, and has not answered."""
        return self.asked_at is not None and self.answered_at is None

    @property
    def may_be_looked_at(self) -> bool:
        """Whether another look was asked for, or may be: what was given back unasked needs none."""
        return self.asked_at is not None or self.answered_at is None


class Announcement(models.Model):
    """What the team says to everybody in a room, until ``ended_at``; each may put it away before. What was
    said at once in several rooms has one ``batch``."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="announcements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.UUIDField(db_index=True)
    body = models.CharField(max_length=280)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        verbose_name = _("annonce")
        verbose_name_plural = _("annonces")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.room} · {self.pk}"
