"""Where, and what is said there. Every change of these rows is made by a service, which also logs it."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.reactions import default_reactions


def fresh_epoch() -> str:
    """A name for one unbroken life of a log; a restored backup gets another."""
    return secrets.token_hex(8)


class Room(models.Model):
    """A place with a live stream. ``head`` is the number of its last event."""

    class Kind(models.TextChoices):
        MEZZA = "mezza", _("Mezza")
        FABRIQUE = "fabrique", _("Fabrique")
        WINGS = "wings", _("Coulisses")

    class Moment(models.TextChoices):
        """Where a room stands between its two dates."""

        BEFORE = "before", _("Bientôt")
        OPEN = "open", _("Ouverte")
        AFTER = "after", _("Terminée")

    class Pairing(models.TextChoices):
        """Which face speaks and which is read."""

        BRICOLAGE = "bricolage", _("Titres de caractère")
        ATKINSON = "atkinson", _("Titres sobres")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FABRIQUE)
    title = models.CharField(_("titre"), max_length=80)
    slug = models.SlugField(unique=True)
    code = models.CharField(_("code d’entrée"), max_length=12, unique=True, null=True, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    led_by = models.CharField(_("menée par"), max_length=120, blank=True)
    opens_at = models.DateTimeField(_("ouvre le"), default=timezone.now)
    closes_at = models.DateTimeField(_("ferme le"), null=True, blank=True)
    hot = models.CharField(_("couleur vive"), max_length=7, default="#ff5a1f")
    pairing = models.CharField(
        _("caractères"), max_length=10, choices=Pairing.choices, default=Pairing.BRICOLAGE
    )
    reactions = models.JSONField(_("réactions"), default=default_reactions)
    # The name of a stored picture (rooms/pictures.py), and what it shows for who does not see it.
    image = models.CharField(_("image"), max_length=60, blank=True)
    image_alt = models.CharField(_("description de l’image"), max_length=250, blank=True)
    stage = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="wings", editable=False
    )
    head = models.PositiveBigIntegerField(default=0, editable=False)
    epoch = models.CharField(max_length=16, default=fresh_epoch, editable=False)

    class Meta:
        verbose_name = _("espace")
        verbose_name_plural = _("espaces")

    def __str__(self) -> str:
        return self.title

    def moment(self, now: datetime) -> Moment:
        """Whether the room is yet to open, open, or over."""
        if now < self.opens_at:
            return self.Moment.BEFORE
        if self.closes_at is not None and now >= self.closes_at:
            return self.Moment.AFTER
        return self.Moment.OPEN


class Membership(models.Model):
    """A person in a room. Staff need none to read or write, and get one to keep their unread mark."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant·e")
        ARTIST = "artist", _("Artiste")
        STAFF = "staff", _("Équipe")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    read_seq = models.PositiveBigIntegerField(default=0)
    quieted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.person} · {self.room}"


class Said(models.Model):
    """What posts and comments share: words, an author, and two ways of being out of sight."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def visible(self) -> bool:
        """Neither withdrawn by its author nor hidden by staff."""
        return self.withdrawn_at is None and self.hidden_at is None


class Post(Said):
    """Something placed in a room. ``card`` is what another app shows on it, as data that rooms never read."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Message")
        PROTOCOLE = "protocole", _("Protocole")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="posts")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.WORDS)
    card = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_place_in_the_feed")]

    def __str__(self) -> str:
        return f"{self.room} · {self.seq}"


class Comment(Said):
    """An answer to a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")

    def __str__(self) -> str:
        return f"{self.post} · {self.pk}"


class Reaction(models.Model):
    """One person's sign on one post; ``sign`` is a key of ``rooms.reactions``."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        constraints = [models.UniqueConstraint(fields=["post", "person", "sign"], name="one_sign_each")]

    def __str__(self) -> str:
        return f"{self.sign} · {self.post}"


class Event(models.Model):
    """One numbered line of a room's log. ``data`` is the event as JSON, ready to travel.

    ``ref`` is the author's name for the command that made it, unique for that person for ever.
    ``post`` and ``comment`` say what it is about, so that removing a thing can empty its past.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    data = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ref = models.UUIDField(null=True)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="dense_and_single"),
            models.UniqueConstraint(
                fields=["actor", "ref"], condition=Q(ref__isnull=False), name="one_command_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} · {self.seq}"


class Decision(models.Model):
    """What staff did, to whom or what, when and why. Kept in the wings."""

    class Act(models.TextChoices):
        HIDE = "hide", _("a masqué")
        SHOW = "show", _("a rétabli")
        QUIET = "quiet", _("a mis en silence")
        UNQUIET = "unquiet", _("a rendu la parole à")
        REMOVE = "remove", _("a retiré")
        READMIT = "readmit", _("a réadmis")
        MOVE = "move", _("a déplacé")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=8, choices=Act.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")

    def __str__(self) -> str:
        return f"{self.by} {self.get_act_display()}"


# The rows of rencontres have a file of their own; Django looks for models here.
from rooms.meetings.models import Attendance, Caption, Meeting, Recording  # noqa: E402

__all__ = [
    "Attendance",
    "Caption",
    "Comment",
    "Decision",
    "Event",
    "Meeting",
    "Membership",
    "Post",
    "Reaction",
    "Recording",
    "Room",
    "Said",
    "fresh_epoch",
]
