"""Frames at their true times to rows at one rate, as motion files want them: on lines between frames, gaps stay."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from holistic_core.errors import VideoError

Floats = npt.NDArray[np.float64]

# What lies nearer to a frame than this share of an interval is taken as that frame.
_SAME_SHARE: Final = 0.01
# At most so much of an interval is the last row behind the last frame: 29.97 a second are 30000 / 1001 in truth.
_LAST_SHARE: Final = 0.05
# Intervals between these shares of the usual one are the rate; others are dropped frames and pauses.
_USUAL: Final = (0.5, 1.5)
# So many usual intervals without a frame are a pause, through which no line goes.
_PAUSE_FRAMES: Final = 2.5
_RATE_DIGITS: Final = 2


@dataclass(frozen=True, eq=False)
class UniformRows:
    """Rows at a uniform rate over frames at any times.

    rate_hz: rows a second, with two decimals. times_s: `(m,)`, row k at the first frame + k / rate_hz.
    """

    rate_hz: float
    times_s: Floats
    _frames_s: Floats

    @classmethod
    def over(cls, times_s: npt.NDArray[np.floating[Any]]) -> Self:
        """Rows for frames at `times_s` (`(n,)` seconds, increasing), at their own usual rate.

        The rate is the inverse of the mean interval, dropped frames and pauses aside; so millisecond clocks of 33, 33
        and 34 ms are 30 a second. One frame alone is told as 1 a second. VideoError without frames.
        """
        if not len(times_s):
            raise VideoError("There is no frame in the movement, and a motion file needs one. Choose a longer part.")
        frames_s = np.asarray(times_s, np.float64)
        rate_hz = max(round(1 / _usual_interval_s(frames_s), _RATE_DIGITS), 10**-_RATE_DIGITS)
        count = 1 + int((frames_s[-1] - frames_s[0]) * rate_hz + _LAST_SHARE)
        return cls(rate_hz, frames_s[0] + np.arange(count) / rate_hz, frames_s)

    def __len__(self) -> int:
        return len(self.times_s)

    def of(self, values: npt.NDArray[np.floating[Any]]) -> Floats:
        """`(m, k)` at the rows from `(n, k)` at the frames.

        A frame that is within a hundredth of an interval of the row is taken as it is; other rows lie on the line
        between the frames before and after. NaN where either is not known, and in pauses of 2.5 usual intervals.
        """
        known = np.asarray(values, np.float64)
        if len(known) == 1:
            return known.copy()
        before = np.clip(np.searchsorted(self._frames_s, self.times_s, side="right") - 1, 0, len(known) - 2)
        start_s, end_s = self._frames_s[before], self._frames_s[before + 1]
        share = np.clip((self.times_s - start_s) / (end_s - start_s), 0.0, 1.0)
        pause = end_s - start_s > _PAUSE_FRAMES * _usual_interval_s(self._frames_s)
        rows: Floats = (1 - share)[:, None] * known[before] + share[:, None] * known[before + 1]
        rows[pause] = np.nan
        near = _SAME_SHARE * _usual_interval_s(self._frames_s)
        for place, frames in ((before, start_s), (before + 1, end_s)):
            same = np.abs(self.times_s - frames) <= near
            rows[same] = known[place[same]]
        # The last row may lie a little behind the last frame.
        last = self.times_s > end_s
        rows[last] = known[-1]
        return rows


def _usual_interval_s(times_s: Floats) -> float:
    if len(times_s) < 2:  # noqa: PLR2004 -- one frame has no interval
        return 1.0
    intervals = np.diff(times_s)
    median = float(np.median(intervals))
    low, high = _USUAL
    return float(intervals[(intervals >= low * median) & (intervals <= high * median)].mean())
