"""What a browser asks of the service. Everything that lasts carries ``ref``, a UUID made by the client:
the same command sent again is done once and answered alike."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from protocols.written import Written

# The largest whole number that JavaScript holds exactly; databases hold more.
LARGEST_NUMBER = 2**53 - 1
Id = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Seq = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Why = Annotated[str, Meta(max_length=500)]


class Command(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from browser to service."""


class Lasting(Command, frozen=True, kw_only=True):
    """A command that changes a room: answered by a reply or a refusal that bears its ``ref``."""

    ref: UUID
    room: Id


class Subscribe(Command, frozen=True, tag="subscribe"):
    """Follow ``room`` from number ``since`` of ``epoch``: what was missed comes first, then what happens."""

    room: Id
    epoch: str
    since: Seq


class Unsubscribe(Command, frozen=True, tag="unsubscribe"):
    """Follow ``room`` no longer on this socket."""

    room: Id


class Publish(Lasting, frozen=True, tag="publish"):
    """A new post of words."""

    body: str


class EditPost(Lasting, frozen=True, tag="post.edit"):
    """Other words in one's own post."""

    post: Id
    body: str


class WithdrawPost(Lasting, frozen=True, tag="post.withdraw"):
    """Take one's own post back."""

    post: Id


class RestorePost(Lasting, frozen=True, tag="post.restore"):
    """Undo one's own withdrawal."""

    post: Id


class HidePost(Lasting, frozen=True, tag="post.hide"):
    """Staff: take a post out of sight."""

    post: Id
    why: Why = ""


class ShowPost(Lasting, frozen=True, tag="post.show"):
    """Staff: put a hidden post back."""

    post: Id
    why: Why = ""


class MovePost(Lasting, frozen=True, tag="post.move"):
    """Take one's own post (staff: any) to the end of the room ``to``, with all that hangs on it."""

    post: Id
    to: Id
    why: Why = ""


class AddComment(Lasting, frozen=True, tag="comment"):
    """An answer under a post."""

    post: Id
    body: str


class EditComment(Lasting, frozen=True, tag="comment.edit"):
    """Other words in one's own answer."""

    comment: Id
    body: str


class WithdrawComment(Lasting, frozen=True, tag="comment.withdraw"):
    """Take one's own answer back."""

    comment: Id


class RestoreComment(Lasting, frozen=True, tag="comment.restore"):
    """Undo one's own withdrawal of an answer."""

    comment: Id


class HideComment(Lasting, frozen=True, tag="comment.hide"):
    """Staff: take an answer out of sight."""

    comment: Id
    why: Why = ""


class ShowComment(Lasting, frozen=True, tag="comment.show"):
    """Staff: put a hidden answer back."""

    comment: Id
    why: Why = ""


class React(Lasting, frozen=True, tag="react"):
    """Set whether one makes ``sign`` on a post."""

    post: Id
    sign: str
    on: bool


class HandIn(Lasting, frozen=True, tag="protocole.hand_in"):
    """A protocole made from ``consigne``."""

    consigne: Id
    written: Written


class Revise(Lasting, frozen=True, tag="protocole.revise"):
    """Other words in one's own protocole."""

    protocole: Id
    written: Written


class Quiet(Lasting, frozen=True, tag="person.quiet"):
    """Staff: let somebody read but not write, or give their voice back."""

    person: Id
    on: bool
    why: Why = ""


class Remove(Lasting, frozen=True, tag="person.remove"):
    """Staff: take somebody out of the room, or let them back in."""

    person: Id
    on: bool
    why: Why = ""


class Read(Command, frozen=True, tag="read"):
    """Move one's unread mark to ``seq``. Not answered."""

    room: Id
    seq: Seq


class Type(Command, frozen=True, tag="typing"):
    """Say that one is writing in ``room``. Not answered; forgotten after some seconds."""

    room: Id


class Ping(Command, frozen=True, tag="ping"):
    """Is anybody there? Answered by a pong; browsers cannot see the WebSocket's own."""


ROOM_COMMANDS: tuple[type[Command], ...] = (
    Subscribe,
    Unsubscribe,
    Publish,
    EditPost,
    WithdrawPost,
    RestorePost,
    HidePost,
    ShowPost,
    MovePost,
    AddComment,
    EditComment,
    WithdrawComment,
    RestoreComment,
    HideComment,
    ShowComment,
    React,
    HandIn,
    Revise,
    Quiet,
    Remove,
    Read,
    Type,
    Ping,
)
