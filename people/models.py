"""Who: people, and the cards that let them come back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SENT_TWICE = timedelta(hours=1)


class People(BaseUserManager["Person"]):
    """Where people are made. Participants have a name and nothing else."""

    def arrive(self, name: str, language: str = "fr", ref: UUID | None = None) -> "Person":
        """A new participant: no e-mail, no password, ever.

        Within the hour, the same ``ref`` and name are the same person: the form of the door sent twice.
        """
        new = {"name": name, "language": language, "password": make_password(None)}
        if ref is None:
            return self.create(**new)
        person, made = self.get_or_create(arrival=ref, defaults=new)
        again = person.name == name and person.created_at > timezone.now() - SENT_TWICE
        return person if made or again else self.create(**new)

    def create_user(self, email: str | None, password: str | None = None, **extra: Any) -> "Person":
        """A person of the team, who signs in with an e-mail address and a password."""
        person = self.model(email=self.normalize_email(email) or None, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "Person":
        """As ``create_user``, with the whole back office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody of the house. ``is_staff`` is the team of the house, in every room."""

    name = models.CharField(_("nom"), max_length=60)
    email = models.EmailField(_("adresse électronique"), null=True, blank=True, unique=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    is_staff = models.BooleanField(_("équipe de la maison"), default=False)
    is_active = models.BooleanField(_("peut entrer"), default=True)
    arrival = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Open sockets look for what changed lately: see realtime/fanout/standing.py.
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """A way back in: a secret on paper, of which the house keeps only a digest.

    A lasting card is printed and kept; a single-use one is shown by staff to somebody who is stuck.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    digest = models.CharField(max_length=64, unique=True)
    single_use = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("carte")
        verbose_name_plural = _("cartes")

    def __str__(self) -> str:
        return f"{_('Carte')} · {self.person}"
