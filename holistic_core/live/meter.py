"""How fast a viewer's frames are dealt with: rates, latency and stage times of the last seconds."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import numpy as np

WINDOW_S: Final = 5.0
FLOOD_FPS: Final = 60.0
"""More frames a second than any camera is asked for: to decode them takes time that others need."""

# 200 frames a second for the whole window; a camera that is faster has its rate told as this much.
_MOST_EVENTS: Final = 1000
_FLOOD_WINDOW_S: Final = 1.0
# A rate over less than this would be a guess.
_SHORTEST_S: Final = 0.5


@dataclass(frozen=True)
class Speed:
    """The last seconds of one viewer.

    received_fps, processed_fps, dropped_fps: frames a second. A dropped one was overtaken by a newer one.
    latency_ms: median and 95th percentile of the time from a frame's arrival to its finished overlay; NaN without any.
    stage_ms: median of each stage, in the order they run. latencies: `(seconds ago, ms)` of every frame, oldest first.
    """

    received_fps: float = 0.0
    processed_fps: float = 0.0
    dropped_fps: float = 0.0
    latency_ms: float = float("nan")
    latency_p95_ms: float = float("nan")
    stage_ms: Mapping[str, float] = field(default_factory=dict)
    latencies: Sequence[tuple[float, float]] = ()


class Meter:
    """Counts one viewer's frames; safe between the threads that receive, process and look.

    clock_s: seconds that only grow.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._received: deque[float] = deque(maxlen=_MOST_EVENTS)
        self._dropped: deque[float] = deque(maxlen=_MOST_EVENTS)
        self._processed: deque[tuple[float, float, Mapping[str, float]]] = deque(maxlen=_MOST_EVENTS)
        self._started_s: float | None = None
        self.received_total = self.dropped_total = self.processed_total = 0

    def received(self) -> None:
        """A frame came."""
        with self._lock:
            now_s = self._clock_s()
            if self._started_s is None:
                self._started_s = now_s
            self._received.append(now_s)
            self.received_total += 1

    def dropped(self) -> None:
        """A frame was overtaken by a newer one."""
        with self._lock:
            self._dropped.append(self._clock_s())
            self.dropped_total += 1

    def processed(self, latency_ms: float, stage_ms: Mapping[str, float]) -> None:
        """A frame's overlay is finished."""
        with self._lock:
            self._processed.append((self._clock_s(), latency_ms, stage_ms))
            self.processed_total += 1

    @property
    def flood(self) -> float:
        """How many times `FLOOD_FPS` came within the last second; 0 when it was no flood."""
        with self._lock:
            since_s = self._clock_s() - _FLOOD_WINDOW_S
            times = sum(at_s > since_s for at_s in self._received) / (_FLOOD_WINDOW_S * FLOOD_FPS)
        return times if times > 1 else 0.0

    def speed(self) -> Speed:
        """The last `WINDOW_S` seconds."""
        with self._lock:
            now_s, started_s = self._clock_s(), self._started_s
            received, dropped, processed = list(self._received), list(self._dropped), list(self._processed)
        if started_s is None:
            return Speed()
        since_s = now_s - WINDOW_S
        over_s = max(min(WINDOW_S, now_s - started_s), _SHORTEST_S)
        recent = [each for each in processed if each[0] > since_s]
        latencies = [latency_ms for _, latency_ms, _ in recent]
        return Speed(
            received_fps=sum(at_s > since_s for at_s in received) / over_s,
            processed_fps=len(recent) / over_s,
            dropped_fps=sum(at_s > since_s for at_s in dropped) / over_s,
            latency_ms=float(median(latencies)) if latencies else float("nan"),
            latency_p95_ms=float(np.percentile(latencies, 95)) if latencies else float("nan"),
            stage_ms=_medians([stage_ms for _, _, stage_ms in recent]),
            latencies=tuple((now_s - at_s, latency_ms) for at_s, latency_ms, _ in recent),
        )


def _medians(stages: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Median of each stage over the frames that had it, in the order of the frame with the most stages."""
    if not stages:
        return {}
    _, longest = max(enumerate(stages), key=lambda each: len(each[1]))
    names = dict.fromkeys([*longest, *(name for each in stages for name in each)])
    # Of a few dozen numbers each: numpy needs ten times as long to begin as the standard library for all of it.
    return {name: float(median([each[name] for each in stages if name in each])) for name in names}
