"""One literal example of every message and event, with people of the house; rare ones are generated."""

from typing import cast

import msgspec

from protocols.commands import HandIn, Revise
from protocols.events import ConsignePinned, Field, ShownAnswer, ShownConsigne, ShownProtocole
from protocols.written import Written
from realtime.wire import answers
from realtime.wire import commands as passing
from realtime.wire.answers import Line
from realtime.wire.catalog import COMMANDS
from realtime.wire.commands import LASTING
from realtime.wire.docgen.meeting_examples import ABOUT_MEETING_COMMANDS, ABOUT_MEETING_MESSAGES
from realtime.wire.docgen.samples import REF, sample
from realtime.wire.docgen.shapes import Kind
from realtime.wire.events import EVENTS
from rooms import commands, events
from rooms.command import Command
from rooms.events import (
    RoomEvent,
    ShownComment,
    ShownMeeting,
    ShownPerson,
    ShownPhase,
    ShownPost,
    ShownRoom,
    ShownSession,
)
from rooms.moderation import erasing
from rooms.sessions import writing

AT = 1_777_024_800_000
ROOM = 12
NADIA = ShownPerson(7, "Nadia", "participant")
MARCEL = ShownPerson(8, "Marcel", "participant")
AWA = ShownPerson(2, "Awa", "staff")

WORDS = ShownPost(
    id=90,
    seq=345,
    kind="words",
    author=NADIA,
    body="J’ai traversé la place *à reculons*.",
    html="<p>J’ai traversé la place <em>à reculons</em>.</p>",
    at=AT,
)
ANSWER = ShownComment(
    id=31, post=90, author=MARCEL, body="Et personne n’a ri ?", html="<p>Et personne n’a ri ?</p>", at=AT
)
WHOLE = msgspec.structs.replace(WORDS, comments=[ANSWER], reactions={"merci": [2, 8]})
PROTOCOLE = ShownProtocole(
    id=5,
    consigne=3,
    title="Dire oui pendant une heure",
    needs="Une heure, un quartier que l’on connaît",
    duration="Une heure",
    steps=["Sortir sans téléphone.", "Dire oui à la première proposition."],
    origin="Une promenade avec ma sœur",
    answers=[ShownAnswer("Où ?", "Rue Jean-Pierre-Timbaud")],
)
CONSIGNE = ShownConsigne(
    id=3,
    room=ROOM,
    title="Écrire un protocole de prise de risque",
    words="Un risque que l’on peut prendre **sans danger**.",
    html="<p>Un risque que l’on peut prendre <strong>sans danger</strong>.</p>",
    fields=[Field("ou", "Où ?", "text")],
    pinned_at=AT,
)
FACE = ShownRoom(
    id=ROOM,
    kind="fabrique",
    slug="prises-de-risque",
    title="Prises de risque",
    html="<p>Une semaine pour oser.</p>",
    led_by="Judith",
    opens_at=AT,
    closes_at=AT + 7 * 24 * 3_600_000,
    hot="#ff5a1f",
    pairing="bricolage",
    reactions=["merci", "emeut", "essayer"],
    image="/images/8f14e45fceea167a5a36dedd4bea2543-1600x640.webp",
    image_alt="Une main ouverte, tracée d’un seul trait.",
)
MEETING = ShownMeeting(
    id=6,
    title="Se lire nos risques",
    html="<p>Apportez un protocole, <em>même inachevé</em>.</p>",
    host=ShownPerson(3, "Judith", "artist"),
    starts_at=AT + 24 * 3_600_000,
    minutes=60,
    lobby=True,
)
SESSION = ShownSession(
    id=4,
    title="Une heure de prises de risque",
    version=3,
    phase=ShownPhase(21, 2, "silence", "Écrire en silence", "<p>Un geste minuscule.</p>", 720, "silence"),
    next=ShownPhase(22, 3, "reveal", "Dévoiler", "", 540, "led"),
    count=6,
    began_at=AT,
    phase_began_at=AT + 540_000,
    ends_at=AT + 1_380_000,
    added=120,
)
WRITTEN = Written(
    title=PROTOCOLE.title,
    needs=PROTOCOLE.needs,
    duration=PROTOCOLE.duration,
    steps=PROTOCOLE.steps,
    origin=PROTOCOLE.origin,
    answers={"ou": "Rue Jean-Pierre-Timbaud"},
)

