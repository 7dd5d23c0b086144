"""One viewer's frames in bounded memory: landmarks, angles and repetitions, never pictures."""

import threading
from typing import Final, Literal

from holistic_core.angles import Angle
from holistic_core.export.session_frames import FrameStore, SessionFrames
from holistic_core.results import HolisticResult

WhyFull = Literal["time", "memory"]

_MB: Final = 1e6


class Recording:
    """Collects frames until it is full; one thread adds, others may look at any time.

    face: record the points of the face too, which doubles the memory. longest_s: from the first frame to the last.
    budget_mb: what the arrays may hold, 64 MB by default: 10 minutes at 30 frames a second without the face are 46 MB.
    """

    def __init__(self, face: bool = False, longest_s: float = 600.0, budget_mb: float = 64.0) -> None:
        self.face = face
        self.longest_s = longest_s
        self.budget_mb = budget_mb
        self._lock = threading.Lock()
        self._store = FrameStore(face=face)
        self._first_s = self._last_s = 0.0
        self._why_full: WhyFull | None = None

    def add(
        self, time_s: float, result: HolisticResult, angles: tuple[Angle, ...], repetitions: int, latency_ms: float
    ) -> bool:
        """Record a frame; False, and nothing is recorded, when it is full.

        time_s: on the viewer's clock, increasing. angles: of the result, in the order of `ANGLES`. repetitions:
        counted so far. latency_ms: from the frame's arrival to its overlay.
        """
        with self._lock:
            if self._why_full is None:
                self._why_full = self._reason(time_s)
            if self._why_full is not None:
                return False
            self._store.add(time_s, result, angles, repetitions, latency_ms)
            if len(self._store) == 1:
                self._first_s = time_s
            self._last_s = time_s
            return True

    def _reason(self, time_s: float) -> WhyFull | None:
        if len(self._store) and time_s - self._first_s > self.longest_s:
            return "time"
        too_large = self._store.nbytes + self._store.growth_nbytes > self.budget_mb * _MB
        return "memory" if too_large else None

    @property
    def frames(self) -> int:
        """How many frames are recorded."""
        with self._lock:
            return len(self._store)

    @property
    def duration_s(self) -> float:
        """From the first frame to the last; 0 without frames."""
        with self._lock:
            return self._last_s - self._first_s

    @property
    def full(self) -> bool:
        """Whether a frame was turned away; then none is recorded any more."""
        return self._why_full is not None

    @property
    def why_full(self) -> WhyFull | None:
        """What ended it: "time" (`longest_s`) or "memory" (`budget_mb`); None while it is not full."""
        return self._why_full

    @property
    def memory_mb(self) -> float:
        """What its arrays hold."""
        with self._lock:
            return self._store.nbytes / _MB

    def snapshot(self) -> SessionFrames:
        """The frames recorded so far, the first at 0 s. Those that follow do not change it; nothing is copied."""
        with self._lock:
            return self._store.frames(self._first_s)
