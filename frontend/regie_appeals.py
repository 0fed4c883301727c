"""What the régie shows of a decision that somebody asks to look at again."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.regie_pieces import RackPiece, piece_of
from people.models import Person
from rooms.models import Decision, Room
from rooms.moderation import appealing
from rooms.moderation.models import Outcome

Act = Decision.Act
# Of each decision: how it is told, where the form leads that takes it back, what its button says.
BACK: dict[Act, tuple[Promise, str, Promise]] = {
    Act.HIDE: (_("Masqué par %(name)s"), "retablir", _("Rétablir")),
    Act.HOLD: (_("Mis en attente par %(name)s"), "publier", _("Publier")),
    Act.REFUSE: (_("%(name)s ne l’a pas publié"), "publier", _("Publier")),
    Act.QUIET: (_("Mis en silence par %(name)s"), "parole", _("Rendre la parole")),
    Act.QUIET_A_WHILE: (_("Mis en silence par %(name)s"), "parole", _("Rendre la parole")),
    Act.REMOVE: (_("Retiré d’ici par %(name)s"), "readmettre", _("Réadmettre")),
    Act.CLEAR: (
        _("Masqué d’un coup, avec tout le reste, par %(name)s"),
        "rendre",
        _("Rendre ce que cette personne a écrit"),
    ),
    Act.BAR: (_("Exclu de la maison par %(name)s"), "rouvrir", _("Rouvrir la maison")),
}


@dataclass(frozen=True, slots=True)
class Appeal:
    """A decision, of ``piece`` or of the person ``name``: how it was ``told``, and the ``word`` of whom it is
    about. ``is_own``: whoever reads the page decided it; ``is_with_others``: and others look at it."""

    pk: int
    person: int
    name: str
    piece: RackPiece | None
    told: str
    word: str
    back: str
    button: Promise
    uphold: str
    is_own: bool
    is_with_others: bool

    @property
    def number(self) -> str:
        """A number that is unique on the page."""
        return str(self.pk)


def appeal_of(outcome: Outcome, room: Room, reader: Person) -> Appeal:
    """Return what ``reader`` is shown of it."""
    taken = outcome.decision
    sentence, verb, button = BACK[Act(taken.act)]
    said = taken.comment or taken.post
    piece = piece_of(said, room) if said else None
    return Appeal(
        pk=outcome.pk,
        person=outcome.person_id,
        name=outcome.person.name,
        piece=piece,
        told=str(sentence) % {"name": taken.by.name},
        word=outcome.asked,
        back=piece.verb(verb) if piece else _about_person(outcome, room, verb),
        button=button,
        uphold=reverse("decision", args=[room.slug, taken.pk, "confirmer"]),
        is_own=taken.by_id == reader.pk,
        is_with_others=appealing.is_with_others(outcome, reader),
    )


def _about_person(outcome: Outcome, room: Room, verb: str) -> str:
    """Return where the form leads that takes back what is about a person, or what they wrote at once."""
    taken = outcome.decision
    if taken.act == Act.CLEAR:
        return reverse("clearing_back", args=[room.slug, taken.clearing.pk])
    return reverse("standing", args=[room.slug, outcome.person_id, verb])
