"""Report a post, an answer or whoever wrote it; the team acts or leaves it, and whoever reported is told."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import commenting, deciding, holding, posting, rules, text, undoing
from rooms.command import Id, Lasting
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation.models import Report
from rooms.transaction import Receipt, RoomTransaction, room_transaction

LONGEST = 300
MOST_OPEN = 20  # of one person in one room
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


class LeavePost(Lasting, frozen=True, tag="post.leave"):
    """Artist, staff: leave a post that was reported as it is."""

    post: Id


class LeaveComment(Lasting, frozen=True, tag="comment.leave"):
    """Artist, staff: leave an answer that was reported as it is."""

    comment: Id


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


class SeeReport(Lasting, frozen=True, tag="report.see"):
    """Be done with what became of one's own report."""

    report: Id


@room_transaction
def report_post(tx: RoomTransaction, post: int, author: bool = False, word: str = "") -> Receipt:
    """Report a visible post of somebody else. Raises ``gone``, ``own_words``, ``text_long``,
    ``reports_many``."""
    return _report(tx, posting.find(tx, post), author, word)


@room_transaction
def report_comment(tx: RoomTransaction, comment: int, author: bool = False, word: str = "") -> Receipt:
    """Report a visible answer of somebody else. Raises the same."""
    return _report(tx, commenting.find(tx, comment), author, word)


@room_transaction
def leave_post(tx: RoomTransaction, post: int) -> Receipt:
    """Leave a post as it is, and tell those who reported it. Raises ``not_leader``, ``gone``, ``decided``."""
    return _leave(tx, posting.find(tx, post))


@room_transaction
def leave_comment(tx: RoomTransaction, comment: int) -> Receipt:
    """Leave an answer as it is. Raises ``not_leader``, ``gone``, ``decided``."""
    return _leave(tx, commenting.find(tx, comment))


@room_transaction
def unleave_post(tx: RoomTransaction, post: int, undoes: int) -> Receipt:
    """Let what was reported of a post wait for the team again, and tell those who reported it. Raises
    ``not_leader``, ``gone``, ``decided``."""
    return _unleave(tx, posting.find(tx, post), undoes)


@room_transaction
def unleave_comment(tx: RoomTransaction, comment: int, undoes: int) -> Receipt:
    """Let what was reported of an answer wait again. Raises ``not_leader``, ``gone``, ``decided``."""
    return _unleave(tx, commenting.find(tx, comment), undoes)


@room_transaction
def see(tx: RoomTransaction, report: int) -> Receipt:
    """Put away what became of one's own report. Raises ``not_member``."""
    rules.may_read(tx.role, tx.room)
    Report.objects.filter(pk=report, room=tx.room, by=tx.actor, seen_at=None).update(seen_at=tx.now)
    return tx.nothing()


def waiting(rooms: Any) -> QuerySet[Report]:
    """Query the reports that the team has not answered, about what is still in sight and is in ``rooms`` by
    now, wherever it was reported."""
    open_ones = Report.objects.filter(post__room__in=rooms, settled_at=None)
    is_seen = Q(comment=None) & Post.when_visible("post__") | Comment.when_visible("comment__")
    return open_ones.filter(is_seen).select_related("post__author", "comment__author", "by")


def told(room: Room, person: int) -> QuerySet[Report]:
    """Query what ``person`` reported here and is not done with."""
    return Report.objects.filter(room=room, by=person, seen_at=None).select_related(
        "post__author", "comment__author"
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
    here, act = Report.objects.filter(post__room=taken.room), Act(taken.act)
    if act == Act.ERASE and taken.post:
        return here.filter(**holding.with_answers(taken.comment or taken.post))
    if act in ANSWERS:
        return here.filter(post=taken.post, comment=taken.comment)
    if act in ANSWERS_OF_PERSON:
        return here.filter(_by_author(taken.person_id), person=True)
    return here.none()


def _tell_reporters(tx: RoomTransaction, reports: QuerySet[Report]) -> None:
    """Let their screens ask again, in the rooms where they reported."""
    theirs = reports.filter(room=OuterRef("room"), by=OuterRef("person"))
    people = reports.values("by")
    holding.tell_members(Membership.objects.filter(Exists(theirs), person__in=people), tx.now)


def _by_author(person: int | None) -> Q:
    return Q(comment=None, post__author=person) | Q(comment__author=person)


def _report(tx: RoomTransaction, said: Post | Comment, person: bool, word: str) -> Receipt:
    rules.may_enter(tx.role, tx.room, tx.now)
    rules.is_visible(said)
    if said.author_id == tx.actor.pk:
        raise Refusal("own_words", _("Ce sont vos mots : vous pouvez les corriger ou les supprimer."))
    mine = Report.objects.filter(room=tx.room, by=tx.actor, settled_at=None)
    about = {"comment": None, **holding.about(said)}
    if mine.filter(**about).exists():
        return tx.nothing()
    if mine.count() >= MOST_OPEN:
        raise Refusal(
            "reports_many", _("L’équipe lit déjà ce que vous avez signalé. Parlez-lui directement.")
        )
    words = text.note(word, LONGEST, "word")
    Report.objects.create(room=tx.room, by=tx.actor, person=person, word=words, at=tx.now, **about)
    holding.tell(tx, tx.actor.pk)
    return deciding.record(tx, Act.REPORT, "", tx.ref, **holding.about(said))


def _leave(tx: RoomTransaction, said: Post | Comment) -> Receipt:
    rules.may_lead(tx.role)
    rules.is_visible(said)
    if not Report.objects.filter(settled_at=None, **{"comment": None, **holding.about(said)}).exists():
        raise Refusal("decided", _("Quelqu’un de l’équipe en a déjà décidé."))
    return deciding.record(tx, Act.LEAVE, "", tx.ref, **holding.about(said))


def _unleave(tx: RoomTransaction, said: Post | Comment, undoes: int) -> Receipt:
    rules.may_lead(tx.role)
    to_read = Report.objects.filter(settled_at=None, **{"comment": None, **holding.about(said)})
    before = to_read.count()
    undoing.take_back(tx, undoes)
    rules.is_visible(said)
    if to_read.count() == before:
        return tx.nothing()
    return deciding.record(tx, Act.UNLEAVE, "", tx.ref, **holding.about(said))
