"""Models of rooms and of what is said there. Services alone change these rows, since they also log it."""

import secrets
from datetime import datetime
from operator import attrgetter
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.append_only import AppendOnly, AppendOnlyQuerySet
from rooms.kinds import WORDS
from rooms.reactions import default_reactions


def fresh_epoch() -> str:
    """Return a new epoch: the name of one unbroken life of a log. A restored backup gets another."""
    return secrets.token_hex(8)


class Room(models.Model):
    """A place with a live stream. ``head`` is the number of its last event."""

    class Kind(models.TextChoices):
        MEZZA = "mezza", _("Mezza")
        FABRIQUE = "fabrique", _("Fabrique")
        WINGS = "wings", _("Coulisses")

    class Moment(models.TextChoices):
        """Where a room stands in time: before, between or after its two dates."""

        BEFORE = "before", _("Bientôt")
        OPEN = "open", _("Ouverte")
        AFTER = "after", _("Terminée")

    class Pairing(models.TextChoices):
        """The pair of typefaces of a room: one for titles, one for reading."""

        BRICOLAGE = "bricolage", _("Titres de caractère")
        ATKINSON = "atkinson", _("Titres sobres")

    class Holds(models.TextChoices):
        """Whose words wait for the team in a room, beside those of people who are held themselves."""

        NOBODY = "", _("plus personne")
        NEWCOMERS = "new", _("le premier message de qui arrive")
        EVERYBODY = "all", _("tout le monde")

    class Hush(models.TextChoices):
        """What the running session of a room lets people do. With any of them the room does not close."""

        OPEN = "open", _("on écrit dans le fil")
        SILENCE = "silence", _("on écrit en silence")
        LED = "led", _("seul qui mène écrit")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FABRIQUE)
    title = models.CharField(_("titre"), max_length=80)
    slug = models.SlugField(unique=True)
    code = models.CharField(_("code d’entrée"), max_length=12, unique=True, null=True, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    led_by = models.CharField(_("menée par"), max_length=120, blank=True)
    opens_at = models.DateTimeField(_("ouvre le"), default=timezone.now)
    closes_at = models.DateTimeField(_("ferme le"), null=True, blank=True)
    # When the team shut the door: nobody new comes in, whatever code they have.
    shut_at = models.DateTimeField(_("porte fermée le"), null=True, blank=True, editable=False)
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
    # The fabrique of which this is a rehearsal, for whoever leads alone; nothing of it stays.
    rehearses = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="rehearsals", editable=False
    )
    head = models.PositiveBigIntegerField(default=0, editable=False)
    epoch = models.CharField(max_length=16, default=fresh_epoch, editable=False)
    # What a running session lets people do (``Hush``); empty outside of sessions.
    hush = models.CharField(max_length=8, choices=Hush.choices, blank=True, editable=False)
    holds = models.CharField(max_length=3, choices=Holds.choices, blank=True, default="", editable=False)
    # Whether the team reads first what is written in the current phase of a session.
    phase_holds = models.BooleanField(default=False, editable=False)
    # Slow mode: how many seconds a participant waits between two messages or answers; 0: none.
    slow = models.PositiveSmallIntegerField(default=0, editable=False)
    # Maps a page fragment to the number of the last event that changed it: see RoomEvent.redraws.
    fragments = models.JSONField(default=dict, editable=False)

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
    """A person in a room. Staff need none to read or write, and get one to store their unread mark."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant·e")
        ARTIST = "artist", _("Artiste")
        STAFF = "staff", _("Équipe")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    read_seq = models.PositiveBigIntegerField(default=0)
    quieted_at = models.DateTimeField(null=True, blank=True)
    # When this silence ends by itself; null: when the team says so.
    quieted_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Since when what this person writes here waits for the team.
    held_at = models.DateTimeField(null=True, blank=True)
    # When this person last wrote here while it was slowed (rooms/slowing.py).
    spoke_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts what became of their waiting words, so that their screens ask for them again.
    waiting = models.PositiveIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # The code by which this person came.
    came_by = models.CharField(max_length=12, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.person} · {self.room}"

    @property
    def is_quiet_now(self) -> bool:
        """Whether the team keeps this person from writing here, for pages."""
        return self.is_quiet(timezone.now())

    def is_quiet(self, now: datetime) -> bool:
        """Whether the team keeps this person from writing here now."""
        return self.quieted_at is not None and (self.quieted_until is None or now < self.quieted_until)


S = TypeVar("S", bound="Said")


class SaidQuerySet(models.QuerySet[S]):
    """A query of posts, or of comments."""

    def visible(self) -> Self:
        """Keep those that the people of the room see."""
        return self.filter(self.model.when_visible())


class Said(models.Model):
    """What posts and comments share: words, an author, and two ways of being out of sight.

    ``VISIBLE`` is the one definition of what the people of the room see: columns, and whether each is null.
    """

    VISIBLE: ClassVar[dict[str, bool]] = {"withdrawn_at": True, "hidden_at": True}

    class Held(models.TextChoices):
        """Why something is not in sight yet (rooms/holding.py)."""

        DRAFT = "draft", _("son auteur·ice y travaille")
        SILENCE = "silence", _("attend d’être dévoilé")
        APPROVAL = "approval", _("attend l’équipe")
        REFUSED = "refused", _("l’équipe ne l’a pas publié")

    class HeldFor(models.TextChoices):
        """Why the team reads it first."""

        ROOM = "room", _("tout est relu ici")
        PHASE = "phase", _("tout est relu pendant ce temps de la séance")
        NEWCOMER = "new", _("premier message")
        PERSON = "person", _("ce qu’écrit cette personne est relu")
        TEAM = "team", _("mis en attente par l’équipe")
        WORDS = "words", _("un mot de la liste")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    held = models.CharField(max_length=8, choices=Held.choices, blank=True, editable=False)
    held_for = models.CharField(max_length=6, choices=HeldFor.choices, blank=True, editable=False)
    # What the team told its author, when it did not publish it.
    told = models.CharField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # When its words were removed for good: the row is empty, and stays out of sight for ever.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_refused(self) -> bool:
        """Whether the team did not publish it."""
        return self.held == self.Held.REFUSED

    @classmethod
    def when_visible(cls, path: str = "") -> Q:
        """Return the condition that the post or comment at ``path``, as in ``post__``, is visible."""
        return Q(**{f"{path}{column}__isnull": null for column, null in cls.VISIBLE.items()})

    @property
    def visible(self) -> bool:
        """Whether the people of the room see it."""
        columns = ((attrgetter(name.replace("__", ".")), null) for name, null in self.VISIBLE.items())
        return all((value(self) is None) == null for value, null in columns)


class Post(Said):
    """Something placed in a room. ``card`` is what another app shows on it, as data that rooms never read.

    ``kind`` is the key of a ``rooms.kinds.PostKind``. ``seq`` is its place in the feed: until it has one,
    nobody but its author knows of it.
    """

    VISIBLE = {**Said.VISIBLE, "seq": False}

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="posts")
    seq = models.PositiveBigIntegerField(null=True, editable=False)
    kind = models.CharField(max_length=40, default=WORDS.key)
    card = models.JSONField(null=True, blank=True)
    # The number of the last event that redraws the post: see rooms.events.PostRedrawn.
    drawn_seq = models.PositiveBigIntegerField(default=0, editable=False)
    # When whoever leads began to keep it for the booklet.
    kept_at = models.DateTimeField(null=True, blank=True)
    # When whoever leads pinned it above the feed, and when they closed its answers.
    pinned_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The phase of a session in which it was written in silence.
    phase = models.ForeignKey(
        "timed_sessions.Phase", on_delete=models.SET_NULL, null=True, editable=False, related_name="texts"
    )

    objects = SaidQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="one_place_in_the_feed"),
            models.UniqueConstraint(
                fields=["phase", "author"], condition=Q(seq=None) & ~Q(held=""), name="one_held_text_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} · {self.seq}"


class Comment(Said):
    """An answer to a post, visible while both are. ``held_at``: since when it waits for the team."""

    VISIBLE = {
        **Said.VISIBLE,
        "held_at": True,
        **{f"post__{column}": null for column, null in Post.VISIBLE.items()},
    }

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    held_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SaidQuerySet["Comment"].as_manager()

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

    ``ref`` is the author's name for the command that made it, unique for that person for ever; ``content``
    tells whether a command under the same ``ref`` is the same, and is empty where it is not known.
    ``post``, ``comment``, ``person`` and ``topic`` say what it is about, so that removing a thing can empty
    its past; a topic is the name that an app above gives to something of its own, as in ``meeting:7``.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    data = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ref = models.UUIDField(null=True)
    content = models.CharField(max_length=8, blank=True, default="")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="dense_and_single"),
            models.UniqueConstraint(
                fields=["actor", "ref"], condition=Q(ref__isnull=False), name="one_command_once"
            ),
        ]
        # These indexes are partial: most lines are about neither, and cost them nothing.
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="lines_about_a_person"),
            models.Index(fields=["room", "topic"], condition=~Q(topic=""), name="lines_about_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.room} · {self.seq}"


class Decision(AppendOnly):
    """What staff did, to whom or what, when and why. Stored for the wings, and written once.

    ``facts``: what was counted or set: the ``count`` of texts or words, the ``code`` they came by, the
    ``seconds`` between two messages, whose words the room ``holds``, what that ``was`` before and which
    decision it ``undoes``, or ``until`` when, in milliseconds.
    """

    class Act(models.TextChoices):
        HIDE = "hide", _("a masqué")
        SHOW = "show", _("a rétabli")
        ERASE = "erase", _("a supprimé pour de bon")
        QUIET = "quiet", _("a mis en silence")
        QUIET_A_WHILE = "quietfor", _("a mis en silence pour un moment")
        UNQUIET = "unquiet", _("a rendu la parole à")
        REMOVE = "remove", _("a retiré")
        READMIT = "readmit", _("a réadmis")
        ANSWER = "answer", _("a répondu à l’équipe")
        MOVE = "move", _("a déplacé")
        MOVE_BACK = "moveback", _("a ramené")
        RENEW = "renew", _("a renouvelé le code")
        SHUT = "shut", _("a fermé la porte")
        OPEN = "open", _("a rouvert la porte")
        TELL = "tell", _("a dit à l’équipe")
        WORD = "word", _("a écrit un mot à")
        WAIT = "wait", _("a écrit, en attente de l’équipe")
        UNWAIT = "unwait", _("a repris ce qui attendait l’équipe")
        APPROVE = "approve", _("a publié")
        REFUSE = "refuse", _("n’a pas publié")
        REOPEN = "reopen", _("a remis en attente")
        HOLD = "hold", _("a mis en attente")
        REPORT = "report", _("a signalé")
        LEAVE = "leave", _("a laissé, après l’avoir lu,")
        UNLEAVE = "unleave", _("a remis à regarder")
        HOLD_ROOM = "holdroom", _("relit désormais")
        HOLD_WHO = "holdwho", _("relit désormais ce qu’écrit")
        FREE_WHO = "freewho", _("ne relit plus ce qu’écrit")
        CLEAR = "clear", _("a masqué d’un coup les messages de")
        UNCLEAR = "unclear", _("a rendu d’un coup les messages de")
        BAR = "bar", _("a exclu de la maison")
        UNBAR = "unbar", _("a rouvert la maison à")
        WORDS = "words", _("a changé la liste de mots de la maison")
        SLOW = "slow", _("a réglé le rythme des messages")
        HELP = "help", _("a répondu à une demande d’aide de")
        SETTLE = "settle", _("a réglé une demande d’aide de")
        UNSETTLE = "unsettle", _("a repris une demande d’aide de")
        LET_IN = "letin", _("a fait une carte d’un moment pour")
        APPEAL = "appeal", _("a demandé un autre regard")
        PIN = "pin", _("a épinglé")
        UNPIN = "unpin", _("a décroché")
        CLOSE = "close", _("a fermé les réponses à")
        UNCLOSE = "unclose", _("a rouvert les réponses à")
        ANNOUNCE = "announce", _("a dit à tout le monde")
        UNSAY = "unsay", _("a repris ce qui était dit à tout le monde")
        MERGE = "merge", _("a réuni les deux comptes de")
        UPHOLD = "uphold", _("a confirmé, après un autre regard, la décision sur")
        UNUPHOLD = "unuphold", _("demande encore un autre regard sur la décision sur")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=8, choices=Act.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet["Decision"].as_manager()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")

    def __str__(self) -> str:
        return f"{self.by} {self.get_act_display()}"

    @property
    def is_said_whole(self) -> bool:
        """Whether its sentence names nobody else and no words: they are of whoever did it."""
        return self.act in {"answer", "tell", "appeal", "wait", "unwait"}


class ArrivalBucket(models.Model):
    """How many new people may still come from one network, which a digest stands for (rooms/arriving.py)."""

    network = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.network[:8]} · {self.tokens:.0f}"
