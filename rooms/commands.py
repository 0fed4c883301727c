"""The table of a room's lasting commands, each with the service that does it.

Gateway, forms without JavaScript, the wire's reference and the browser's types are all made from it.
"""

from typing import Annotated

from msgspec import Meta

from rooms import closing, commenting, doors, keeping, moderating, moving, pinning, posting, reacting
from rooms.command import CommandSpec, Id, IdOrNone, Lasting, Ready, Why
from rooms.helping.commands import COMMANDS as HELP_COMMANDS
from rooms.moderation.commands import COMMANDS as MODERATION_COMMANDS
from rooms.sessions.commands import COMMANDS as SESSION_COMMANDS


class Publish(Lasting, frozen=True, tag="publish"):
    """Publish a new post of words."""

    body: str


class EditPost(Lasting, frozen=True, tag="post.edit"):
    """Replace the words of one's own post."""

    post: Id
    body: str


class WithdrawPost(Lasting, frozen=True, tag="post.withdraw"):
    """Withdraw one's own post."""

    post: Id


class RestorePost(Lasting, frozen=True, tag="post.restore"):
    """Undo one's own withdrawal."""

    post: Id


class HidePost(Lasting, frozen=True, tag="post.hide"):
    """Artist, staff: take a post out of sight; ``told``, ``ready``: to its author."""

    post: Id
    why: Why = ""
    told: Why = ""
    ready: Ready = 0


class ShowPost(Lasting, frozen=True, tag="post.show"):
    """Artist, staff: put a hidden post back (what the team hid: staff). ``undoes``: the decision that is
    taken back, if it stands."""

    post: Id
    why: Why = ""
    undoes: IdOrNone = 0


class MovePost(Lasting, frozen=True, tag="post.move"):
    """Take one's own post (staff: any) to the end of the room ``to``, with all that hangs on it. ``undoes``:
    the decision of the team that took it from there, which is taken back if it stands."""

    post: Id
    to: Id
    why: Why = ""
    undoes: IdOrNone = 0


class AddComment(Lasting, frozen=True, tag="comment"):
    """Answer a post."""

    post: Id
    body: str


class EditComment(Lasting, frozen=True, tag="comment.edit"):
    """Replace the words of one's own answer."""

    comment: Id
    body: str


class WithdrawComment(Lasting, frozen=True, tag="comment.withdraw"):
    """Withdraw one's own answer."""

    comment: Id


class RestoreComment(Lasting, frozen=True, tag="comment.restore"):
    """Undo one's own withdrawal of an answer."""

    comment: Id


class HideComment(Lasting, frozen=True, tag="comment.hide"):
    """Artist, staff: take an answer out of sight; ``told``, ``ready``: to its author."""

    comment: Id
    why: Why = ""
    told: Why = ""
    ready: Ready = 0


class ShowComment(Lasting, frozen=True, tag="comment.show"):
    """Artist, staff: put a hidden answer back (what the team hid: staff). ``undoes``: the decision that is
    taken back, if it stands."""

    comment: Id
    why: Why = ""
    undoes: IdOrNone = 0


class React(Lasting, frozen=True, tag="react"):
    """Set whether one makes ``sign`` on a post."""

    post: Id
    sign: str
    on: bool


class Quiet(Lasting, frozen=True, tag="person.quiet"):
    """Staff: let somebody read but not write, for so many ``minutes`` (0: until told so), or give their
    voice back; ``told``, ``ready``: to them. ``undoes``: the decision that is taken back, if it stands."""

    person: Id
    on: bool
    why: Why = ""
    minutes: Annotated[int, Meta(ge=0, le=moderating.LONGEST_QUIET)] = 0
    told: Why = ""
    ready: Ready = 0
    undoes: IdOrNone = 0


class Remove(Lasting, frozen=True, tag="person.remove"):
    """Staff: take somebody out of the room, or let them back in; ``told``, ``ready``: to them. ``undoes``:
    the decision that is taken back, if it stands."""

    person: Id
    on: bool
    why: Why = ""
    told: Why = ""
    ready: Ready = 0
    undoes: IdOrNone = 0


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(Publish, posting.publish, {"publier": {}}),
    CommandSpec(EditPost, posting.edit, {"messages/modifier": {}}),
    CommandSpec(WithdrawPost, posting.withdraw, {"messages/retirer": {}}),
    CommandSpec(RestorePost, posting.restore, {"messages/remettre": {}}),
    CommandSpec(HidePost, moderating.hide_post, {"messages/masquer": {}}),
    CommandSpec(ShowPost, moderating.show_post, {"messages/retablir": {}}),
    CommandSpec(MovePost, moving.move, locks_another_room=True),
    CommandSpec(keeping.KeepPost, keeping.keep, {"messages/garder": {}}, tells=(keeping.PostKept,)),
    CommandSpec(pinning.PinPost, pinning.pin, {"messages/epingler": {}}, tells=(pinning.PostPinned,)),
    CommandSpec(closing.ClosePost, closing.close, {"messages/fermer": {}}, tells=(closing.PostClosed,)),
    CommandSpec(AddComment, commenting.comment, {"messages/repondre": {}}),
    CommandSpec(EditComment, commenting.edit, {"reponses/modifier": {}}),
    CommandSpec(WithdrawComment, commenting.withdraw, {"reponses/retirer": {}}),
    CommandSpec(RestoreComment, commenting.restore, {"reponses/remettre": {}}),
    CommandSpec(HideComment, moderating.hide_comment, {"reponses/masquer": {}}),
    CommandSpec(ShowComment, moderating.show_comment, {"reponses/retablir": {}}),
    CommandSpec(React, reacting.react, {"messages/reagir": {}}),
    CommandSpec(
        Quiet,
        moderating.quiet,
        {
            "personnes/silence": {"on": True, "minutes": 0},
            "personnes/silence-dix": {"on": True, "minutes": 10},
            "personnes/silence-heure": {"on": True, "minutes": 60},
            "personnes/parole": {"on": False, "minutes": 0},
        },
    ),
    CommandSpec(doors.RenewCode, doors.renew_code, {"porte/renouveler": {}}),
    CommandSpec(doors.ShutDoor, doors.shut, {"porte/fermer": {"on": True}, "porte/rouvrir": {"on": False}}),
    CommandSpec(
        Remove, moderating.remove, {"personnes/retirer": {"on": True}, "personnes/readmettre": {"on": False}}
    ),
    *MODERATION_COMMANDS,
    *HELP_COMMANDS,
    *SESSION_COMMANDS,
)
