"""Who may do what. Pure functions: each returns, or raises the ``Refusal`` that a person reads."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms.models import Membership, Room, Said

LEADERS = (Membership.Role.ARTIST, Membership.Role.STAFF)


def may_read(role: str | None, room: Room) -> None:
    """Members read; the wings are for staff. Raises ``not_member``."""
    if role is None or (room.kind == Room.Kind.WINGS and role != Membership.Role.STAFF):
        raise Refusal("not_member", _("Vous n’êtes pas dans cet espace. Entrez avec son code."))


def was_not_removed(membership: Membership | None) -> None:
    """Whoever was removed is told so, before anything else. Raises ``removed``."""
    if membership is not None and membership.removed_at is not None:
        raise Refusal("removed", _("L’équipe vous a retiré·e de cet espace. Vous pouvez lui en parler."))


def may_enter(role: str | None, room: Room, now: datetime) -> None:
    """Before the opening, only those who prepare it come in. Raises ``not_member``, ``not_open_yet``."""
    may_read(role, room)
    if room.moment(now) == Room.Moment.BEFORE and role not in LEADERS:
        raise Refusal("not_open_yet", _("Cette fabrique n’a pas encore ouvert."))


def may_write(role: str | None, membership: Membership | None, room: Room, now: datetime) -> None:
    """Writing needs an open room and a voice. Raises also ``closed`` and ``quieted``."""
    may_enter(role, room, now)
    if room.moment(now) == Room.Moment.AFTER:
        raise Refusal("closed", _("Cette fabrique est terminée : on peut la lire, plus y écrire."))
    if membership is not None and membership.quieted_at is not None:
        raise Refusal("quieted", _("L’équipe vous a mis en silence ici. Vous pouvez lire, et lui parler."))


def may_lead(role: str | None) -> None:
    """Consignes, dates and theme are for artists and staff. Raises ``not_leader``."""
    if role not in LEADERS:
        raise Refusal("not_leader", _("Seuls l’artiste et l’équipe peuvent faire cela."))


def may_moderate(role: str | None) -> None:
    """Moderation is for staff. Raises ``not_staff``."""
    if role != Membership.Role.STAFF:
        raise Refusal("not_staff", _("Seule l’équipe peut faire cela."))


def is_author(person: Person, said: Said) -> None:
    """One changes one's own words only. Raises ``not_author``."""
    if said.author_id != person.pk:
        raise Refusal("not_author", _("Seule la personne qui l’a écrit peut le changer."))


def may_move(person: Person, role: str | None, said: Said) -> None:
    """One moves one's own words; staff move anybody's. Raises ``not_author``."""
    if role != Membership.Role.STAFF:
        is_author(person, said)


def is_visible(said: Said) -> None:
    """Nothing is said about what is out of sight. Raises ``gone``."""
    if not said.visible:
        raise Refusal("gone", _("Ce message n’est plus là."))
