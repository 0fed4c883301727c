"""What the régie shows of each thing: whose it is, where its forms lead, what undoes a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend import own_pace
from frontend.elision import of
from frontend.regie_appeals import Appeal, appeal_of
from frontend.regie_pieces import RackPiece, piece_of
from frontend.said_html import in_short
from people.models import Person
from rooms.models import Decision, Membership, Room
from rooms.moderation import announcing, floods, newcomers
from rooms.moderation.floods import Arrival, HeavyWriter
from rooms.moderation.models import Announcement, Clearing, Report
from rooms.moderation.newcomers import RecentArrival
from rooms.moderation.regie import Rack, ReportedPerson
from rooms.told_why import told_facts

Act = Decision.Act
# How a decision is told to whoever took it, the verb that undoes it, and what the button says.
UNDO: dict[Act, tuple[Promise, str, Promise]] = {
    Act.APPROVE: (_("Publié : « %(words)s », %(of_name)s."), "retenir", _("Le remettre en attente")),
    Act.REFUSE: (_("Pas publié : « %(words)s », %(of_name)s."), "reprendre", _("Le remettre en attente")),
    Act.HOLD: (
        _("Mis en attente : « %(words)s », %(of_name)s."),
        "publier",
        _("Annuler : le publier, à la fin du fil"),
    ),
    Act.HIDE: (_("Masqué : « %(words)s », %(of_name)s."), "retablir", _("Le rétablir")),
    Act.LEAVE: (_("Laissé : « %(words)s », %(of_name)s."), "regarder", _("Regarder de nouveau")),
    Act.PIN: (_("Épinglé : « %(words)s », %(of_name)s."), "epingler", _("Décrocher")),
    Act.CLOSE: (_("Réponses fermées : « %(words)s », %(of_name)s."), "fermer", _("Rouvrir les réponses")),
    Act.MOVE: (_("Déplacé dans « %(there)s » : « %(words)s », %(of_name)s."), "deplacer", _("Le ramener")),
    Act.QUIET: (_("%(name)s, en silence dans « %(room)s »."), "parole", _("Rendre la parole")),
    Act.QUIET_A_WHILE: (
        _("%(name)s, en silence %(facts)s dans « %(room)s »."),
        "parole",
        _("Rendre la parole"),
    ),
    Act.REMOVE: (_("%(name)s, sorti·e de « %(room)s »."), "readmettre", _("Réadmettre")),
    Act.HOLD_WHO: (_("%(name)s, relu·e dans « %(room)s »."), "liberer", _("Ne plus relire")),
    Act.BAR: (_("%(name)s, exclu·e de la maison."), "rouvrir", _("Rouvrir la maison")),
    Act.HOLD_ROOM: (_("Relecture de « %(room)s » : %(facts)s."), "changer", _("Remettre comme avant")),
    Act.SLOW: (_("Rythme de « %(room)s » : %(facts)s."), "ralentir", _("Remettre comme avant")),
    Act.SHUT: (_("La porte de « %(room)s » est fermée."), "rouvrir", _("Rouvrir la porte")),
}
# Of a room: the address of its way back, and the box that holds what was before.
_OF_ROOM = {
    Act.HOLD_ROOM: ("room_holding", "holds"),
    Act.SLOW: ("room_holding", "seconds"),
    Act.SHUT: ("room_door", ""),
}
# A held answer comes back under its post, where it was; a post is said anew, last.
UNHOLD_ANSWER = _("Annuler : la publier, à sa place")
# Of these, the way back sets that it is no longer so.
OF_WHAT_IS_ON = {Act.PIN, Act.CLOSE}
# What was hidden at once, by whether the reader did it, and whether it was of who came by a code.
_CLEARED = {
    (True, False): _("Vous avez masqué d’un coup les textes %(of_name)s : %(n)s"),
    (True, True): _("Vous avez masqué d’un coup les textes de qui est venu par %(code)s : %(n)s"),
    (False, False): _("%(by)s a masqué d’un coup les textes %(of_name)s : %(n)s"),
    (False, True): _("%(by)s a masqué d’un coup les textes de qui est venu par %(code)s : %(n)s"),
}
# Somebody who was reported, and about whom nothing was decided.
LEFT = _("Rien décidé au sujet %(of_name)s.")
# A decision that was looked at again and kept: about words, or about a person.
KEPT = (_("Décision gardée : « %(words)s », %(of_name)s."), _("Décision gardée, au sujet %(of_name)s."))


@dataclass(frozen=True, slots=True)
class ShownRack:
    """A rack as the page shows it; ``moment``: whether its room is yet to open, open or over."""

    rack: Rack
    moment: Room.Moment
    announcement: Announcement | None
    appeals: list[Appeal]
    reported: list["ReportedPiece"]
    people: list["PersonPiece"]
    waits: list[RackPiece]
    arrived: list[RackPiece]
    writers: list[HeavyWriter]
    arrivals: list[Arrival]
    newcomers: list[RecentArrival]

    @property
    def often(self) -> str:
        """How often a participant writes in the slowed room."""
        return own_pace.often(self.rack.room)

    @property
    def resembles(self) -> bool:
        """Whether somebody came whose name is almost that of somebody put out."""
        return any(each.like for each in self.newcomers)

    @property
    def is_flooded(self) -> bool:
        """Whether somebody wrote so much that it is told beyond this rack."""
        return any(writer.texts >= floods.FLOOD for writer in self.writers)

    @property
    def count(self) -> int:
        """How many pieces ask for a decision."""
        appeals = sum(not each.is_with_others for each in self.appeals)
        return appeals + self.to_look_at + len(self.waits)

    @property
    def to_look_at(self) -> int:
        """How many texts and people were reported."""
        return len(self.reported) + len(self.people)


@dataclass(frozen=True, slots=True)
class ReportedPiece:
    """A text in sight that was reported: by whom, where the reader may know it, and with which words."""

    piece: RackPiece
    told: list[str]

    @property
    def leave(self) -> str:
        """Where the form leads that leaves it as it is."""
        return self.piece.verb("laisser")


@dataclass(frozen=True, slots=True)
class PersonPiece:
    """Somebody who was reported: by whom, and with which words. What is decided about whoever wrote a text
    (``RackPiece``) is decided about them."""

    number: str
    author: str
    author_id: int
    is_of_team: bool
    room: Room
    told: list[str]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision that may be undone: what it was, and the form that does so, with its hidden ``boxes``.

    ``is_own``: the reader took it. The key that undoes takes nothing back of anybody else's.
    """

    pk: int
    at: datetime
    is_own: bool
    told: str
    action: str
    button: str | Promise
    boxes: Mapping[str, str | int]


