"""Answer a post, correct the answer, take it back, put it back."""

from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import holding, log, posting, rules, showing, slowing, text
from rooms.events import CommentEdited, CommentPublished, CommentRestored, CommentWithdrawn
from rooms.forgetting import forget, forget_wording
from rooms.models import Comment, Post
from rooms.transaction import Receipt, RoomTransaction, room_transaction

# What hangs on one post, which is shown whole: its answers, withdrawn or not, and their signs, as written
# and as drawn. That is six of the longest, or two hundred of a hundred and fifty signs.
MOST_ANSWERS = 200
MOST_SIGNS = 64_000


@room_transaction
def comment(tx: RoomTransaction, post: int, body: str) -> Receipt:
    """Add an answer under a visible post. Raises the refusals of ``may_write`` and ``text.clean``, ``gone``,
    ``answers_closed``, ``answers_many``, ``slow``."""
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    above = posting.find(tx, post)
    rules.is_visible(above)
    rules.is_answered(above)
    body = text.clean(body)
    said = Comment(post=above, author=tx.actor, body=body, html=text.render(body), created_at=tx.now)
    _has_room(above, said)
    slowing.speak(tx)
    if why := holding.reason(tx, said):
        return holding.wait(tx, said, why)
    said.save()
    return tx.append(
        CommentPublished(showing.comment(said, {tx.actor.pk: tx.role or ""})), post=above, comment=said
    )


@room_transaction
def edit(tx: RoomTransaction, comment: int, body: str) -> Receipt:
    """Replace the words of one's own answer. Raises also ``not_author``, ``gone``, ``answers_many``,
    ``read_first``."""
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = find(tx, comment)
    rules.is_author(tx.actor, said)
    holding.may_correct(tx, said)
    said.body = text.clean(body)
    said.html, said.edited_at = text.render(said.body), tx.now
    _has_room(said.post, said)
    if holding.is_waiting(said):
        return holding.wait(tx, said, said.held_for)
    holding.stays_in_sight(tx, said)
    said.save(update_fields=["body", "html", "edited_at"])
    forget_wording(said)
    event = CommentEdited(said.post_id, said.pk, said.body, said.html, log.millis(tx.now))
    return tx.append(event, post=said.post, comment=said)


@room_transaction
def withdraw(tx: RoomTransaction, comment: int) -> Receipt:
    """Take one's own answer out of sight. Raises ``not_author``."""
    rules.may_enter(tx.role, tx.room, tx.now)
    said = find(tx, comment)
    rules.is_author(tx.actor, said)
    if said.withdrawn_at is not None:
        return tx.nothing()
    was_visible = said.visible
    said.withdrawn_at = tx.now
    said.save(update_fields=["withdrawn_at"])
    if holding.is_waiting(said):
        return holding.take_back(tx, said)
    if not was_visible:
        return tx.nothing()
    forget(said)
    return tx.append(CommentWithdrawn(said.post_id, said.pk), post=said.post, comment=said)


@room_transaction
def restore(tx: RoomTransaction, comment: int) -> Receipt:
    """Undo one's own withdrawal. What staff hid meanwhile stays hidden."""
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = find(tx, comment)
    rules.is_author(tx.actor, said)
    if said.withdrawn_at is None:
        return tx.nothing()
    said.withdrawn_at = None
    said.save(update_fields=["withdrawn_at"])
    return holding.wait(tx, said, said.held_for) if holding.is_waiting(said) else bring_back(tx, said)


def bring_back(tx: RoomTransaction, said: Comment) -> Receipt:
    """Show ``said`` again, unless it or its post is still out of sight for another reason."""
    if not said.visible:
        return tx.nothing()
    return tx.append(
        CommentRestored(showing.comment(said, showing.roles_in(tx.room))), post=said.post, comment=said
    )


def find(tx: RoomTransaction, comment: int) -> Comment:
    """Return an answer in this room, visible or not. Raises ``gone``."""
    found = Comment.objects.select_related("author", "post").filter(post__room=tx.room, pk=comment)
    said = found.first()
    if said is None:
        raise Refusal("gone", _("Ce message n’est plus là."))
    return said


def _has_room(above: Post, said: Comment) -> None:
    """Check that ``said`` may hang on its post beside the other answers. Raises ``answers_many``."""
    others = above.comments.exclude(pk=said.pk)
    told = others.aggregate(count=Count("pk"), signs=Sum(Length("body") + Length("html"), default=0))
    if told["count"] >= MOST_ANSWERS or told["signs"] + len(said.body) + len(said.html) > MOST_SIGNS:
        sentence = _("Ce message a déjà beaucoup de réponses : écrivez plutôt un nouveau message.")
        raise Refusal("answers_many", sentence, "body")
