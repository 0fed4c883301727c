"""Report a post, an answer, whoever wrote it or somebody of the room; the team acts or leaves it, and whoever
reported is told."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import commenting, deciding, holding, posting, rules, text, undoing
from rooms.command import Id, Lasting
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation.models import Report
from rooms.transaction import Receipt, RoomTransaction, room_transaction

LONGEST = 300
MOST_OPEN = 20  # of one person in one room
About = Mapping[str, Any]  # what a decision names: a post, with or without an answer; or a person
Act = Decision.Act
# What the team does about words, or about whoever wrote them, answers those who reported them.
ANSWERS = {Act.HIDE, Act.HOLD, Act.LEAVE}
ANSWERS_OF_PERSON = {Act.QUIET, Act.QUIET_A_WHILE, Act.REMOVE, Act.HOLD_WHO, Act.BAR}


class ReportPost(Lasting, frozen=True, tag="post.report"):
    """Ask the team to look at a post, or with ``author`` at whoever wrote it; ``word`` is for the team."""

    post: Id
    author: bool = False
    word: str = ""


class ReportComment(Lasting, frozen=True, tag="comment.report"):
    """Ask the team to look at an answer, or with ``author`` at whoever wrote it; ``word`` is for the team."""

    comment: Id
    author: bool = False
    word: str = ""


class ReportPerson(Lasting, frozen=True, tag="person.report"):
    """Ask the team to look at somebody who is in the room, whatever they wrote; ``word`` is for the team."""

    person: Id
    word: str = ""


class LeavePost(Lasting, frozen=True, tag="post.leave"):
    """Artist, staff: leave a post that was reported as it is."""

    post: Id


class LeaveComment(Lasting, frozen=True, tag="comment.leave"):
    """Artist, staff: leave an answer that was reported as it is."""

    comment: Id


class LeavePerson(Lasting, frozen=True, tag="person.leave"):
    """Staff: decide nothing about somebody who was reported."""

    person: Id


class UnleavePost(Lasting, frozen=True, tag="post.unleave"):
    """Artist, staff: take back that a post was left as it is, which the decision ``undoes`` says; it is to be
    looked at again."""

    post: Id
    undoes: Id


class UnleaveComment(Lasting, frozen=True, tag="comment.unleave"):
    """Artist, staff: take back that an answer was left as it is, which the decision ``undoes`` says; it is to
    be looked at again."""

    comment: Id
    undoes: Id


class UnleavePerson(Lasting, frozen=True, tag="person.unleave"):
    """Staff: take back that nothing was decided about somebody, which the decision ``undoes`` says; the team
    is to look again."""

    person: Id
    undoes: Id


class SeeReport(Lasting, frozen=True, tag="report.see"):
    """Be done with what became of one's own report."""

    report: Id


@room_transaction
def report_post(tx: RoomTransaction, post: int, author: bool = False, word: str = "") -> Receipt:
    """Report a visible post of somebody else. Raises ``gone``, ``own_words``, ``text_long``,
    ``reports_many``."""
    return _report_words(tx, posting.find(tx, post), author, word)


@room_transaction
def report_comment(tx: RoomTransaction, comment: int, author: bool = False, word: str = "") -> Receipt:
    """Report a visible answer of somebody else. Raises the same."""
    return _report_words(tx, commenting.find(tx, comment), author, word)


@room_transaction
def report_person(tx: RoomTransaction, person: int, word: str = "") -> Receipt:
    """Report somebody else who is in the room. Raises ``not_yourself``, ``not_a_member``, ``text_long``,
    ``reports_many``."""
    rules.may_enter(tx.role, tx.room, tx.now)
    if person == tx.actor.pk:
        raise Refusal("not_yourself", _("C’est vous : pour parler de vous à l’équipe, demandez de l’aide."))
    found = here(tx.room, person)
    if found is None:
        raise _not_here()
    return _report(tx, {"person": found}, True, word)


@room_transaction
def leave_post(tx: RoomTransaction, post: int) -> Receipt:
    """Leave a post as it is, and tell those who reported it. Raises ``not_leader``, ``gone``, ``decided``."""
    return _leave_words(tx, posting.find(tx, post))


@room_transaction
def leave_comment(tx: RoomTransaction, comment: int) -> Receipt:
    """Leave an answer as it is. Raises ``not_leader``, ``gone``, ``decided``."""
    return _leave_words(tx, commenting.find(tx, comment))


