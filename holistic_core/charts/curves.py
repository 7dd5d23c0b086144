"""Curves of many samples: thinned so that peaks stay, and interrupted where nothing was measured."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from holistic_core.errors import OptionsError

Samples = npt.NDArray[np.floating[Any]]


def curve(
    times_s: Samples, values: Samples, *, most: int, over_s: float, pause_s: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Times and values to draw a line through, at most `most` and those that mark interruptions; NaN is a gap.

    times_s, values: `(n,)`, times increasing. over_s: the length of time that `most` points are meant for. It is
    divided into equal slots that start at fixed times, so that a curve that slides keeps its shape; of each slot the
    lowest and the highest value stay. pause_s: without a sample for longer than this the line is interrupted.
    OptionsError when times and values differ in number.
    """
    if np.shape(times_s) != np.shape(values) or np.ndim(values) != 1:
        raise OptionsError(f"There are {np.size(values)} values for {np.size(times_s)} times; one for each is needed.")
    times, heights = np.asarray(times_s, np.float64), np.asarray(values, np.float64)
    if len(times) > most:
        # One slot more is touched than fits, and the newest sample stays as well.
        slot_s = over_s / max(1, (most - 3) // 2)
        kept = _extremes(times, heights, slot_s)
        times, heights = times[kept], heights[kept]
        # Two neighbours may now come from either end of two slots.
        pause_s = max(pause_s, 2 * slot_s)
    after_pause = np.flatnonzero(np.diff(times) > pause_s) + 1
    if not len(after_pause):
        return times, heights
    return np.insert(times, after_pause, times[after_pause]), np.insert(heights, after_pause, np.nan)


def spread(places: Sequence[float], room: float) -> list[float]:
    """The same places in ascending order, moved up and down until neighbours are `room` from each other."""
    moved = list(places)
    for _ in range(2 * len(moved)):
        for lower in range(len(moved) - 1):
            overlap = room - (moved[lower + 1] - moved[lower])
            if overlap > 0:
                moved[lower] -= overlap / 2
                moved[lower + 1] += overlap / 2
    return moved


def alone(heights: Samples) -> npt.NDArray[np.bool_]:
    """`(n,)`: which values stand between two gaps, so that no line goes through them."""
    valued = np.isfinite(heights)
    padded = np.concatenate([[False], valued, [False]])
    lonely: npt.NDArray[np.bool_] = valued & ~padded[:-2] & ~padded[2:]
    return lonely


def _extremes(times: Samples, heights: Samples, slot_s: float) -> npt.NDArray[np.intp]:
    """Indices of the lowest and the highest value of each slot, in order; one gap for a slot without any."""
    slots = np.floor(times / slot_s)
    order = np.lexsort((heights, slots))  # NaN comes last within its slot
    first = np.flatnonzero(np.diff(slots[order], prepend=-np.inf))
    valued = np.add.reduceat(np.isfinite(heights[order]).astype(np.intp), first)
    highest = first + np.maximum(valued, 1) - 1
    kept: npt.NDArray[np.intp] = np.unique(np.concatenate([order[first], order[highest], [len(times) - 1]]))
    return kept
