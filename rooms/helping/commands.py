"""The lasting commands of help, each with its service and its forms."""

from rooms.command import CommandSpec
from rooms.helping import answering, asking

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(asking.AskHelp, asking.ask),
    CommandSpec(asking.EndHelp, asking.end),
    CommandSpec(answering.AnswerHelp, answering.answer, {"aide/repondre": {}}),
    CommandSpec(
        answering.SettleHelp, answering.settle, {"aide/regler": {"on": True}, "aide/reprendre": {"on": False}}
    ),
)
