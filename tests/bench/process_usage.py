"""Processor time and memory of a process, as the kernel counts them."""

import os
import time
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
SCHEDULED = 2  # CPUCLOCK_SCHED: all threads of the process, in user and in system


def cpu_seconds(pid: int) -> float:
    """Return the processor time of all threads of ``pid`` so far (``clock_getcpuclockid(3)``)."""
    return time.clock_gettime((~pid << 3) | SCHEDULED)


def resident_bytes(pid: int) -> int:
    """Return the resident memory of ``pid`` (``/proc/PID/statm``, proc(5))."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
