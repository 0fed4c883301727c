"""Serialise rows for the wire. Events and snapshots use the same functions."""

from collections.abc import Iterable, Mapping

from people.models import Person
from rooms import pictures
from rooms.events import ShownComment, ShownPerson, ShownPost, ShownRoom
from rooms.log import millis
from rooms.models import Comment, Membership, Post, Room
from rooms.text import render

Roles = Mapping[int, str]


def person(who: Person, role: str | None) -> ShownPerson:
    """Return ``who`` as shown with ``role``; somebody who has left is shown as the participant they were."""
    return ShownPerson(who.pk, who.name, role or Membership.Role.PARTICIPANT)


def comment(said: Comment, roles: Roles) -> ShownComment:
    """Return an answer, with its author's present name and role in the room."""
    return ShownComment(
        id=said.pk,
        post=said.post_id,
        author=person(said.author, roles.get(said.author_id)),
        body=said.body,
        html=said.html,
        at=millis(said.created_at),
        edited_at=millis(said.edited_at) if said.edited_at else None,
    )


def post(
    said: Post, roles: Roles, comments: Iterable[Comment] = (), signs: Iterable[tuple[str, int]] = ()
) -> ShownPost:
    """Return a post with its visible ``comments``, and its reactions from pairs (sign, person id).

    Raises ``ValueError`` before it has its place in the feed.
    """
    if said.seq is None:
        raise ValueError(f"post {said.pk} has not appeared")
    reactions: dict[str, list[int]] = {}
    for sign, who in sorted(signs):
        reactions.setdefault(sign, []).append(who)
    return ShownPost(
        id=said.pk,
        seq=said.seq,
        kind=said.kind,
        author=person(said.author, roles.get(said.author_id)),
        body=said.body,
        html=said.html,
        at=millis(said.created_at),
        edited_at=millis(said.edited_at) if said.edited_at else None,
        card=said.card,
        comments=[comment(answer, roles) for answer in comments],
        reactions=reactions,
        drawn=said.drawn_seq,
    )


def room(place: Room) -> ShownRoom:
    """Return the room's own shape: title, presentation and look."""
    return ShownRoom(
        id=place.pk,
        kind=place.kind,
        slug=place.slug,
        title=place.title,
        html=render(place.presentation),
        led_by=place.led_by,
        opens_at=millis(place.opens_at),
        closes_at=millis(place.closes_at) if place.closes_at else None,
        hot=place.hot,
        pairing=place.pairing,
        reactions=list(place.reactions),
        image=pictures.address(place.image),
        image_alt=place.image_alt,
        slow=place.slow,
        read_first=place.holds == Room.Holds.EVERYBODY,
    )


def roles_in(place: Room) -> dict[int, str]:
    """Map person ids to roles, for all who ever were in this room, and the whole team."""
    roles = dict(Membership.objects.filter(room=place).values_list("person", "role"))
    staff = Person.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
    return roles | {who: str(Membership.Role.STAFF) for who in staff}
