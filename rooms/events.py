"""The events of a room's log, and the shapes in which its things are shown.

Every event is a type; its ``kind`` travels. Times are milliseconds since 1970, UTC. An event says all that
a screen needs: a reducer applies it to the snapshot before it, which gives the snapshot after it.
"""

from typing import Any, ClassVar

import msgspec


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the shapes in which things are shown to people."""


class ShownPerson(Shown, frozen=True):
    """Who speaks, and as what: ``participant``, ``artist`` or ``staff``."""

    id: int
    name: str
    role: str


class ShownComment(Shown, frozen=True):
    """An answer under a post."""

    id: int
    post: int
    author: ShownPerson
    body: str
    html: str
    at: int
    edited_at: int | None = None


class ShownPost(Shown, frozen=True):
    """A post with all that hangs on it. ``seq`` is its place in the feed; ``reactions`` maps a sign to the
    people who made it, in order of their ids; ``card`` is shown by the app that owns the post's kind;
    ``drawn`` is the number of the last rare change (``PostRedrawn``), 0 for none."""

    id: int
    seq: int
    kind: str
    author: ShownPerson
    body: str
    html: str
    at: int
    edited_at: int | None = None
    card: dict[str, Any] | None = None
    comments: list[ShownComment] = []
    reactions: dict[str, list[int]] = {}
    drawn: int = 0


class ShownRoom(Shown, frozen=True):
    """A room's own face. ``html`` is its presentation; ``hot`` its colour, as ``#rrggbb``; ``image`` the
    address of its picture, empty for none, and ``image_alt`` that picture in words; ``slow``: how many
    seconds a participant waits between two messages or answers; ``read_first``: the team reads whatever is
    written here before it appears."""

    id: int
    kind: str
    slug: str
    title: str
    html: str
    led_by: str
    opens_at: int
    closes_at: int | None
    hot: str
    pairing: str
    reactions: list[str]
    image: str = ""
    image_alt: str = ""
    slow: int = 0
    read_first: bool = False


class ShownMeeting(Shown, frozen=True):
    """A rencontre, announced for ``starts_at`` and ``minutes``; live from ``opened_at`` to ``ended_at``.
    ``lobby``: one knocks before entering. ``transcript``: it is over, and what was said was written down;
    ``recordings``: how many can be seen."""

    id: int
    title: str
    html: str
    host: ShownPerson
    starts_at: int
    minutes: int
    opened_at: int | None = None
    ended_at: int | None = None
    lobby: bool = False
    transcript: bool = False
    recordings: int = 0


class ShownPhase(Shown, frozen=True):
    """One part of a session's score. ``html`` says what to do; ``seconds`` null: until whoever leads passes
    on. ``hush`` is what people may do in it: ``open``, ``silence`` or ``led``; ``read_first``: the team reads
    whatever is written or revealed in it before it appears."""

    id: int
    position: int
    kind: str
    title: str
    html: str
    seconds: int | None
    hush: str
    until_finished: bool = False
    read_first: bool = False


class ShownSession(Shown, frozen=True):
    """A session as everybody sees it: the current ``phase``, the ``next`` one, of ``count`` in all.

    The phase lasts from ``phase_began_at`` to ``ends_at`` (null: until whoever leads passes on), of which
    ``added`` seconds are grace; while ``paused_at`` is set the clock stands still. ``texts``: how many are
    to be revealed in it; ``meeting``: the rencontre in which it is lived. ``version`` grows with each change.
    """

    id: int
    title: str
    version: int
    phase: ShownPhase
    next: ShownPhase | None
    count: int
    began_at: int
    phase_began_at: int
    ends_at: int | None
    added: int = 0
    paused_at: int | None = None
    ended_at: int | None = None
    texts: int = 0
    meeting: int | None = None


class RoomEvent(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """A numbered, lasting change of a room.

    ``removes``: it takes words out of sight; whoever keeps recent events in memory forgets those before it.
    ``redraws``: the fragments of the room's page that screens ask for again (``frontend/fragments.py``).
    """

    removes: ClassVar[bool] = False
    redraws: ClassVar[tuple[str, ...]] = ()


class PostRedrawn(RoomEvent, frozen=True):
    """A rare change of a post. No reducer folds it: screens request the post's drawing again, which is
    rendered once for all who see it alike. A subclass says what happened, and nothing more."""

    post: int


class PostPublished(RoomEvent, frozen=True, tag="post.published"):
    """A new post at the end of the feed."""

    post: ShownPost


class PostEdited(RoomEvent, frozen=True, tag="post.edited"):
    """A post has other words, or another card."""

    removes = True

    post: int
    body: str
    html: str
    edited_at: int
    card: dict[str, Any] | None = None


class PostWithdrawn(RoomEvent, frozen=True, tag="post.withdrawn"):
    """The author withdrew a post."""

    removes = True

    post: int


class PostHidden(RoomEvent, frozen=True, tag="post.hidden"):
    """Staff hid a post."""

    removes = True

    post: int


class TextsHidden(RoomEvent, frozen=True, tag="texts.hidden"):
    """Staff took many posts and answers out of sight at once."""

    removes = True

    posts: list[int]
    comments: list[int]


class PostMoved(RoomEvent, frozen=True, tag="post.moved"):
    """A post was in the wrong room: it is published, whole, in the room ``to``."""

    removes = True

    post: int
    to: int


class PostRestored(RoomEvent, frozen=True, tag="post.restored"):
    """A post is back at its place, whole."""

    post: ShownPost


class CommentPublished(RoomEvent, frozen=True, tag="comment.published"):
    """A new answer, last under its post."""

    comment: ShownComment


class CommentEdited(RoomEvent, frozen=True, tag="comment.edited"):
    """An answer has other words."""

    removes = True

    post: int
    comment: int
    body: str
    html: str
    edited_at: int


class CommentWithdrawn(RoomEvent, frozen=True, tag="comment.withdrawn"):
    """The author withdrew an answer."""

    removes = True

    post: int
    comment: int


class CommentHidden(RoomEvent, frozen=True, tag="comment.hidden"):
    """Staff hid an answer."""

    removes = True

    post: int
    comment: int


class CommentRestored(RoomEvent, frozen=True, tag="comment.restored"):
    """An answer is back at its place."""

    comment: ShownComment


class ReactionAdded(RoomEvent, frozen=True, tag="reaction.added"):
    """Somebody reacted to a post with a sign."""

    post: int
    sign: str
    person: int


class ReactionRemoved(RoomEvent, frozen=True, tag="reaction.removed"):
    """Somebody took their sign back."""

    post: int
    sign: str
    person: int


class PersonChanged(RoomEvent, frozen=True, tag="person.changed"):
    """A person of this room has another name or role, on everything they wrote. ``former``: the id of an
    account that has become one with theirs; what it wrote and every sign it made is theirs."""

    redraws = ("next-meeting",)
    removes = True

    person: ShownPerson
    former: int | None = None


class RoomChanged(RoomEvent, frozen=True, tag="room.changed"):
    """How the room presents itself has changed: title, dates, theme, reactions."""

    redraws = ("poster", "strip-time")
    removes = True

    room: ShownRoom


class MeetingChanged(RoomEvent, frozen=True, tag="meeting.changed"):
    """A rencontre is announced, or has changed: other words, another hour, open, over, with a recording."""

    redraws = ("soon", "next-meeting")
    removes = True

    meeting: ShownMeeting


class MeetingCancelled(RoomEvent, frozen=True, tag="meeting.cancelled"):
    """A rencontre was cancelled."""

    redraws = ("soon", "next-meeting")
    removes = True

    meeting: int


class SessionChanged(RoomEvent, frozen=True, tag="session.changed"):
    """A session began, passed to another phase, was paused, prolonged or ended."""

    removes = True

    session: ShownSession


class DecisionTaken(RoomEvent, frozen=True, tag="decision.taken"):
    """In the wings only: what a member of staff did, and why."""

    decision: int
    act: str
    by: ShownPerson
    at: int
    why: str
    person: ShownPerson | None = None
    post: int | None = None
    comment: int | None = None


class HelpChanged(RoomEvent, frozen=True, tag="help.changed"):
    """In the wings only: somebody asks for help, says more or is done with it; told by its number alone."""

    request: int


class Erased(RoomEvent, frozen=True, tag="erased"):
    """Stands for an event whose subject was removed: the number stays, the words are gone."""


EVENTS: tuple[type[RoomEvent], ...] = (
    PostPublished,
    PostEdited,
    PostWithdrawn,
    PostHidden,
    TextsHidden,
    PostMoved,
    PostRestored,
    CommentPublished,
    CommentEdited,
    CommentWithdrawn,
    CommentHidden,
    CommentRestored,
    ReactionAdded,
    ReactionRemoved,
    PersonChanged,
    RoomChanged,
    MeetingChanged,
    MeetingCancelled,
    SessionChanged,
    DecisionTaken,
    HelpChanged,
    Erased,
)
