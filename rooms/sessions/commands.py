"""The lasting commands of sessions, each with its service and its forms."""

from rooms.command import CommandSpec
from rooms.sessions import conducting, writing

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(conducting.StartSession, conducting.start, {"seances/commencer": {}}),
    CommandSpec(
        conducting.PauseSession,
        conducting.pause,
        {"seances/suspendre": {"on": True}, "seances/reprendre": {"on": False}},
    ),
    CommandSpec(conducting.ExtendPhase, conducting.extend, {"seances/prolonger": {}}),
    CommandSpec(conducting.PassTo, conducting.pass_to, {"seances/passer": {}}),
    CommandSpec(conducting.EndSession, conducting.end, {"seances/finir": {}}),
    CommandSpec(conducting.RevealNext, conducting.reveal_next, {"seances/devoiler": {}}),
    CommandSpec(conducting.SetPace, conducting.set_pace, {"seances/allure": {}}),
    CommandSpec(conducting.GiveGrace, conducting.give_grace, {"seances/grace": {}}),
    CommandSpec(conducting.GiveGraceToAll, conducting.give_grace_to_all, {"seances/grace-a-tous": {}}),
    CommandSpec(writing.KeepText, writing.keep, {"temps/garder": {}}),
    CommandSpec(
        writing.FinishPhase, writing.finish, {"temps/finir": {"on": True}, "temps/continuer": {"on": False}}
    ),
    CommandSpec(writing.PublishText, writing.publish, {"temps/publier": {}}),
)
