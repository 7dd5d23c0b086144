"""What Linux tells about a running process: threads, resident memory and processor time, from /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.process_memory import resident_memory_mb

_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
# Fields of /proc/<pid>/stat, counted from the one after the name in brackets (proc(5)).
_USER, _SYSTEM = 11, 12


# Fields of the first line of /proc/stat: user, nice, system, and after idle and iowait, irq and softirq (proc(5)).
_BUSY: Final = (1, 2, 3, 6, 7)


def machine_busy_s() -> float:
    """Processor time that all processes together have taken since the machine started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return sum(int(fields[field]) for field in _BUSY) / _TICKS_A_SECOND


@dataclass(frozen=True)
class ProcessNumbers:
    """at_s: of `time.monotonic`. cpu_s: processor time since its start."""

    at_s: float
    threads: int
    resident_mb: float
    cpu_s: float

    def cores_since(self, before: "ProcessNumbers") -> float:
        """Processor seconds a second between two looks."""
        return (self.cpu_s - before.cpu_s) / (self.at_s - before.at_s)


def process_numbers(pid: int) -> ProcessNumbers:
    """How the process is now; OSError when there is none."""
    folder = Path("/proc") / str(pid)
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    return ProcessNumbers(
        time.monotonic(),
        sum(1 for _ in (folder / "task").iterdir()),
        resident_memory_mb(pid),
        (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS_A_SECOND,
    )
