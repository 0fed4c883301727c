"""What a rehearsal plays: phases, how often people do what, and how bad their network is. A TOML file."""

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from realtime.serve.sentences import Refusal
from realtime.simulate.sentences import (
    SCENARIO_EMPTY,
    SCENARIO_NO_TOML,
    SCENARIO_RANGE,
    SCENARIO_UNKNOWN,
    SCENARIO_UNREADABLE,
    SCENARIO_WRONG,
)

FOLDER = Path(__file__).parent / "scenarios"

# How often one person does it, on average, a minute.
Often = Annotated[float, Meta(ge=0, le=600)]
Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]
Between = tuple[Seconds, Seconds]


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What befalls the devices: a phone that sleeps reads nothing, a network that is cut says no goodbye,
    a tab that is closed comes back and loads its page afresh."""

    sleeps: Often = 0
    sleep_seconds: Between = (2, 20)
    cuts: Often = 0
    cut_seconds: Between = (0.5, 6)
    closes: Often = 0
    away_seconds: Between = (2, 15)


class Phase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the evening, ``share`` of it long beside the others. As it opens, ``burst`` of the people
    write within ``burst_seconds``."""

    title: str
    share: Annotated[float, Meta(gt=0)] = 1
    burst: Share = 0
    burst_seconds: Seconds = 15
    posts: Often = 0
    comments: Often = 0
    reactions: Often = 0
    protocoles: Often = 0
    marks: Often = 4


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``arrival``: the share of the whole over which people arrive. ``typing_seconds``: how long they type
    before they send."""

    about: str
    phase: list[Phase]
    arrival: Share = 0.1
    typing_seconds: Between = (1, 4)
    network: Network = Network()


class Scene(msgspec.Struct, frozen=True):
    """A phase with its hours, in seconds from the beginning."""

    starts: float
    ends: float
    phase: Phase


def timeline(scenario: Scenario, seconds: float) -> list[Scene]:
    """The phases one after the other, ``seconds`` in all."""
    whole = sum(phase.share for phase in scenario.phase)
    scenes: list[Scene] = []
    starts = 0.0
    for phase in scenario.phase:
        ends = starts + seconds * phase.share / whole
        scenes.append(Scene(starts, ends, phase))
        starts = ends
    return scenes


def load(name: str) -> Scenario:
    """The scenario of the house called ``name``, or the one in the file ``name``. Raises ``Refusal``."""
    path = FOLDER / f"{name}.toml" if name.isidentifier() else Path(name)
    if path.suffix != ".toml" or not path.is_file():
        raise Refusal(SCENARIO_UNKNOWN(name=name, known=", ".join(known())))
    try:
        return _checked(msgspec.convert(tomllib.loads(path.read_text()), Scenario), path)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(SCENARIO_UNREADABLE(path=path, reason=error)) from error
    except tomllib.TOMLDecodeError as error:
        raise Refusal(SCENARIO_NO_TOML(path=path, reason=error)) from error
    except msgspec.ValidationError as error:
        raise Refusal(SCENARIO_WRONG(path=path, reason=str(error).replace("$.", ""))) from error


def known() -> list[str]:
    """The scenarios of the house by name."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def _checked(scenario: Scenario, path: Path) -> Scenario:
    if not scenario.phase:
        raise Refusal(SCENARIO_EMPTY(path=path))
    network = scenario.network
    ranges = {
        "typing_seconds": scenario.typing_seconds,
        "network.sleep_seconds": network.sleep_seconds,
        "network.cut_seconds": network.cut_seconds,
        "network.away_seconds": network.away_seconds,
    }
    for name, (least, most) in ranges.items():
        if least > most:
            raise Refusal(SCENARIO_RANGE(path=path, name=name, least=least, most=most))
    return scenario
