"""Ask the team for help, say more, and be done with it: in a room, or at the door by whoever is not in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from database.compiled_sql import CompiledQuery
from people.models import Person
from people.networks import network_of
from people.refusals import Refusal
from rooms import holding, log, rules, text
from rooms.command import Id, Lasting
from rooms.events import HelpChanged
from rooms.helping import models
from rooms.helping.models import HelpRequest
from rooms.models import Membership, Room
from rooms.transaction import Receipt, RoomTransaction, held_room, room_transaction

MOST_AN_HOUR = 6  # of one person
MOST_OF_NETWORK = 12  # that wait at the door at once: a whole workshop shares one network
MOST_AT_DOOR = 40
HOUR = timedelta(hours=1)
_MANY = _("L’équipe a déjà vos demandes. Si personne ne vient, parlez à quelqu’un de la maison.")
_MANY_AT_DOOR = _(
    "Beaucoup de personnes demandent de l’aide à la porte : l’équipe le sait. "
    "Parlez à quelqu’un de la maison, ou réessayez dans quelques minutes."
)
# Every page asks, and hardly anybody has asked for help.
_UNSEEN = CompiledQuery(HelpRequest.objects.filter(seen_at=None), "by")


class AskHelp(Lasting, frozen=True, tag="help.ask"):
    """Ask the team for help, or add ``word`` to what one asked. The rest is sent only with one's consent: the
    page, the browser, whether it was ``connected`` (``on``, ``off``), the last refusal."""

    word: str = ""
    page: str = ""
    browser: str = ""
    connected: str = ""
    refusal: str = ""


class EndHelp(Lasting, frozen=True, tag="help.end"):
    """Be done with one's own request, and with what the team answered."""

    request: Id


@room_transaction
def ask(
    tx: RoomTransaction,
    word: str = "",
    page: str = "",
    browser: str = "",
    connected: str = "",
    refusal: str = "",
) -> Receipt:
    """Ask for help here, once: asked again, it is the same request with another word.

    Raises ``not_member``, ``text_long``, ``help_many``.
    """
    rules.may_ask_help(tx.role, tx.room)
    stuck = Stuck(word, page, browser, connected, refusal)
    mine = HelpRequest.objects.filter(by=tx.actor)
    asked = mine.filter(room=tx.room, settled_at=None).first()
    if asked and not stuck.adds_to(asked):
        return tx.nothing()
    if asked is None and mine.filter(at__gt=tx.now - HOUR).count() >= MOST_AN_HOUR:
        raise Refusal("help_many", _MANY)
    stuck.put_on(asked or HelpRequest(room=tx.room, by=tx.actor, at=tx.now), tx.now)
    tell(tx.actor, tx.now)
    return _tell_wings(tx.room, stuck.asked, tx.actor, tx.ref, tx.content) or tx.nothing()


def ask_at_door(address: str, asked: int | None, stuck: "Stuck") -> HelpRequest:
    """Ask for help at the door, from a network ``address``; ``asked`` is the request that this browser made.

    Raises ``text_long``, ``help_many``.
    """
    with held_room(house()) as mezza:
        at_door = HelpRequest.objects.filter(room=mezza, by=None, settled_at=None)
        mine = at_door.filter(pk=asked).first() if asked else None
        if mine and not stuck.adds_to(mine):
            return mine
        network = _digest(address)
        if mine is None:
            _is_bounded(at_door, network)
        stuck.put_on(mine or HelpRequest(room=mezza, network=network), timezone.now())
        _tell_wings(mezza, stuck.asked, None)
        return stuck.asked


@room_transaction
def end(tx: RoomTransaction, request: int) -> Receipt:
    """Put away one's own request. Raises ``gone``."""
    asked = HelpRequest.objects.filter(pk=request, room=tx.room, by=tx.actor).first()
    if asked is None:
        raise gone()
    if asked.seen_at is not None:
        return tx.nothing()
    _end(asked)
    tell(tx.actor, tx.now)
    return _tell_wings(tx.room, asked, tx.actor, tx.ref, tx.content) or tx.nothing()


def end_at_door(asked: int) -> None:
    """Put away the request that this browser made at the door; nothing where it is gone."""
    with held_room(house()) as mezza:
        found = HelpRequest.objects.filter(pk=asked, room=mezza, by=None, seen_at=None).first()
        if found is not None:
            _end(found)
            _tell_wings(mezza, found, None)


