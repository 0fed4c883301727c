"""What a client does with the lines of a log: the scene before, and what happened, give the scene after.

Pure functions. The browser does the same in JavaScript; ``tests/realtime/vectors`` hold both to it. The
window of posts only grows: what is older than its first post stays for the pages before (``earlier``).
"""

from collections.abc import Callable, Iterable
from functools import reduce, singledispatch

from msgspec.structs import replace

from protocols.events import ConsignePinned
from protocols.reading import Scene
from realtime.wire.answers import Line
from realtime.wire.events import decode_event
from rooms.events import (
    CommentEdited,
    CommentHidden,
    CommentPublished,
    CommentRestored,
    CommentWithdrawn,
    DecisionTaken,
    Erased,
    HelpChanged,
    MeetingCancelled,
    MeetingChanged,
    PersonChanged,
    PostEdited,
    PostHidden,
    PostMoved,
    PostPublished,
    PostRedrawn,
    PostRestored,
    PostWithdrawn,
    ReactionAdded,
    ReactionRemoved,
    RoomChanged,
    RoomEvent,
    SessionChanged,
    ShownComment,
    ShownMeeting,
    ShownPerson,
    ShownPost,
    TextsHidden,
)


class Gap(ValueError):
    """A line is missing before this one: subscribe again from the scene's number."""


def apply(scene: Scene, line: Line) -> Scene:
    """``scene`` after ``line``; a line that it knows already changes nothing. Raises ``Gap``."""
    known = scene.snapshot.seq
    if line.seq <= known:
        return scene
    if line.seq > known + 1:
        raise Gap(f"line {line.seq} after {known}")
    event = decode_event(line)
    after = _redraw(scene, event.post, line.seq) if isinstance(event, PostRedrawn) else _happen(event, scene)
    return replace(after, snapshot=replace(after.snapshot, seq=line.seq))


def apply_all(scene: Scene, lines: Iterable[Line]) -> Scene:
    """``scene`` after all of ``lines``, in their order. Raises ``Gap``."""
    return reduce(apply, lines, scene)


def _redraw(scene: Scene, post: int, seq: int) -> Scene:
    return _on_post(scene, post, lambda said: replace(said, drawn=seq))


@singledispatch
def _happen(event: RoomEvent, scene: Scene) -> Scene:
    raise NotImplementedError(f"nothing is known to happen on {type(event).__name__}")


@_happen.register(Erased)
@_happen.register(DecisionTaken)
@_happen.register(HelpChanged)
def _(_event: RoomEvent, scene: Scene) -> Scene:
    return scene


@_happen.register
def _(event: PostPublished, scene: Scene) -> Scene:
    return _place(scene, event.post)


@_happen.register
def _(event: PostRestored, scene: Scene) -> Scene:
    return scene if _is_earlier(scene, event.post) else _place(scene, event.post)


@_happen.register
def _(event: PostEdited, scene: Scene) -> Scene:
    words = {"body": event.body, "html": event.html, "edited_at": event.edited_at, "card": event.card}
    return _on_post(scene, event.post, lambda post: replace(post, **words))


@_happen.register(PostWithdrawn)
@_happen.register(PostHidden)
@_happen.register(PostMoved)
def _(event: PostWithdrawn | PostHidden | PostMoved, scene: Scene) -> Scene:
    return _with_posts(scene, [post for post in scene.snapshot.posts if post.id != event.post])


@_happen.register
def _(event: TextsHidden, scene: Scene) -> Scene:
    posts = [post for post in scene.snapshot.posts if post.id not in event.posts]
    return _with_posts(
        scene,
        [replace(post, comments=[c for c in post.comments if c.id not in event.comments]) for post in posts],
    )


@_happen.register(CommentPublished)
@_happen.register(CommentRestored)
def _(event: CommentPublished | CommentRestored, scene: Scene) -> Scene:
    said = event.comment
    return _on_comments(scene, said.post, lambda comments: _in_order([*_without(comments, said.id), said]))


@_happen.register
def _(event: CommentEdited, scene: Scene) -> Scene:
    words = {"body": event.body, "html": event.html, "edited_at": event.edited_at}
    return _on_comments(
        scene,
        event.post,
        lambda comments: [replace(each, **words) if each.id == event.comment else each for each in comments],
    )