def shown_racks(racks: Sequence[Rack], reader: Person, now: datetime) -> list[ShownRack]:
    """Return what the page shows ``reader`` of ``racks``."""
    led = [rack.room for rack in racks if rack.wings]
    writers, arrivals = floods.writers(led, now), floods.arrivals(led, now)
    return [
        ShownRack(
            rack,
            rack.room.moment(now),
            announcing.current(rack.room),
            [appeal_of(each, rack.room, reader) for each in rack.appeals],
            _reported(rack),
            [_person_piece(each, rack.room) for each in rack.people],
            [piece_of(said, rack.room) for said in rack.waits],
            [piece_of(said, rack.room) for said in rack.arrived],
            writers.get(rack.room.pk, []),
            arrivals.get(rack.room.pk, []),
            newcomers.newcomers(rack.room, now) if rack.wings else [],
        )
        for rack in racks
    ]


def undos(taken: Sequence[Decision], cleared: Sequence[Clearing], reader: Person) -> list[Undo]:
    """Return the ways back from these decisions of ``reader``, and from what anybody of the team has hidden
    at once: the newest first."""
    ways = [*map(undo, taken), *(_bring_back(each, reader) for each in cleared)]
    return sorted(ways, key=lambda way: way.at, reverse=True)


def undo(taken: Decision) -> Undo:
    """Return the way back from a decision about words, a person or a room."""
    if taken.act == Act.UPHOLD:
        return _undo_kept(taken)
    sentence, verb, button = UNDO[Act(taken.act)]
    if taken.act == Act.LEAVE and taken.post is None:
        sentence = LEFT
    told = str(sentence) % _facts(taken)
    if taken.act == Act.HOLD and taken.comment:
        button = UNHOLD_ANSWER
    return Undo(taken.pk, taken.at, True, told, _way_back(taken, verb), button, _boxes(taken))


