"""Scenarios of rehearsals: phases, rates of actions, and the quality of the network. A TOML file."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from realtime.serve.sentences import CommandRefused
from realtime.simulate.sentences import (
    SCENARIO_EMPTY,
    SCENARIO_KINDS,
    SCENARIO_NO_TOML,
    SCENARIO_RANGE,
    SCENARIO_UNKNOWN,
    SCENARIO_UNREADABLE,
    SCENARIO_WRONG,
)

FOLDER = Path(__file__).parent / "scenarios"

# Actions of one person a minute, on average.
Often = Annotated[float, Meta(ge=0, le=600)]
Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]
Between = tuple[Seconds, Seconds]


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Disturbances: a sleeping phone stops reading, a cut network closes without a handshake, and a closed
    tab comes back and reloads its page."""

    sleeps: Often = 0
    sleep_seconds: Between = (2, 20)
    cuts: Often = 0
    cut_seconds: Between = (0.5, 6)
    closes: Often = 0
    away_seconds: Between = (2, 15)


class ScenarioPhase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phase, whose duration is its ``share`` relative to the others. As it begins, ``burst`` of the people
    post within ``burst_seconds``. Where phases have a ``kind``, they are those of a session, whose clock is
    the service's: in a ``silence`` each writes a text that the next ``reveal`` reveals."""

    title: str
    kind: Literal["", "read", "silence", "reveal", "react", "perform", "pause"] = ""
    share: Annotated[float, Meta(gt=0)] = 1
    burst: Share = 0
    burst_seconds: Seconds = 15
    posts: Often = 0
    comments: Often = 0
    reactions: Often = 0
    protocoles: Often = 0
    marks: Often = 4


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``arrival``: the share of the duration over which people arrive. ``typing_seconds``: before they
    send. In a storm, so many ``hostile`` accounts come into one fabrique, and a ``team`` moderates."""

    about: str
    phase: list[ScenarioPhase]
    arrival: Share = 0.1
    typing_seconds: Between = (1, 4)
    network: Network = Network()
    hostile: Annotated[int, Meta(ge=0, le=1_000)] = 0
    team: Annotated[int, Meta(ge=0, le=20)] = 0

    @property
    def is_storm(self) -> bool:
        """Whether some come to harm."""
        return self.hostile > 0

    @property
    def is_session(self) -> bool:
        """Whether its phases are those of a session."""
        return any(phase.kind for phase in self.phase)


class ScheduledPhase(msgspec.Struct, frozen=True):
    """A phase with its times, in seconds from the beginning."""

    starts: float
    ends: float
    phase: ScenarioPhase


def timeline(scenario: Scenario, seconds: float) -> list[ScheduledPhase]:
    """Schedule the phases one after the other, ``seconds`` in all."""
    whole = sum(phase.share for phase in scenario.phase)
    schedule: list[ScheduledPhase] = []
    starts = 0.0
    for phase in scenario.phase:
        ends = starts + seconds * phase.share / whole
        schedule.append(ScheduledPhase(starts, ends, phase))
        starts = ends
    return schedule


def load(name: str) -> Scenario:
    """Load the built-in scenario ``name``, or the TOML file ``name``. Raises ``CommandRefused``."""
    path = FOLDER / f"{name}.toml" if name.isidentifier() else Path(name)
    if path.suffix != ".toml" or not path.is_file():
        raise CommandRefused(SCENARIO_UNKNOWN(name=name, known=", ".join(known())))
    try:
        return _checked(msgspec.convert(tomllib.loads(path.read_text()), Scenario), path)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandRefused(SCENARIO_UNREADABLE(path=path, reason=error)) from error
    except tomllib.TOMLDecodeError as error:
        raise CommandRefused(SCENARIO_NO_TOML(path=path, reason=error)) from error
    except msgspec.ValidationError as error:
        raise CommandRefused(SCENARIO_WRONG(path=path, reason=str(error).replace("$.", ""))) from error


def known() -> list[str]:
    """Return the names of the built-in scenarios."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def _checked(scenario: Scenario, path: Path) -> Scenario:
    if not scenario.phase:
        raise CommandRefused(SCENARIO_EMPTY(path=path))
    if scenario.is_session and not all(phase.kind for phase in scenario.phase):
        raise CommandRefused(SCENARIO_KINDS(path=path))
    network = scenario.network
    ranges = {
        "typing_seconds": scenario.typing_seconds,
        "network.sleep_seconds": network.sleep_seconds,
        "network.cut_seconds": network.cut_seconds,
        "network.away_seconds": network.away_seconds,
    }
    for name, (least, most) in ranges.items():
        if least > most:
            raise CommandRefused(SCENARIO_RANGE(path=path, name=name, least=least, most=most))
    return scenario