@_happen.register(CommentWithdrawn)
@_happen.register(CommentHidden)
def _(event: CommentWithdrawn | CommentHidden, scene: Scene) -> Scene:
    return _on_comments(scene, event.post, lambda comments: _without(comments, event.comment))


@_happen.register
def _(event: ReactionAdded, scene: Scene) -> Scene:
    return _on_sign(scene, event.post, event.sign, lambda people: {*people, event.person})


@_happen.register
def _(event: ReactionRemoved, scene: Scene) -> Scene:
    return _on_sign(scene, event.post, event.sign, lambda people: people - {event.person})


@_happen.register
def _(event: PersonChanged, scene: Scene) -> Scene:
    after = _with_posts(scene, [_signed(post, event) for post in scene.snapshot.posts])
    return _with_meetings(after, [_led(each, event) for each in scene.snapshot.meetings])


@_happen.register
def _(event: RoomChanged, scene: Scene) -> Scene:
    return replace(scene, snapshot=replace(scene.snapshot, room=event.room))


@_happen.register
def _(event: MeetingChanged, scene: Scene) -> Scene:
    told = [] if event.meeting.ended_at is not None else [event.meeting]
    others = [each for each in scene.snapshot.meetings if each.id != event.meeting.id]
    return _with_meetings(scene, sorted([*others, *told], key=lambda each: (each.starts_at, each.id)))


@_happen.register
def _(event: MeetingCancelled, scene: Scene) -> Scene:
    return _with_meetings(scene, [each for each in scene.snapshot.meetings if each.id != event.meeting])


@_happen.register
def _(event: SessionChanged, scene: Scene) -> Scene:
    told = event.session if event.session.ended_at is None else None
    return replace(scene, snapshot=replace(scene.snapshot, session=told))


@_happen.register
def _(event: ConsignePinned, scene: Scene) -> Scene:
    others = [each for each in scene.consignes if each.id != event.consigne.id]
    return replace(scene, consignes=[event.consigne, *others])


def _is_earlier(scene: Scene, post: ShownPost) -> bool:
    shown = scene.snapshot.posts
    return scene.snapshot.earlier and (not shown or post.seq < shown[0].seq)


def _place(scene: Scene, post: ShownPost) -> Scene:
    others = [each for each in scene.snapshot.posts if each.id != post.id]
    return _with_posts(scene, sorted([*others, post], key=lambda each: each.seq))


def _with_posts(scene: Scene, posts: list[ShownPost]) -> Scene:
    return replace(scene, snapshot=replace(scene.snapshot, posts=posts))


def _with_meetings(scene: Scene, meetings: list[ShownMeeting]) -> Scene:
    return replace(scene, snapshot=replace(scene.snapshot, meetings=meetings))


def _on_post(scene: Scene, pk: int, change: Callable[[ShownPost], ShownPost]) -> Scene:
    return _with_posts(scene, [change(post) if post.id == pk else post for post in scene.snapshot.posts])


def _on_comments(
    scene: Scene, post: int, change: Callable[[list[ShownComment]], list[ShownComment]]
) -> Scene:
    return _on_post(scene, post, lambda said: replace(said, comments=change(said.comments)))


def _on_sign(scene: Scene, post: int, sign: str, change: Callable[[set[int]], set[int]]) -> Scene:
    def react(said: ShownPost) -> ShownPost:
        people = {**said.reactions, sign: sorted(change(set(said.reactions.get(sign, ()))))}
        return replace(said, reactions={each: who for each, who in people.items() if who})

    return _on_post(scene, post, react)


def _without(comments: list[ShownComment], pk: int) -> list[ShownComment]:
    return [each for each in comments if each.id != pk]


def _in_order(comments: list[ShownComment]) -> list[ShownComment]:
    return sorted(comments, key=lambda each: each.id)


def _signed(post: ShownPost, event: PersonChanged) -> ShownPost:
    comments = [replace(each, author=_now(each.author, event)) for each in post.comments]
    reactions = {
        sign: sorted({event.person.id if who == event.former else who for who in people})
        for sign, people in post.reactions.items()
    }
    return replace(post, author=_now(post.author, event), comments=comments, reactions=reactions)


def _led(meeting: ShownMeeting, event: PersonChanged) -> ShownMeeting:
    return replace(meeting, host=_now(meeting.host, event))


def _now(person: ShownPerson, event: PersonChanged) -> ShownPerson:
    return event.person if person.id in (event.person.id, event.former) else person
