"""Models of a rencontre and who takes part in it: everything that must survive a restart."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Meeting(models.Model):
    """A video meeting of a room, announced for ``starts_at``; live from ``opened_at`` to ``ended_at``.

    ``lobby``: who is not a host waits until a host admits them. ``floor``: everybody may speak, not only
    those who were let. ``groups`` of people apart, until ``groups_end_at``; 0: all together.
    ``groups_phase``: the phase of a session with which they end; ``group_size``: how many it wants in each,
    0 where somebody made them; ``parted_in``: the beginning of a phase (``Passage``) for which they were
    made last. ``text``: what everybody's screen shows large. Calendars know it by ``uid`` and take the
    highest ``edition`` (RFC 5545, section 3.8.7.4) for what it is now.
    """

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("titre"), max_length=80)
    words = models.TextField(_("de quoi il s’agit"), blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("menée par")
    )
    starts_at = models.DateTimeField(_("commence le"))
    minutes = models.PositiveSmallIntegerField(_("durée en minutes"), default=60)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    lobby = models.BooleanField(_("on frappe avant d’entrer"), default=False)
    locked = models.BooleanField(default=False, editable=False)
    floor = models.BooleanField(default=True, editable=False)
    spotlight = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    groups = models.PositiveSmallIntegerField(default=0, editable=False)
    groups_end_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Numbers, as sessions stand above: groups outlive neither a phase that is over nor one that is gone.
    groups_phase = models.PositiveBigIntegerField(null=True, editable=False)
    group_size = models.PositiveSmallIntegerField(default=0, editable=False)
    parted_in = models.PositiveBigIntegerField(null=True, editable=False)
    text = models.JSONField(null=True, editable=False)
    uid = models.UUIDField(default=uuid4, editable=False)
    edition = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        indexes = [models.Index(fields=["room", "starts_at"], name="meetings_of_a_room")]

    def __str__(self) -> str:
        return self.title

    @property
    def live(self) -> bool:
        """Whether the meeting is open and not over."""
        return self.opened_at is not None and self.ended_at is None


class Attendance(models.Model):
    """A person at a meeting's door or inside. ``removed_at``: they may not come back.

    ``host``: they may lead it, beside those who lead the room. ``stood_down``: who may does not for now,
    inside; every door stays open to them. ``silenced``: their voice is dropped until a host gives it back.
    ``may_speak``: they were let, where the floor is not open. ``group``: 0 is the whole.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    host = models.BooleanField(default=False)
    stood_down = models.BooleanField(default=False)
    knocked_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    silenced = models.BooleanField(default=False)
    may_speak = models.BooleanField(default=False)
    group = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance")]

    def __str__(self) -> str:
        return f"{self.person} · {self.meeting}"


class Caption(models.Model):
    """One line of what was said, as somebody wrote it down: the transcript is made of these."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="captions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.at:%H:%M:%S}"


class Recording(models.Model):
    """Voices and spotlight of a meeting in one file. ``file`` is a stored name, empty until ``ready_at``."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="recordings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(ended_at=None, erased_at=None), name="one_recording_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.started_at:%H:%M}"