_COMMANDS_BY_HAND: tuple[Command, ...] = (
    passing.Subscribe(ROOM, "9f2c41d07be3a815", 344),
    passing.Unsubscribe(ROOM),
    commands.Publish(ref=REF, room=ROOM, body=WORDS.body),
    commands.EditPost(ref=REF, room=ROOM, post=90, body="J’ai traversé la place en courant."),
    commands.WithdrawPost(ref=REF, room=ROOM, post=90),
    commands.RestorePost(ref=REF, room=ROOM, post=90),
    commands.HidePost(ref=REF, room=ROOM, post=90, why="Un numéro de téléphone"),
    commands.ShowPost(ref=REF, room=ROOM, post=90, why="C’était une erreur"),
    erasing.ErasePost(ref=REF, room=ROOM, post=90, sure=True, why="Une adresse"),
    erasing.EraseComment(ref=REF, room=ROOM, comment=31, sure=True, why="Une adresse"),
    commands.MovePost(ref=REF, room=ROOM, post=90, to=1, why="Posté dans le mauvais espace"),
    commands.AddComment(ref=REF, room=ROOM, post=90, body=ANSWER.body),
    commands.EditComment(ref=REF, room=ROOM, comment=31, body="Et quelqu’un a ri ?"),
    commands.WithdrawComment(ref=REF, room=ROOM, comment=31),
    commands.RestoreComment(ref=REF, room=ROOM, comment=31),
    commands.HideComment(ref=REF, room=ROOM, comment=31, why="Moquerie"),
    commands.ShowComment(ref=REF, room=ROOM, comment=31),
    commands.React(ref=REF, room=ROOM, post=90, sign="merci", on=True),
    HandIn(ref=REF, room=ROOM, consigne=3, written=WRITTEN),
    Revise(ref=REF, room=ROOM, protocole=5, written=WRITTEN),
    commands.Quiet(ref=REF, room=ROOM, person=8, on=True, why="Le temps d’en parler"),
    commands.Remove(ref=REF, room=ROOM, person=8, on=False),
    writing.KeepText(ref=REF, room=ROOM, phase=21, body="Prendre l’escalier à l’heure où"),
    writing.FinishPhase(ref=REF, room=ROOM, phase=21, body="Prendre l’escalier.", on=True),
    passing.Read(ROOM, 345),
    passing.Type(ROOM),
    passing.Look(ROOM, "m90"),
    passing.Unsent(ROOM, on=True),
    passing.Ping(),
    *ABOUT_MEETING_COMMANDS,
)
_EVENTS_BY_HAND: tuple[RoomEvent, ...] = (
    events.PostPublished(WORDS),
    events.PostEdited(90, "J’ai couru.", "<p>J’ai couru.</p>", AT),
    events.PostWithdrawn(90),
    events.PostHidden(90),
    events.TextsHidden([90, 91], [31]),
    events.PostMoved(90, 1),
    events.PostRestored(WHOLE),
    events.CommentPublished(ANSWER),
    events.CommentEdited(90, 31, "Et après ?", "<p>Et après ?</p>", AT),
    events.CommentWithdrawn(90, 31),
    events.CommentHidden(90, 31),
    events.CommentRestored(ANSWER),
    events.ReactionAdded(90, "merci", 8),
    events.ReactionRemoved(90, "merci", 8),
    events.PersonChanged(ShownPerson(8, "Marcel G.", "artist")),
    events.RoomChanged(FACE),
    events.MeetingChanged(MEETING),
    events.MeetingCancelled(6),
    events.SessionChanged(SESSION),
    events.DecisionTaken(4, "hide", AWA, AT, "Un numéro de téléphone", post=90),
    events.Erased(),
    ConsignePinned(CONSIGNE),
)
LINE = Line(345, AT, NADIA.id, msgspec.to_builtins(_EVENTS_BY_HAND[0]))
ABOUT_MESSAGES: tuple[answers.Message, ...] = (
    answers.Welcome(NADIA.id, NADIA.name, "a41f09c2"),
    answers.Subscribed(ROOM, "9f2c41d07be3a815", 344, "participant", False),
    answers.Reset(ROOM, "epoch"),
    answers.Reply(REF, ROOM, 345, post=90),
    answers.Refused("text_empty", "Écrivez quelques mots avant de publier.", REF, ROOM, {"body": "Écrivez…"}),
    answers.Failed("7c1e90", REF),
    answers.BadMessage("Object contains unknown field `colour`"),
    answers.Pong(AT),
    answers.Events(ROOM, [LINE]),
    answers.Presence(ROOM, 2, [NADIA, MARCEL]),
    answers.Typing(ROOM, [MARCEL]),
    answers.Standing(ROOM, "participant", True),
    answers.Mark(ROOM, 345),
    answers.Tally(ROOM, 21, finished=5, writing=9),
    answers.CutOff(ROOM, 1, [MARCEL]),
    answers.OftenCut(ROOM, [MARCEL]),
    answers.Unheard(ROOM, [answers.UnheardPerson(MARCEL, "unsent", AT)]),
    answers.Looking(ROOM, AWA, "m90"),
    *ABOUT_MEETING_MESSAGES,
)
_BY_HAND: dict[Kind, msgspec.Struct] = {
    type(each): each for each in (*_COMMANDS_BY_HAND, *ABOUT_MESSAGES, *_EVENTS_BY_HAND)
}
EXAMPLES: dict[Kind, msgspec.Struct] = _BY_HAND | {
    kind: sample(kind) for kind in (*LASTING, *EVENTS) if kind not in _BY_HAND
}
ABOUT_COMMANDS = tuple(cast(Command, EXAMPLES[kind]) for kind in COMMANDS)
ABOUT_EVENTS = tuple(cast(RoomEvent, EXAMPLES[kind]) for kind in EVENTS)
# One command and what it sends to others: who sends what, in order.
EXCHANGE: tuple[tuple[str, msgspec.Struct], ...] = (
    ("service", EXAMPLES[answers.Welcome]),
    ("browser", EXAMPLES[passing.Subscribe]),
    ("service", EXAMPLES[answers.Subscribed]),
    ("browser", EXAMPLES[commands.Publish]),
    ("service", EXAMPLES[answers.Reply]),
    ("service", EXAMPLES[answers.Events]),
)
