"""The joint angles of the last seconds of one viewer, in a ring of arrays."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import ANGLES, Angle

KEPT_S: Final = 20.0
# 40 frames a second for the time that is kept.
_ROWS: Final = 800
_COLUMN: Final = {definition.name: column for column, definition in enumerate(ANGLES)}


@dataclass(frozen=True, eq=False)
class RecentAngles:
    """Angles of the last frames, oldest first. times_s: `(n,)` on the clock of the frames.

    deg_2d, deg_3d: `(n, 44)` degrees in the order of `ANGLES`; NaN where an angle could not be told.
    """

    times_s: npt.NDArray[np.float64]
    deg_2d: npt.NDArray[np.float32]
    deg_3d: npt.NDArray[np.float32]

    def of(self, name: str, *, in_space: bool = False) -> npt.NDArray[np.float32]:
        """`(n,)` degrees of one angle by its name."""
        table = self.deg_3d if in_space else self.deg_2d
        column: npt.NDArray[np.float32] = table[:, _COLUMN[name]]
        return column


class AngleHistory:
    """Keeps the newest angles in memory of a fixed size; one thread adds, others look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times_s = np.full(_ROWS, -np.inf)
        self._degrees = np.full((2, _ROWS, len(ANGLES)), np.nan, np.float32)
        self._next = 0

    def add(self, time_s: float, angles: Sequence[Angle]) -> None:
        """The angles of a frame, in the order of `ANGLES`; times increase."""
        flat = np.array([(angle.deg_2d, angle.deg_3d) for angle in angles], np.float32).T
        with self._lock:
            row = self._next % _ROWS
            self._times_s[row] = time_s
            self._degrees[:, row] = flat
            self._next += 1

    def recent(self, window_s: float = KEPT_S) -> RecentAngles:
        """Copies of what is at most `window_s` older than the newest."""
        with self._lock:
            order = np.arange(max(0, self._next - _ROWS), self._next) % _ROWS
            times_s = self._times_s[order]
            degrees = self._degrees[:, order]
        kept = times_s >= (times_s[-1] - window_s if len(times_s) else 0.0)
        return RecentAngles(times_s[kept], degrees[0, kept], degrees[1, kept])
