"""Filters for an angle's curve, by true times: outliers are taken out, short gaps filled, and the rest smoothed."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.segments import Samples, Values, checked, gaps_filled, segments, usual_interval_s

Flags = npt.NDArray[np.bool_]

# A median absolute deviation is this share of a standard deviation where errors are normally distributed.
_MAD_OF_SIGMA: Final = 0.6745
# Nobody is still to a fraction of a degree: what is nearer to its neighbours than this is never an outlier.
_NO_OUTLIER_DEG: Final = 3.0
# With two chords, one outlier bends as many of them as are right.
_FEWEST_AROUND: Final = 3
# The smallest step between sums of decimals is not 0.
_ROUNDING_S: Final = 1e-9
# Frames that are off a uniform rate by less than this share of an interval are uniform.
_JITTER: Final = 0.02
# Of the rate of frames: half of it is the fastest that can be told, and a filter has to end before that.
_HIGHEST_CUTOFF: Final = 0.45
_FEWEST_SMOOTHED: Final = 4
# The One-Euro filter's own cut-off for the speed, as in its paper.
_SPEED_CUTOFF_HZ: Final = 1.0


def filtered(times_s: Samples, degrees: Samples, settings: FilterSettings) -> Values:
    """`(n,)` degrees after the chain of `settings`; what is smoothed is smoothed within stretches without a gap.

    times_s: `(n,)` seconds, increasing, not necessarily uniform. degrees: `(n,)`, NaN where not known.
    Nothing is extrapolated: no value comes before the first or after the last known one of a stretch.
    OptionsError for arrays that do not belong together and times that do not increase.
    """
    times, values = checked(times_s, degrees)
    if settings.kind == "none":
        return values
    if settings.removes_outliers:
        values[outliers(times, values, settings.outlier_window_s, settings.outlier_sigmas)] = np.nan
    values = gaps_filled(times, values, settings.max_gap_s)
    if settings.kind == "hampel":
        return values
    smooth = {"one_euro": _one_euro, "butterworth": _butterworth, "median": _median}[settings.kind]
    for stretch in segments(times, values, settings.max_gap_s):
        if stretch.stop - stretch.start >= _FEWEST_SMOOTHED:
            values[stretch] = smooth(times[stretch], values[stretch], settings)
    return values


def filtered_all(times_s: Samples, degrees: Samples, settings: FilterSettings) -> Values:
    """`(n, k)` degrees: every column `filtered` by itself."""
    columns = [filtered(times_s, column, settings) for column in np.asarray(degrees).T]
    return np.stack(columns, axis=1) if columns else np.empty((len(times_s), 0))


def outliers(times_s: Values, degrees: Values, window_s: float, sigmas: float) -> Flags:
    """`(n,)` which angles are farther from those around them than `sigmas` standard deviations, and than 3°.

    Hampel's identifier, median and median absolute deviation of a window, on the bend of the curve: how far an angle is
    from the chords between its neighbours, of which the median counts. On the angles themselves a fast movement would
    count as spread and hide outliers. A window has as many angles before as after, at least three; the first and last
    three of all are not judged, and none where frames are rarer than that. Arguments as `checked`.
    """
    found = np.zeros(len(degrees), np.bool_)
    known = np.flatnonzero(np.isfinite(degrees))
    times, values, places = times_s[known], degrees[known], np.arange(len(known))
    before = places - np.searchsorted(times, times - window_s / 2 - _ROUNDING_S)
    after = np.searchsorted(times, times + window_s / 2 + _ROUNDING_S) - 1 - places
    reach = np.minimum(before, after)
    judged = reach >= _FEWEST_AROUND
    if not judged.any():
        return found
    steps = np.arange(1, reach.max() + 1)
    inside = steps <= reach[:, None]
    earlier, later = (np.clip(places[:, None] + sign * steps, 0, len(known) - 1) for sign in (-1, 1))
    bend = np.full(len(known), np.nan)
    with np.errstate(invalid="ignore"):  # beyond the ends both are one place
        share = (times[:, None] - times[earlier]) / (times[later] - times[earlier])
    chords = np.where(inside, values[earlier] + share * (values[later] - values[earlier]), np.nan)
    bend[judged] = values[judged] - np.nanmedian(chords[judged], axis=1)
    # The bends of a window, filled up with NaN; that of the angle itself is among them.
    around = np.concatenate([np.where(inside, bend[earlier], np.nan), np.where(inside, bend[later], np.nan)], axis=1)
    around = np.column_stack([bend, around])[judged]
    middle = np.nanmedian(around, axis=1)
    sigma = np.nanmedian(np.abs(around - middle[:, None]), axis=1) / _MAD_OF_SIGMA
    found[known[judged]] = np.abs(bend[judged] - middle) > np.maximum(sigmas * sigma, _NO_OUTLIER_DEG)
    return found


def _one_euro(times_s: Values, degrees: Values, settings: FilterSettings) -> Values:
    """As `filters.OneEuro`, on plain numbers: arrays of one number take twenty times as long."""
    smooth, last, speed, last_s = float(degrees[0]), float(degrees[0]), 0.0, float(times_s[0])
    out = [smooth]
    for time_s, value in zip(times_s[1:].tolist(), degrees[1:].tolist(), strict=True):
        turns = 2 * math.pi * (time_s - last_s)
        of_speed = turns * _SPEED_CUTOFF_HZ / (1 + turns * _SPEED_CUTOFF_HZ)
        speed += of_speed * ((value - last) / (time_s - last_s) - speed)
        cutoff = turns * (settings.min_cutoff_hz + settings.beta * abs(speed))
        smooth += cutoff / (1 + cutoff) * (value - smooth)
        last, last_s = value, time_s
        out.append(smooth)
    return np.array(out)


def _butterworth(times_s: Values, degrees: Values, settings: FilterSettings) -> Values:
    """Zero-phase: once forward, once backward. Unchanged where frames are too rare to show anything so fast."""
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415

    grid_s, values = _on_grid(times_s, degrees)
    rate_hz = 1 / usual_interval_s(grid_s)
    if settings.cutoff_hz >= _HIGHEST_CUTOFF / usual_interval_s(times_s):
        return degrees
    # Two passes weaken more than one: each gets a higher cut-off, so that both together have the one that was asked
    # for (Winter 2009, ch. 2; Robertson & Dowling 2003), by way of the analogue filter behind the digital one.
    for_both = (math.sqrt(2) - 1) ** (1 / (2 * settings.order))
    each_hz = rate_hz / math.pi * math.atan(math.tan(math.pi * settings.cutoff_hz / rate_hz) / for_both)
    sections = butter(settings.order, each_hz, fs=rate_hz, output="sos")
    # A beginning as long as the filter remembers is reflected at both ends.
    reflected = min(len(values) - 1, math.ceil(rate_hz / settings.cutoff_hz * settings.order))
    return _at(times_s, grid_s, sosfiltfilt(sections, values, padlen=reflected))


def _median(times_s: Values, degrees: Values, settings: FilterSettings) -> Values:
    from scipy.ndimage import median_filter  # noqa: PLC0415

    grid_s, values = _on_grid(times_s, degrees)
    half = round(settings.window_s / 2 / usual_interval_s(grid_s))
    return _at(times_s, grid_s, median_filter(values, size=2 * half + 1, mode="nearest"))


def _on_grid(times_s: Values, degrees: Values) -> tuple[Values, Values]:
    """Times at a uniform rate and the angles at them; the frames themselves where they are uniform already."""
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415

    even = np.linspace(times_s[0], times_s[-1], len(times_s))
    if np.abs(even - times_s).max() <= _JITTER * usual_interval_s(times_s):
        return even, degrees
    # Twice as dense, so that no frame is far from a place on the grid.
    count = 2 * math.ceil((times_s[-1] - times_s[0]) / usual_interval_s(times_s)) + 1
    grid_s = np.linspace(times_s[0], times_s[-1], count)
    return grid_s, np.asarray(PchipInterpolator(times_s, degrees)(grid_s), np.float64)


def _at(times_s: Values, grid_s: Values, values: Values) -> Values:
    """Angles on the grid, at the times of the frames."""
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415

    if len(grid_s) == len(times_s) and np.abs(grid_s - times_s).max() <= _JITTER * usual_interval_s(times_s):
        return values
    return np.asarray(PchipInterpolator(grid_s, values)(times_s), np.float64)
