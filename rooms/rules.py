"""Rules of who may do what. Pure functions: each returns, or raises the ``Refusal`` that a person reads."""

import math
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import Person
from people.refusals import Refusal
from rooms.hours import hour
from rooms.models import Membership, Post, Room, Said

LEADERS = (Membership.Role.ARTIST, Membership.Role.STAFF)
TAKEN_BACK = _("Ce message n’est plus là : la personne l’a repris.")
_QUIET = _("L’équipe vous a mis en silence ici. Vous pouvez lire, et lui répondre.")
_QUIET_UNTIL = _("L’équipe vous a mis en silence ici jusqu’à %(hour)s. Vous pouvez lire, et lui répondre.")
MINUTE_AND_MORE = 90  # seconds: from here on a wait is told in minutes
_NEXT_IN_SECONDS = ngettext_lazy(
    "Ici, on attend un peu entre deux messages. Celui-ci est gardé : il peut partir dans %(count)d seconde.",
    "Ici, on attend un peu entre deux messages. Celui-ci est gardé : il peut partir dans %(count)d secondes.",
    "count",
)
_NEXT_IN_MINUTES = ngettext_lazy(
    "Ici, on attend un peu entre deux messages. Celui-ci est gardé : il peut partir dans %(count)d minute.",
    "Ici, on attend un peu entre deux messages. Celui-ci est gardé : il peut partir dans %(count)d minutes.",
    "count",
)


def may_read(role: str | None, room: Room) -> None:
    """Allow members to read; the wings are for staff. Raises ``not_member``."""
    if role is None or (room.kind == Room.Kind.WINGS and role != Membership.Role.STAFF):
        raise Refusal("not_member", _("Vous n’êtes pas dans cet espace. Entrez avec son code."))


def was_not_removed(membership: Membership | None) -> None:
    """Tell whoever was removed so, before any other refusal. Raises ``removed``."""
    if membership is not None and membership.removed_at is not None:
        raise Refusal("removed", _("L’équipe vous a retiré·e de cet espace. Vous pouvez lui en parler."))


def may_come_in(person: Person, membership: Membership | None, room: Room) -> None:
    """Let newcomers in by an open door; the team, and who has been in, need none. Raises ``door_shut``."""
    if room.shut_at is not None and membership is None and not person.is_staff:
        raise Refusal(
            "door_shut", _("La porte de cet espace est fermée pour l’instant. Demandez à l’équipe.")
        )


def may_enter(role: str | None, room: Room, now: datetime) -> None:
    """Let in, before the opening, only those who prepare it. Raises ``not_member``, ``not_open_yet``."""
    may_read(role, room)
    if room.moment(now) == Room.Moment.BEFORE and role not in LEADERS:
        raise Refusal("not_open_yet", _("Cette fabrique n’a pas encore ouvert."))


def may_write(role: str | None, membership: Membership | None, room: Room, now: datetime) -> None:
    """Allow publishing to whoever may take part, as the phase of a running session has it.

    Raises also ``phase_silent``, ``phase_led``.
    """
    may_take_part(role, membership, room, now)
    if role in LEADERS:
        return
    if room.hush == Room.Hush.SILENCE:
        raise Refusal("phase_silent", _("On écrit en silence : vos mots vont dans votre texte."))
    if room.hush == Room.Hush.LED:
        raise Refusal("phase_led", _("Pour l’instant on lit. Vous pourrez écrire dans un moment."))


def may_take_part(role: str | None, membership: Membership | None, room: Room, now: datetime) -> None:
    """Allow taking part in an open room to whoever was not quieted. A room does not close on a session.

    Raises also ``closed``, ``quieted``.
    """
    may_enter(role, room, now)
    if room.moment(now) == Room.Moment.AFTER and not room.hush:
        raise Refusal("closed", _("Cette fabrique est terminée : on peut la lire, plus y écrire."))
    if membership is not None and membership.is_quiet(now):
        raise Refusal("quieted", _QUIET if membership.quieted_until is None else _quiet_until(membership))


def is_in_turn(next_at: datetime | None, now: datetime) -> None:
    """Let the next words of somebody leave where the room is slowed once it is time. Raises ``slow``."""
    if next_at is None or now >= next_at:
        return
    seconds = math.ceil((next_at - now).total_seconds())
    told = _NEXT_IN_MINUTES if seconds > MINUTE_AND_MORE else _NEXT_IN_SECONDS
    count = math.ceil(seconds / 60) if seconds > MINUTE_AND_MORE else seconds
    raise Refusal("slow", told % {"count": count}, "body", retry=seconds)


def may_ask_help(role: str | None, room: Room) -> None:
    """Let everybody ask for help, also whom the team has quieted: in a room of theirs, else in Mezza, which
    stands for the house. Raises ``not_member``."""
    if room.kind != Room.Kind.MEZZA:
        may_read(role, room)


