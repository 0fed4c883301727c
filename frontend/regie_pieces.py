"""A text as the régie shows it: whose it is, and where its forms lead."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from frontend import links
from frontend.said_html import in_short, said_html
from rooms.kinds import WORDS, kind_of
from rooms.models import Comment, Post, Room


@dataclass(frozen=True, slots=True)
class LeadAct:
    """What whoever leads does with a post, or takes back: where its form leads, and what the button says."""

    action: str
    on: str
    button: Promise


@dataclass(frozen=True, slots=True)
class RackPiece:
    """A text in a rack. ``label``: what it is, where it is no message of words; ``under``: whom it answers;
    ``why``: for what it waits. ``number`` is unique on the page; ``is_of_team``: whoever wrote it is."""

    number: str
    author: str
    author_id: int
    is_of_team: bool
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
    leads_with: "tuple[LeadAct, ...]"
    is_moved: bool

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
    def erase(self) -> str:
        """Where the page is that removes it for good."""
        return self.verb("supprimer")

    @property
    def move(self) -> str:
        """Where the page is that moves it to another room; empty for what is never moved."""
        return self.verb("deplacer") if self.is_moved else ""

    @property
    def hold(self) -> str:
        """Where the form leads that takes it out of sight until it is decided."""
        return self.verb("retenir")

    @property
    def hide(self) -> str:
        """Where the form leads that takes it out of sight."""
        return self.verb("masquer")


def _lead_acts(said: Post, room: Room) -> tuple[LeadAct, ...]:
    """Return the forms that pin a post, or close its answers, or the contrary."""

    def act(verb: str, *, is_done: bool, do: Promise, undo: Promise) -> LeadAct:
        action = reverse("post", args=[room.slug, said.pk, verb])
        return LeadAct(action, "0" if is_done else "1", undo if is_done else do)

    return (
        act("epingler", is_done=said.pinned_at is not None, do=_("Épingler"), undo=_("Décrocher")),
        act(
            "fermer",
            is_done=said.closed_at is not None,
            do=_("Fermer les réponses"),
            undo=_("Rouvrir les réponses"),
        ),
    )


def piece_of(said: Post | Comment, room: Room) -> RackPiece:
    """Return what the régie shows of ``said``."""
    label: str | Promise = ""
    if isinstance(said, Comment):
        thing = "comment"
        under, address = said.post.author.name, links.to_post(room, said.post_id)
    else:
        kind = kind_of(said.kind)
        thing = "post"
        label = "" if kind is WORDS else kind.label
        under, address = "", reverse("find", args=[room.slug, said.pk])
    return RackPiece(
        number=f"{thing[0]}{said.pk}",
        author=said.author.name,
        author_id=said.author_id,
        is_of_team=said.author.is_staff,
        at=said.created_at,
        html=said_html(said),
        short=in_short(said),
        label=label,
        under=under,
        why=said.get_held_for_display(),
        address=address,
        thing=thing,
        room=room,
        pk=said.pk,
        is_moved=isinstance(said, Post) and not kind_of(said.kind).not_moved,
        leads_with=() if isinstance(said, Comment) else _lead_acts(said, room),
    )
