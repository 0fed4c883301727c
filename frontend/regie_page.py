"""What the régie shows of each thing: whose it is, where its forms lead, what undoes a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend import links, own_pace
from rooms import holding
from rooms.kinds import WORDS, kind_of
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation import floods
from rooms.moderation.floods import Arrival, Writer
from rooms.moderation.models import Report
from rooms.moderation.regie import Rack

SHORT = 140  # signs
Act = Decision.Act
# How a decision is told to whoever took it, the verb that undoes it, and what the button says.
UNDO: dict[Act, tuple[Promise, str, Promise]] = {
    Act.APPROVE: (_("Publié : « %(words)s », de %(name)s."), "retenir", _("Le retenir")),
    Act.REFUSE: (_("Pas publié : « %(words)s », de %(name)s."), "reprendre", _("Le remettre en attente")),
    Act.HOLD: (_("Retenu : « %(words)s », de %(name)s."), "publier", _("Le publier, à la fin du fil")),
    Act.HIDE: (_("Masqué : « %(words)s », de %(name)s."), "retablir", _("Le rétablir")),
}


@dataclass(frozen=True, slots=True)
class RackPiece:
    """A text in a rack. ``label``: what it is, where it is no message of words; ``under``: whom it answers;
    ``why``: for what it waits. ``number`` is unique on the page."""

    number: str
    author: str
    at: datetime
    html: SafeString
    short: str
    label: str | Promise
    under: str
    why: str
    address: str
    thing: str
    room: Room
    pk: int

    def verb(self, verb: str) -> str:
        """Return the address of a form about it."""
        return reverse(self.thing, args=[self.room.slug, self.pk, verb])

    @property
    def publish(self) -> str:
        """Where the form leads that publishes it."""
        return self.verb("publier")

    @property
    def refuse(self) -> str:
        """Where the form leads that does not publish it."""
        return self.verb("ecarter")

    @property
    def hold(self) -> str:
        """Where the form leads that takes it out of sight."""
        return self.verb("retenir")


@dataclass(frozen=True, slots=True)
class ShownRack:
    """A rack as the page shows it; ``moment``: whether its room is yet to open, open or over."""

    rack: Rack
    moment: Room.Moment
    reported: list["ReportedPiece"]
    waits: list[RackPiece]
    arrived: list[RackPiece]
    writers: list[Writer]
    arrivals: list[Arrival]

    @property
    def often(self) -> str:
        """How often a participant writes in the slowed room."""
        return own_pace.often(self.rack.room)

    @property
    def count(self) -> int:
        """How many pieces ask for a decision."""
        return len(self.reported) + len(self.waits)


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
class Undo:
    """A decision that may be undone: what it was, and the form that does so."""

    told: str
    action: str
    button: str | Promise


def shown_racks(racks: Sequence[Rack], now: datetime) -> list[ShownRack]:
    """Return what the page shows of ``racks``."""
    return [
        ShownRack(
            rack,
            rack.room.moment(now),
            _reported(rack),
            [_piece(said, rack.room) for said in rack.waits],
            [_piece(said, rack.room) for said in rack.arrived],
            floods.writers(rack.room, now) if rack.wings else [],
            floods.arrivals(rack.room, now) if rack.wings else [],
        )
        for rack in racks
    ]


def undo(taken: Decision) -> Undo:
    """Return the way back from a decision about words."""
    sentence, verb, button = UNDO[Act(taken.act)]
    said = taken.comment or taken.post
    if said is None:
        raise ValueError(f"decision {taken.pk} is about no words")
    piece = _piece(said, taken.room)
    about = {"words": Truncator(piece.short).chars(60), "name": piece.author}
    return Undo(str(sentence) % about, piece.verb(verb), button)


def _reported(rack: Rack) -> list[ReportedPiece]:
    is_team = rack.role == Membership.Role.STAFF
    return [
        ReportedPiece(
            _piece(each.said, rack.room), [_told(report, is_team=is_team) for report in each.reports]
        )
        for each in rack.reported
    ]


def _told(report: Report, *, is_team: bool) -> str:
    """Say who reported and what they said; only the team reads the name."""
    who = report.by.name if is_team else gettext("Une personne")
    sentence = (
        gettext("%(who)s signale la personne") if report.person else gettext("%(who)s signale ces mots")
    )
    told = sentence % {"who": who}
    return gettext("%(told)s : « %(word)s »") % {"told": told, "word": report.word} if report.word else told


def _piece(said: Post | Comment, room: Room) -> RackPiece:
    label: str | Promise = ""
    if isinstance(said, Comment):
        thing, words = "comment", said.body
        under, address = said.post.author.name, links.to_post(room, said.post_id)
    else:
        kind = kind_of(said.kind)
        thing, words = "post", kind.text(said.body, said.card)
        label = "" if kind is WORDS else kind.label
        under, address = "", reverse("find", args=[room.slug, said.pk])
    return RackPiece(
        number=f"{thing[0]}{said.pk}",
        author=said.author.name,
        at=said.created_at,
        html=mark_safe(holding.html_of(said)),  # noqa: S308 -- rendered by ``text.render``
        short=Truncator(" ".join(strip_tags(words).split())).chars(SHORT),
        label=label,
        under=under,
        why=said.get_held_for_display(),
        address=address,
        thing=thing,
        room=room,
        pk=said.pk,
    )
