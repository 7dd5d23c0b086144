"""Curves with gaps: the stretches that hang together, and short gaps filled between known values."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.errors import OptionsError

Samples = npt.NDArray[np.floating[Any]]
Values = npt.NDArray[np.float64]

# So many usual intervals without a frame are a pause and not just a frame that was dropped.
_PAUSE_FRAMES: Final = 2.5


def checked(times_s: Samples, degrees: Samples) -> tuple[Values, Values]:
    """Both as float64 arrays of their own, infinities as NaN.

    OptionsError unless they are `(n,)` of one length, and times finite and increasing.
    """
    if np.ndim(times_s) != 1 or np.shape(times_s) != np.shape(degrees):
        raise OptionsError(
            f"Angles have the shape {np.shape(degrees)} and times {np.shape(times_s)}; one angle a time is needed."
        )
    times, values = np.array(times_s, np.float64), np.array(degrees, np.float64)
    wrong = np.flatnonzero(~np.isfinite(times) | ~(np.diff(times, prepend=-np.inf) > 0))
    if len(wrong):
        raise OptionsError(
            f"The time of frame {wrong[0]} is {times[wrong[0]]:g} s; times must be numbers that increase from frame to "
            "frame. Sort the frames, and leave out those with the same time."
        )
    values[~np.isfinite(values)] = np.nan
    return times, values


def segments(times_s: Values, degrees: Values, max_gap_s: float = 0.0) -> Iterator[slice]:
    """Where angles hang together: stretches without NaN and without a pause, in order.

    times_s, degrees: `(n,)`, as `checked`. A pause is longer than `max_gap_s`, and than 2.5 usual frames.
    """
    known = np.flatnonzero(np.isfinite(degrees))
    if not len(known):
        return
    pause_s = max(max_gap_s, _PAUSE_FRAMES * usual_interval_s(times_s))
    apart = (np.diff(known) > 1) | (np.diff(times_s[known]) > pause_s)
    for stretch in np.split(known, np.flatnonzero(apart) + 1):
        yield slice(int(stretch[0]), int(stretch[-1]) + 1)


def usual_interval_s(times_s: Values) -> float:
    """Median time between frames; 0 when there are fewer than two."""
    return float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.0


def gaps_filled(times_s: Values, degrees: Values, max_gap_s: float) -> Values:
    """`(n,)` with a value for every frame between two known angles that are at most `max_gap_s` apart.

    Between them by a monotone cubic (PCHIP), which never goes beyond what was measured; longer gaps stay NaN, and so
    does what lies before the first and after the last known angle.
    """
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415 -- scipy is loaded when something is filtered

    known = np.flatnonzero(np.isfinite(degrees))
    missing = np.flatnonzero(np.isnan(degrees))
    after = np.searchsorted(known, missing)
    inside = (after > 0) & (after < len(known))
    missing, after = missing[inside], after[inside]
    # The smallest step between sums of decimals is not 0.
    short = times_s[known[after]] - times_s[known[after - 1]] <= max_gap_s + 1e-9
    filled = degrees.copy()
    if short.any():
        between = PchipInterpolator(times_s[known], degrees[known])
        filled[missing[short]] = between(times_s[missing[short]])
    return filled
