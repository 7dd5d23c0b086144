"""The most memory a process held while something ran."""

import contextlib
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from holistic_core.process_memory import resident_memory_mb

_STATUS: Final = Path("/proc/self/status")
_CLEAR: Final = Path("/proc/self/clear_refs")
# proc(5): writing 5 sets the peak back to what is resident now.
_CLEAR_PEAK: Final = "5"


class PeakMemory:
    """Measures the block of a `with` statement: how far memory rose above where it was at its start.

    It counts what the whole process holds, decoders and model arenas in C included, which no Python tool sees. Freed
    memory from earlier work that is used again does not count, so measure in a fresh process. On macOS the peak cannot
    be set back: an earlier, higher one makes the figure too large, never too small.
    """

    def __enter__(self) -> Self:
        if sys.platform == "linux":
            with contextlib.suppress(OSError):  # not allowed everywhere; then it is as on macOS
                _CLEAR.write_text(_CLEAR_PEAK, encoding="ascii")
        self._start_mb = resident_memory_mb()
        self._end_mb = self._start_mb
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._end_mb = peak_memory_mb()

    @property
    def extra_mb(self) -> float:
        """Peak above the start of the block, in MB (10^6 bytes); NaN where the system does not tell (Windows)."""
        return self._end_mb - self._start_mb


def peak_memory_mb() -> float:
    """Largest resident set size so far, in MB (10^6 bytes); NaN where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return float("nan")
    if sys.platform == "linux":
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    import resource  # noqa: PLC0415 -- not on Windows

    # Bytes on macOS, units of 1,024 bytes elsewhere: getrusage(2) of either.
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit_bytes / 1e6