def _undo_kept(taken: Decision) -> Undo:
    action = reverse("decision", args=[taken.room.slug, taken.pk, "regarder"])
    told = str(KEPT[taken.post is None]) % _facts(taken)
    return Undo(taken.pk, taken.at, True, told, action, UNDO[Act.LEAVE][2], {})


def _bring_back(cleared: Clearing, reader: Person) -> Undo:
    action = reverse("clearing_back", args=[cleared.room.slug, cleared.pk])
    left = cleared.left
    button = ngettext("Remettre ce texte", "Remettre ces %(n)s textes", left) % {"n": left}
    is_own = cleared.by_id == reader.pk
    return Undo(
        cleared.decision_id or 0, cleared.at, is_own, _told_of(cleared, is_own=is_own), action, button, {}
    )


def _told_of(cleared: Clearing, *, is_own: bool) -> str:
    facts = {"by": cleared.by.name, "n": cleared.count, "code": cleared.code}
    if cleared.person:
        facts["of_name"] = of(cleared.person.name)
    return str(_CLEARED[is_own, cleared.person is None]) % facts


def _facts(taken: Decision) -> dict[str, str]:
    """Return what a sentence may say of a decision."""
    if said := taken.comment or taken.post:
        words = Truncator(in_short(said)).chars(60)
        there = taken.post.room.title if taken.post else ""
        return {"there": there, "words": words, "of_name": of(said.author.name)}
    facts = {"room": taken.room.title, "facts": told_facts(taken)}
    return facts | ({"name": taken.person.name, "of_name": of(taken.person.name)} if taken.person else {})


def _way_back(taken: Decision, verb: str) -> str:
    if taken.act in _OF_ROOM:
        return reverse(_OF_ROOM[Act(taken.act)][0], args=[taken.room.slug, verb])
    if taken.comment:
        return reverse("comment", args=[taken.room.slug, taken.comment_id, verb])
    if taken.post:
        return reverse("post", args=[taken.post.room.slug, taken.post_id, verb])
    return reverse("standing", args=[taken.room.slug, _person(taken).pk, verb])


def _boxes(taken: Decision) -> dict[str, str | int]:
    if taken.act == Act.MOVE:
        return {"to": taken.room_id}
    if taken.act in _OF_ROOM:
        box = _OF_ROOM[Act(taken.act)][1]
        return {box: taken.facts["was"]} if box else {}
    return {"on": "0"} if taken.act in OF_WHAT_IS_ON else {}


def _person(taken: Decision) -> Person:
    if taken.person is None:
        raise ValueError(f"decision {taken.pk} is about nobody")
    return taken.person


def _reported(rack: Rack) -> list[ReportedPiece]:
    is_team = rack.role == Membership.Role.STAFF
    return [
        ReportedPiece(
            piece_of(each.said, rack.room), [_told(report, is_team=is_team) for report in each.reports]
        )
        for each in rack.reported
    ]


def _person_piece(each: ReportedPerson, room: Room) -> PersonPiece:
    whom, told = each.whom, [_told(report, is_team=True) for report in each.reports]
    return PersonPiece(f"u{room.pk}-{whom.pk}", whom.name, whom.pk, whom.is_staff, room, told)


def _told(report: Report, *, is_team: bool) -> str:
    """Say who reported and what they said; only the team reads the name."""
    who = report.by.name if is_team else gettext("Une personne")
    sentence = (
        gettext("%(who)s signale la personne") if report.person else gettext("%(who)s signale ces mots")
    )
    told = sentence % {"who": who}
    return gettext("%(told)s : « %(word)s »") % {"told": told, "word": report.word} if report.word else told