def was_quieted(membership: Membership | None, now: datetime) -> None:
    """Allow only whom the team has quieted to answer it. Raises ``not_quieted``."""
    if membership is None or not membership.is_quiet(now):
        raise Refusal("not_quieted", _("L’équipe vous a rendu la parole : vous pouvez écrire ici."))


def may_lead(role: str | None) -> None:
    """Allow artists and staff to change consignes, dates and theme. Raises ``not_leader``."""
    if role not in LEADERS:
        raise Refusal("not_leader", _("Seuls l’artiste et l’équipe peuvent faire cela."))


def may_moderate(role: str | None) -> None:
    """Allow staff to moderate. Raises ``not_staff``."""
    if role != Membership.Role.STAFF:
        raise Refusal("not_staff", _("Seule l’équipe peut faire cela."))


def may_bring_back(role: str | None, hid: Person | None) -> None:
    """Allow artists to bring back what an artist ``hid``, and staff whatever is hidden. Raises
    ``not_staff``."""
    if hid is None or hid.is_staff:
        may_moderate(role)


def may_bar(person: Person, other: Person, team: Collection[int]) -> None:
    """Allow whoever is of the ``team`` to bar somebody else: so its last one always stays. Raises
    ``not_staff``, ``not_yourself``."""
    if person.pk not in team:
        may_moderate(None)
    if person.pk == other.pk:
        raise Refusal("not_yourself", _("Vous ne pouvez pas vous exclure vous-même."))


def may_be_one(kept: Person, other: Person) -> None:
    """Allow two accounts to be made one of people who take part and may come in. Raises ``same_account``,
    ``merged_already``, ``of_the_team``, ``barred``."""
    if kept.pk == other.pk:
        raise Refusal("same_account", _("C’est deux fois le même compte. Choisissez l’autre."))
    if kept.merged_into_id is not None or other.merged_into_id is not None:
        raise Refusal(
            "merged_already", _("Quelqu’un de l’équipe vient de réunir ces comptes. Rien n’est à refaire.")
        )
    if kept.is_staff or other.is_staff:
        raise Refusal("of_the_team", _("Un compte de l’équipe ne se réunit avec aucun autre."))
    if not (kept.is_active and other.is_active):
        raise Refusal(
            "barred",
            _("Un de ces deux comptes n’entre plus dans la maison : ils ne peuvent pas être réunis."),
        )


def is_author(person: Person, said: Said) -> None:
    """Allow people to change their own words only. Raises ``not_author``."""
    if said.author_id != person.pk:
        raise Refusal("not_author", _("Seule la personne qui l’a écrit peut le changer."))


def may_move(person: Person, role: str | None, said: Said) -> None:
    """Allow people to move their own words, and staff anybody's. Raises ``not_author``."""
    if role != Membership.Role.STAFF:
        is_author(person, said)


def is_visible(said: Said) -> None:
    """Refuse whatever is done to what is out of sight. Raises ``gone``."""
    if not said.visible:
        raise Refusal("gone", _("Ce message n’est plus là."))


def _quiet_until(membership: Membership) -> str:
    return _QUIET_UNTIL % {"hour": hour(membership.quieted_until)} if membership.quieted_until else ""


def is_not_erased(said: Said) -> None:
    """Refuse to show again what was removed for good. Raises ``erased``."""
    if said.erased_at is not None:
        raise Refusal("erased", _("Ces mots ont été supprimés pour de bon : ils n’existent plus."))


def may_be_erased(said: Said) -> None:
    """Allow to remove for good what the team has taken out of sight, or does not let into it. Raises
    ``erased``, ``gone``, ``in_sight``."""
    is_not_erased(said)
    if said.hidden_at is not None:
        return
    if said.withdrawn_at is not None:
        raise Refusal("gone", TAKEN_BACK)
    if said.held in (Said.Held.DRAFT, Said.Held.SILENCE):
        is_visible(said)  # nobody but its author knows of it
    if not said.held:
        sentence = _("Masquez d’abord ces mots : on ne supprime pour de bon que ce qui n’est plus en vue.")
        raise Refusal("in_sight", sentence)


def is_sure(sure: bool) -> None:
    """Refuse what does not come back until it was asked twice. Raises ``not_sure``."""
    if not sure:
        raise Refusal("not_sure", _("Confirmez une seconde fois : cela ne se défait pas."), "sure")


def is_answered(above: Post) -> None:
    """Refuse new answers where whoever leads has closed them. Raises ``answers_closed``."""
    if above.closed_at is not None:
        raise Refusal("answers_closed", _("Les réponses à ce message sont fermées."), "body")