def told(person: Person) -> QuerySet[HelpRequest]:
    """Query what ``person`` asked and is not done with, the last first."""
    return _unseen().filter(by=person)


def told_any(person: Person) -> list[HelpRequest]:
    """List what ``told`` queries, where there mostly is nothing."""
    return list(told(person)) if _UNSEEN.first(person.pk) else []


def told_at_door(asked: int) -> QuerySet[HelpRequest]:
    """Query the request of the door ``asked``, if its browser is not done with it."""
    return _unseen().filter(pk=asked, by=None)


def tell(person: Person, now: datetime) -> None:
    """Let the screens of ``person`` ask for what the team tells them, in whichever room they are."""
    holding.tell_members(Membership.objects.filter(person=person, removed_at=None), now)


def house() -> int:
    """Return the room that stands for the house: Mezza. Raises ``room_unknown``."""
    mezza = Room.objects.filter(kind=Room.Kind.MEZZA).values_list("pk", flat=True).first()
    if mezza is None:
        raise Refusal(
            "room_unknown", _("La maison n’est pas encore ouverte. Parlez à quelqu’un de l’équipe.")
        )
    return mezza


def gone() -> Refusal:
    """Return the refusal of a request that is not there, or not one's own."""
    return Refusal("gone", _("Cette demande d’aide n’est plus là."))


class Stuck:
    """What somebody says of how they are stuck: a word, and with their consent the rest.

    Raises ``text_long`` about the box ``word``; of the rest only the beginning is kept.
    """

    def __init__(
        self, word: str = "", page: str = "", browser: str = "", connected: str = "", refusal: str = ""
    ) -> None:
        self.word = text.note(word, models.LONGEST_WORD, "word")
        self.details = {
            "page": text.note(page[: models.LONGEST_PAGE], models.LONGEST_PAGE, "page"),
            "browser": text.note(browser[: models.LONGEST_BROWSER], models.LONGEST_BROWSER, "browser"),
            "connected": connected if connected in HelpRequest.Connected.values else "",
            "refusal": text.note(refusal[: models.LONGEST_REFUSAL], models.LONGEST_REFUSAL, "refusal"),
        }

    def adds_to(self, asked: HelpRequest) -> bool:
        """Whether ``asked`` does not say all of it yet."""
        is_new = any(value and value != getattr(asked, name) for name, value in self.details.items())
        return is_new or bool(self.word and self.word not in asked.word.split("\n"))

    def put_on(self, asked: HelpRequest, at: datetime) -> None:
        """Keep it as what ``asked`` says, after what it said before. Raises ``text_long``."""
        said = asked.word.split("\n") if asked.word else []
        if self.word and self.word not in said:
            said.append(self.word)
        asked.word = text.note("\n".join(said), models.LONGEST_WORD, "word")
        for name, value in self.details.items():
            if value:
                setattr(asked, name, value)
        asked.asked_at = at
        asked.save()
        self.asked = asked


def _end(asked: HelpRequest) -> None:
    asked.seen_at = timezone.now()
    asked.settled_at = asked.settled_at or asked.seen_at
    asked.save(update_fields=["seen_at", "settled_at"])


def _unseen() -> QuerySet[HelpRequest]:
    return (
        HelpRequest.objects.filter(seen_at=None).select_related("room", "answered_by").order_by("-asked_at")
    )


def _is_bounded(at_door: QuerySet[HelpRequest], network: str) -> None:
    """Keep whoever stands at the door from drowning the team. Raises ``help_many``."""
    if at_door.count() >= MOST_AT_DOOR or at_door.filter(network=network).count() >= MOST_OF_NETWORK:
        raise Refusal("help_many", _MANY_AT_DOOR)


def _tell_wings(
    room: Room, asked: HelpRequest, actor: Person | None, ref: UUID | None = None, content: str = ""
) -> Receipt | None:
    """Tell the team, by the number of the request alone, and forget what is old."""
    HelpRequest.objects.forget_old()
    wings = Room.objects.select_for_update().filter(stage=room).first()
    if wings is None:
        return None
    line = log.append(wings, HelpChanged(asked.pk), actor, ref, content=content)
    return Receipt(line.room_id, line.seq)


def _digest(address: str) -> str:
    """Return what stands for a network: no address is stored."""
    return salted_hmac("rooms.helping", network_of(address), algorithm="sha256").hexdigest()
