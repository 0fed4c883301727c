"""Models of people, and of the cards that let them come back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

SENT_TWICE = timedelta(hours=1)


class People(BaseUserManager["Person"]):
    """The manager that creates people. Participants have a name and nothing else."""

    def arrive(self, name: str, language: str = "fr", ref: UUID | None = None) -> "Person":
        """Return a new participant: no e-mail, no password, ever.

        Within the hour, the same ``ref`` and name are the same person: the form of the door sent twice.
        """
        new = {"name": name, "language": language, "password": make_password(None)}
        if ref is None:
            return self.create(**new)
        person, made = self.get_or_create(arrival=ref, defaults=new)
        again = person.name == name and person.created_at > timezone.now() - SENT_TWICE
        return person if made or again else self.create(**new)

    def create_user(self, email: str | None, password: str | None = None, **extra: Any) -> "Person":
        """Create a member of the team, who signs in with an e-mail address and a password."""
        person = self.model(email=self.normalize_email(email) or None, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "Person":
        """Create a member of the team with access to the whole back office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class Person(AbstractBaseUser, PermissionsMixin):
    """A participant, an artist or a member of the team. ``is_staff``: of the team, in every room."""

    name = models.CharField(_("nom"), max_length=60)
    email = models.EmailField(_("adresse électronique"), null=True, blank=True, unique=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    is_staff = models.BooleanField(_("équipe de la maison"), default=False)
    is_active = models.BooleanField(_("peut entrer"), default=True)
    arrival = models.UUIDField(null=True, unique=True, editable=False)
    # The account that has all that was of this one, once the team made the two one.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Open sockets query for recent changes: see realtime/fanout/access_rights.py.
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know to open: the password, as in Django, and the place in the team."""
        if not self.is_staff:
            return str(super()._get_session_auth_hash(secret))  # type: ignore[misc]
        locks = f"team {self.password}"
        return salted_hmac("people.session", locks, secret=secret, algorithm="sha256").hexdigest()


class Card(models.Model):
    """A way back in: a secret on paper, of which only a digest is stored.

    A lasting card is printed and kept; a single-use one is shown by staff to somebody who is stuck.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    digest = models.CharField(max_length=64, unique=True)
    single_use = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    spent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("carte")
        verbose_name_plural = _("cartes")

    def __str__(self) -> str:
        return _("Carte · %(person)s") % {"person": self.person}


class FailedAttempts(models.Model):
    """How many wrong codes, cards or passwords a ``guesser``, a digest, has sent (people/guessing.py)."""

    guesser = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.failures)