@room_transaction
def leave_person(tx: RoomTransaction, person: int) -> Receipt:
    """Decide nothing about somebody, and tell those who reported them. Raises ``not_staff``,
    ``not_yourself``, ``decided``."""
    return _leave(tx, {"person": _whom(tx, person)})


@room_transaction
def unleave_post(tx: RoomTransaction, post: int, undoes: int) -> Receipt:
    """Let what was reported of a post wait for the team again, and tell those who reported it. Raises
    ``not_leader``, ``gone``, ``decided``."""
    return _unleave_words(tx, posting.find(tx, post), undoes)


@room_transaction
def unleave_comment(tx: RoomTransaction, comment: int, undoes: int) -> Receipt:
    """Let what was reported of an answer wait again. Raises ``not_leader``, ``gone``, ``decided``."""
    return _unleave_words(tx, commenting.find(tx, comment), undoes)


@room_transaction
def unleave_person(tx: RoomTransaction, person: int, undoes: int) -> Receipt:
    """Let what was reported of somebody wait again. Raises ``not_staff``, ``not_yourself``, ``decided``."""
    about = {"person": _whom(tx, person)}
    return _unleave(tx, about) if _take_back(tx, about, undoes) else tx.nothing()


@room_transaction
def see(tx: RoomTransaction, report: int) -> Receipt:
    """Put away what became of one's own report. Raises ``not_member``."""
    rules.may_read(tx.role, tx.room)
    Report.objects.filter(pk=report, room=tx.room, by=tx.actor, seen_at=None).update(seen_at=tx.now)
    return tx.nothing()


def waiting(rooms: Any) -> QuerySet[Report]:
    """Query the reports that the team has not answered, about words that are still in sight and are in
    ``rooms`` by now, wherever they were reported."""
    open_ones = Report.objects.filter(post__room__in=rooms, settled_at=None)
    is_seen = Q(comment=None) & Post.when_visible("post__") | Comment.when_visible("comment__")
    return open_ones.filter(is_seen).select_related("post__author", "comment__author", "by")


def waiting_about_people(rooms: Any, reader: Person) -> QuerySet[Report]:
    """Query those about somebody of ``rooms`` as such; what is said of ``reader`` is for others to read."""
    open_ones = Report.objects.filter(room__in=rooms, settled_at=None).exclude(whom=None)
    return open_ones.exclude(whom=reader).select_related("whom", "by")


def here(room: Room, person: int) -> Person | None:
    """Return somebody who may be in ``room``; None for who never was, or was taken out."""
    found = Membership.objects.filter(room=room, person=person, removed_at=None, person__is_active=True)
    membership = found.select_related("person").first()
    return membership.person if membership else None


def told(room: Room, person: int) -> QuerySet[Report]:
    """Query what ``person`` reported here and is not done with."""
    return Report.objects.filter(room=room, by=person, seen_at=None).select_related(
        "post__author", "comment__author", "whom"
    )


def answer(tx: RoomTransaction, taken: Decision) -> None:
    """Tell those who reported what ``taken`` is about, if it answers them."""
    waiting_here = _answered_by(taken).filter(settled_at=None)
    _tell_reporters(tx, waiting_here)
    waiting_here.update(settled_at=taken.at, acted=taken.act != Act.LEAVE)


def ask_again(tx: RoomTransaction, taken: Decision) -> None:
    """Let what ``taken`` answered wait for the team as before, and tell those who reported it."""
    answered = _answered_by(taken).filter(settled_at=taken.at)
    _tell_reporters(tx, answered)
    answered.update(settled_at=None, acted=False, seen_at=None)


def _answered_by(taken: Decision) -> QuerySet[Report]:
    """Query the reports that such a decision answers, whether they wait or not."""
    act, here = Act(taken.act), Report.objects.filter(_now_in(taken))
    if act == Act.ERASE and taken.post:
        return here.filter(**holding.with_answers(taken.comment or taken.post))
    if taken.post_id is not None:
        return here.filter(post=taken.post, comment=taken.comment) if act in ANSWERS else here.none()
    if act in ANSWERS_OF_PERSON:
        as_author = _by_author(taken.person_id) & Q(person=True)
        return here.filter(Q(whom=taken.person_id) | as_author)
    return here.filter(whom=taken.person_id) if act == Act.LEAVE else here.none()


