"""Answer a post, correct the answer, take it back, put it back."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import log, posting, rules, showing, text
from rooms.events import CommentEdited, CommentPublished, CommentRestored, CommentWithdrawn
from rooms.forgetting import forget, forget_wording
from rooms.models import Comment
from rooms.turns import Receipt, Turn, turn


@turn
def comment(turn: Turn, post: int, body: str) -> Receipt:
    """A new answer under a visible post. Raises the refusals of ``may_write``, ``text.clean``, ``gone``."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    above = posting.find(turn, post)
    rules.is_visible(above)
    body = text.clean(body)
    said = Comment.objects.create(
        post=above, author=turn.actor, body=body, html=text.render(body), created_at=turn.now
    )
    return turn.append(
        CommentPublished(showing.comment(said, {turn.actor.pk: turn.role or ""})), post=above, comment=said
    )


@turn
def edit(turn: Turn, comment: int, body: str) -> Receipt:
    """Other words in one's own answer. Raises also ``not_author`` and ``gone``."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = find(turn, comment)
    rules.is_author(turn.actor, said)
    rules.is_visible(said.post)
    rules.is_visible(said)
    said.body = text.clean(body)
    said.html, said.edited_at = text.render(said.body), turn.now
    said.save(update_fields=["body", "html", "edited_at"])
    forget_wording(said)
    event = CommentEdited(said.post_id, said.pk, said.body, said.html, log.millis(turn.now))
    return turn.append(event, post=said.post, comment=said)


@turn
def withdraw(turn: Turn, comment: int) -> Receipt:
    """Take one's own answer out of sight. Raises ``not_author``."""
    rules.may_enter(turn.role, turn.room, turn.now)
    said = find(turn, comment)
    rules.is_author(turn.actor, said)
    if said.withdrawn_at is not None:
        return turn.nothing()
    was_seen = is_seen(said)
    said.withdrawn_at = turn.now
    said.save(update_fields=["withdrawn_at"])
    if not was_seen:
        return turn.nothing()
    forget(said)
    return turn.append(CommentWithdrawn(said.post_id, said.pk), post=said.post, comment=said)


@turn
def restore(turn: Turn, comment: int) -> Receipt:
    """Undo one's own withdrawal. What staff hid meanwhile stays hidden."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = find(turn, comment)
    rules.is_author(turn.actor, said)
    if said.withdrawn_at is None:
        return turn.nothing()
    said.withdrawn_at = None
    said.save(update_fields=["withdrawn_at"])
    return bring_back(turn, said)


def bring_back(turn: Turn, said: Comment) -> Receipt:
    """Show ``said`` again, unless it or its post is still kept out of sight."""
    if not is_seen(said):
        return turn.nothing()
    return turn.append(
        CommentRestored(showing.comment(said, showing.roles_in(turn.room))), post=said.post, comment=said
    )


def is_seen(said: Comment) -> bool:
    """An answer is seen while it and its post are."""
    return said.visible and said.post.visible


def find(turn: Turn, comment: int) -> Comment:
    """An answer in this room, visible or not. Raises ``gone``."""
    found = Comment.objects.select_related("author", "post").filter(post__room=turn.room, pk=comment)
    said = found.first()
    if said is None:
        raise Refusal("gone", _("Ce message n’est plus là."))
    return said
