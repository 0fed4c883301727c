"""Models of a session: its score of phases, where its clock stands, and who has finished."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Session(models.Model):
    """A timed act of a room, led by an artist: composed, then running from ``began_at`` to ``ended_at``.

    ``index`` is the current phase, ``phase_began_at`` and ``phase_ends_at`` (None: until somebody passes on)
    its times, ``added`` the seconds of grace in it, ``meeting`` where it is lived, ``texts`` how many it has
    to reveal, ``release_at`` when the next of them is. While ``paused_at`` is set the clock stands still.
    ``due_at`` is when the clock next has something to do. ``version`` counts all that was done: who acts on
    an older one is told so, and ``acted_by`` whom (None: the clock). ``wall``: the secret in the address of
    the page for a projector. ``ref``: the command that made it, which is done once.
    """

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("titre"), max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # What this is a rehearsal of.
    rehearses = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="rehearsals"
    )
    created_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    index = models.PositiveSmallIntegerField(default=0, editable=False)
    phase_began_at = models.DateTimeField(null=True, blank=True, editable=False)
    phase_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    added = models.PositiveIntegerField(default=0, editable=False)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    texts = models.PositiveIntegerField(default=0, editable=False)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    release_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    wall = models.CharField(max_length=32, blank=True, editable=False)
    ref = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        constraints = [
            models.UniqueConstraint(
                fields=["room"],
                condition=Q(began_at__isnull=False, ended_at=None),
                name="one_session_at_a_time",
            ),
            models.UniqueConstraint(fields=["wall"], condition=~Q(wall=""), name="one_wall_each"),
            models.UniqueConstraint(fields=["by", "ref"], name="one_session_a_ref"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended, paused or not."""
        return self.began_at is not None and self.ended_at is None


class Phase(models.Model):
    """One part of a score. ``seconds`` None: it lasts until whoever leads passes on.

    ``kind`` says what is lived; ``writers`` who may publish meanwhile; ``until_finished``: it also ends when
    all who are there have said that they have finished. ``order`` and ``pace``, in seconds, are how texts
    appear in a phase that reveals. ``group_size``: how many people are together in each group of the
    rencontre that a phase opens; 0: all are. ``read_first``: what participants write in it, or what it
    reveals, waits for the team. ``ref``: the command that added it, which is done once.
    """

    class Kind(models.TextChoices):
        READ = "read", _("Lire")
        SILENCE = "silence", _("Écrire en silence")
        REVEAL = "reveal", _("Dévoiler")
        REACT = "react", _("Réagir")
        PERFORM = "perform", _("Interpréter")
        MEET = "meet", _("Se voir")
        PAUSE = "pause", _("Pause")

    class Writers(models.TextChoices):
        ALL = "all", _("tout le monde")
        LEADERS = "leaders", _("qui mène la séance")

    class Order(models.TextChoices):
        TOGETHER = "together", _("tous à la fois")
        PACED = "paced", _("un par un, dans l’ordre où ils furent finis")
        LOT = "lot", _("un par un, tirés au sort")
        TAPPED = "tapped", _("un par un, quand vous touchez le bouton")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("ce qu’on fait"), max_length=8, choices=Kind.choices, default=Kind.READ)
    title = models.CharField(_("titre"), max_length=60)
    words = models.TextField(_("quoi faire"), blank=True)
    seconds = models.PositiveIntegerField(_("durée"), null=True, blank=True)
    writers = models.CharField(_("qui publie"), max_length=8, choices=Writers.choices, default=Writers.ALL)
    until_finished = models.BooleanField(_("passe aussi quand tout le monde a fini"), default=False)
    order = models.CharField(_("ordre"), max_length=8, choices=Order.choices, default=Order.PACED)
    pace = models.PositiveSmallIntegerField(_("secondes pour chaque texte"), default=20)
    group_size = models.PositiveSmallIntegerField(_("combien par groupe"), default=0)
    read_first = models.BooleanField(_("lu par l’équipe avant de paraître"), default=False)
    ref = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("temps")
        verbose_name_plural = _("temps")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["session", "ref"], name="one_phase_a_ref")]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A phase that began at line ``seq`` of the room's log: what was published after it stands under it."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="passages")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.phase} · {self.seq}"


class Finish(models.Model):
    """A person who has said « j’ai fini » in a phase."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="finishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "person"], name="one_finish_each")]

    def __str__(self) -> str:
        return f"{self.person} · {self.phase}"


class Participation(models.Model):
    """A person who was there while a session ran. ``left_at``: when they signed out, until they are back."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_participation_each")]

    def __str__(self) -> str:
        return f"{self.person} · {self.session}"


class LeadWord(models.Model):
    """What one who leads a session tells the others who do, and nobody else. ``ref``: the command's."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="lead_words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    ref = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["by", "ref"], name="one_lead_word_a_ref")]

    def __str__(self) -> str:
        return f"{self.by} · {self.session}"


class Grace(models.Model):
    """Time that one person has beyond the end of a silent phase."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="graces")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "person"], name="one_grace_each")]

    def __str__(self) -> str:
        return f"{self.person} · {self.until:%H:%M:%S}"
