"""A running median over a short time, for one angle: single jumps of the landmarks vanish, movements stay."""

import statistics
from collections import deque
from typing import Final

# As long as jumps last, and short against any movement that is counted.
_WINDOW_S: Final = 0.12
# Three values outvote one. Farther apart than this they are parts of the movement itself, and stay as they are.
_FEWEST: Final = 3
_FEWEST_S: Final = 0.3


class RunningMedian:
    """The median of the values of the last 0.12 s, or of the last three where these lie within 0.3 s."""

    def __init__(self) -> None:
        self._values: deque[tuple[float, float]] = deque()

    def reset(self) -> None:
        """Forget everything: the next value is taken as it is."""
        self._values.clear()

    def __call__(self, value: float, time_s: float) -> float:
        """The median after this value; times increase."""
        values = self._values
        values.append((time_s, value))
        while time_s - values[0][0] > (_WINDOW_S if len(values) > _FEWEST else _FEWEST_S):
            values.popleft()
        if len(values) < _FEWEST:
            return value
        return statistics.median(each for _, each in values)
