"""What two accounts of one person both have in rooms, and the name of one of them in the logs."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from people.models import Person
from rooms import forgetting, joining, text
from rooms.models import Membership, Post

_RANK = (Membership.Role.PARTICIPANT, Membership.Role.ARTIST, Membership.Role.STAFF)
_UNSEEN = (Post.Held.DRAFT, Post.Held.SILENCE)


def fold(kept: Person, other: Person) -> None:
    """Make one of two memberships and of two silent texts, and let the logs name ``kept``."""
    known = list(joining.where_known(other).values_list("pk", flat=True))
    _fold_memberships(kept, other)
    _fold_silent_texts(kept, other)
    forgetting.name_instead(known, other, kept)


def _fold_memberships(kept: Person, other: Person) -> None:
    theirs = {each.room_id: each for each in Membership.objects.filter(person=other)}
    for mine in Membership.objects.filter(person=kept, room__in=theirs):
        _fold_membership(mine, theirs[mine.room_id])


def _fold_membership(mine: Membership, too: Membership) -> None:
    """Give ``mine`` the stronger role and the stricter standing of the two, and the first coming."""
    mine.role = max(mine.role, too.role, key=lambda role: _RANK.index(Membership.Role(role)))
    mine.quieted_at, mine.quieted_until = _quiet(mine, too)
    mine.removed_at = _first(mine.removed_at, too.removed_at)
    mine.held_at = _first(mine.held_at, too.held_at)
    mine.spoke_at = max(filter(None, (mine.spoke_at, too.spoke_at)), default=None)
    mine.read_seq = max(mine.read_seq, too.read_seq)
    if too.joined_at < mine.joined_at:
        mine.joined_at, mine.came_by = too.joined_at, too.came_by
    mine.save()


def _quiet(mine: Membership, too: Membership) -> tuple[datetime | None, datetime | None]:
    """Return since when and until when they are quiet: as long as either was to be."""
    quiet = [each for each in (mine, too) if each.quieted_at is not None]
    ends = [each.quieted_until for each in quiet]
    until = None if None in ends else max(filter(None, ends), default=None)
    return _first(*(each.quieted_at for each in quiet)), until


def _first(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)


def _fold_silent_texts(kept: Person, other: Person) -> None:
    """Join what both wrote in the same silence; what the team is to read or has read stands for itself."""
    mine = Post.objects.filter(author=kept, seq=None, phase=OuterRef("phase")).exclude(held="")
    doubles = Post.objects.filter(Exists(mine), author=other, seq=None).exclude(held="")
    for theirs in list(doubles):
        own = Post.objects.exclude(held="").get(author=kept, seq=None, phase=theirs.phase_id)
        if theirs.held not in _UNSEEN:
            Post.objects.filter(pk=theirs.pk).update(phase=None)
        elif own.held not in _UNSEEN:
            Post.objects.filter(pk=own.pk).update(phase=None)
        else:
            _join(own, theirs)


def _join(own: Post, theirs: Post) -> None:
    """Put ``theirs`` under ``own``: a draft unless both were finished: nothing leaves without a hand."""
    own.body = f"{own.body}\n\n{theirs.body}"
    own.html = text.render(own.body)
    if Post.Held.DRAFT in (own.held, theirs.held):
        own.held = Post.Held.DRAFT
    own.save(update_fields=["body", "html", "held"])
    theirs.delete()