def _now_in(taken: Decision) -> Q:
    """Return the condition that what is reported is by now in the room of ``taken``; who is barred is so
    everywhere."""
    if taken.act == Act.BAR:
        return Q()
    return Q(post__room=taken.room) | Q(post=None, room=taken.room)


def _tell_reporters(tx: RoomTransaction, reports: QuerySet[Report]) -> None:
    """Let their screens ask again, in the rooms where they reported."""
    theirs = reports.filter(room=OuterRef("room"), by=OuterRef("person"))
    people = reports.values("by")
    holding.tell_members(Membership.objects.filter(Exists(theirs), person__in=people), tx.now)


def _by_author(person: int | None) -> Q:
    return Q(comment=None, post__author=person) | Q(comment__author=person)


def _report_words(tx: RoomTransaction, said: Post | Comment, author: bool, word: str) -> Receipt:
    rules.may_enter(tx.role, tx.room, tx.now)
    rules.is_visible(said)
    if said.author_id == tx.actor.pk:
        raise Refusal("own_words", _("Ce sont vos mots : vous pouvez les corriger ou les supprimer."))
    return _report(tx, holding.about(said), author, word)


def _report(tx: RoomTransaction, about: About, of_person: bool, word: str) -> Receipt:
    mine = Report.objects.filter(room=tx.room, by=tx.actor, settled_at=None)
    if mine.filter(**_same(about)).exists():
        return tx.nothing()
    if mine.count() >= MOST_OPEN:
        raise Refusal(
            "reports_many", _("L’équipe lit déjà ce que vous avez signalé. Parlez-lui directement.")
        )
    told = {"person": of_person, "word": text.note(word, LONGEST, "word"), "at": tx.now}
    Report.objects.create(room=tx.room, by=tx.actor, **told, **_same(about))
    holding.tell(tx, tx.actor.pk)
    return deciding.record(tx, Act.REPORT, "", tx.ref, **about)


def _leave_words(tx: RoomTransaction, said: Post | Comment) -> Receipt:
    rules.may_lead(tx.role)
    rules.is_visible(said)
    return _leave(tx, holding.about(said))


def _leave(tx: RoomTransaction, about: About) -> Receipt:
    if not _to_read(tx, about).exists():
        raise Refusal("decided", _("Quelqu’un de l’équipe en a déjà décidé."))
    return deciding.record(tx, Act.LEAVE, "", tx.ref, **about)


def _unleave_words(tx: RoomTransaction, said: Post | Comment, undoes: int) -> Receipt:
    rules.may_lead(tx.role)
    about = holding.about(said)
    is_to_read = _take_back(tx, about, undoes)
    rules.is_visible(said)
    return _unleave(tx, about) if is_to_read else tx.nothing()


def _take_back(tx: RoomTransaction, about: About, undoes: int) -> bool:
    """Take back that it was left as it is; return whether there is more to read since."""
    before = _to_read(tx, about).count()
    undoing.take_back(tx, undoes)
    return _to_read(tx, about).count() != before


def _unleave(tx: RoomTransaction, about: About) -> Receipt:
    return deciding.record(tx, Act.UNLEAVE, "", tx.ref, **about)


def _to_read(tx: RoomTransaction, about: About) -> QuerySet[Report]:
    """Query the reports that wait for the team about these words, wherever they were reported, or about this
    person here."""
    waits = Report.objects.filter(settled_at=None, **_same(about))
    return waits.filter(room=tx.room) if "person" in about else waits


def _same(about: About) -> dict[str, Any]:
    """Return the columns of a report about this."""
    return {"post": about.get("post"), "comment": about.get("comment"), "whom": about.get("person")}


def _whom(tx: RoomTransaction, person: int) -> Person:
    """Return the member that the team decides nothing about. Raises ``not_staff``, ``not_yourself``,
    ``not_a_member``."""
    rules.may_moderate(tx.role)
    if person == tx.actor.pk:
        raise Refusal("not_yourself", _("Ce qui est dit de vous, c’est à quelqu’un d’autre de le lire."))
    found = Membership.objects.filter(room=tx.room, person=person).select_related("person").first()
    if found is None:
        raise _not_here()
    return found.person


def _not_here() -> Refusal:
    return Refusal("not_a_member", _("Cette personne n’est plus dans cet espace."))
