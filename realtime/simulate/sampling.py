"""Processor and memory use of processes and of the machine, read from /proc (Linux only)."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

import msgspec

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


class Cost(msgspec.Struct, frozen=True):
    """``cpu``: processor seconds so far; ``memory``: resident bytes now."""

    cpu: float
    memory: int


class Load(msgspec.Struct, frozen=True):
    """Core seconds of the whole machine so far: ``busy``, and ``disk``, idle while waiting for the disk."""

    busy: float
    disk: float


class Sample(msgspec.Struct, frozen=True):
    """The use of the servers and of the machine; None where /proc does not tell."""

    servers: Cost | None
    machine: Load | None


class MachineInfo(msgspec.Struct, frozen=True):
    """The machine that the rehearsal ran on."""

    cores: int
    processor: str
    system: str
    python: str


def sample(pids: Iterable[int]) -> Sample:
    """Sample the processes ``pids`` and the machine now."""
    return Sample(_cost(pids), _load())


def _load() -> Load | None:
    """Read the first line of /proc/stat, proc(5): user, nice, system, idle, iowait, irq, softirq, steal…"""
    try:
        first = (_PROC / "stat").read_text().partition("\n")[0]
        ticks = [int(word) for word in first.split()[1:9]]
    except (OSError, ValueError):
        return None
    return Load((sum(ticks) - ticks[3] - ticks[4]) / _TICKS, ticks[4] / _TICKS)


def _cost(pids: Iterable[int]) -> Cost | None:
    """Return the sum over processes; None where /proc does not tell."""
    try:
        each = [_of(pid) for pid in pids]
    except (OSError, ValueError, IndexError):
        return None
    return Cost(sum(one.cpu for one in each), sum(one.memory for one in each)) if each else None


def _of(pid: int) -> Cost:
    # proc(5): the name stands in parentheses and may hold anything; utime and stime are fields 14 and 15.
    facts = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    resident = int((_PROC / str(pid) / "statm").read_text().split()[1])
    return Cost((int(facts[11]) + int(facts[12])) / _TICKS, resident * _PAGE)


def machine_info() -> MachineInfo:
    """Return facts of this machine."""
    system = f"{platform.system()} {platform.release()}"
    return MachineInfo(os.cpu_count() or 1, _processor(), system, platform.python_version())


def _processor() -> str:
    try:
        lines = (_PROC / "cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
