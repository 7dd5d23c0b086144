"""The time of frames: as their camera says, but never backwards, whatever the camera says."""

from typing import Final

# A camera that falls behind or jumps ahead by more than this has started anew.
_FARTHEST_S: Final = 2.0
_SHORTEST_STEP_S: Final = 1e-3


class FrameClock:
    """Turns the times that a camera tells into times that always increase, from about 0 on.

    Browsers start their clock at a random number, start it anew when the camera changes, and sometimes tell none.
    """

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._last_arrived_s = 0.0
        self._offset_s = 0.0

    def next_s(self, told_s: float | None, arrived_s: float) -> float:
        """Seconds of the next frame. told_s: by its camera, or None. arrived_s: on a clock of this machine."""
        if self._last_s is None:
            self._offset_s = -(arrived_s if told_s is None else told_s)
            self._last_s, self._last_arrived_s = 0.0, arrived_s
            return 0.0
        by_arrival_s = self._last_s + max(arrived_s - self._last_arrived_s, _SHORTEST_STEP_S)
        time_s = by_arrival_s if told_s is None else told_s + self._offset_s
        if told_s is not None and (time_s <= self._last_s or abs(time_s - by_arrival_s) > _FARTHEST_S):
            time_s = by_arrival_s
            self._offset_s = time_s - told_s
        self._last_s, self._last_arrived_s = time_s, arrived_s
        return time_s
