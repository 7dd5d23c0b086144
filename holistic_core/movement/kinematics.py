"""How far and how fast a joint moves: range of motion, angular velocity, and where it is fastest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from holistic_core.movement.segments import Samples, Values, checked, segments

# A slower movement is no movement, and peaks nearer to one another are one.
_LEAST_DEG_S: Final = 20.0
_APART_S: Final = 0.25
# A peak stands out from what is around it by this share of the fastest.
_PROMINENCE: Final = 0.25
_FEWEST: Final = 3
# Rounding makes a still angle as fast as this.
_STILL_DEG_S: Final = 1e-6


@dataclass(frozen=True)
class VelocityPeak:
    """A moment at which a joint was fastest. deg_s: degrees a second, negative while the angle gets smaller."""

    time_s: float
    deg_s: float


@dataclass(frozen=True)
class AngleSummary:
    """What one angle did. All NaN where it was never known.

    name: of `ANGLES`. lowest_deg, highest_deg: with when they were. fastest_up, fastest_down: where the angle grew and
    where it shrank fastest; None where it did not. known: share of the frames in which it was known, 0-1.
    """

    name: str
    lowest_deg: float
    lowest_at_s: float
    highest_deg: float
    highest_at_s: float
    mean_deg: float
    fastest_up: VelocityPeak | None
    fastest_down: VelocityPeak | None
    known: float

    @property
    def range_deg(self) -> float:
        """Range of motion: from the lowest to the highest."""
        return self.highest_deg - self.lowest_deg


def range_of_motion(degrees: Samples) -> tuple[float, float]:
    """Lowest and highest known angle in degrees; NaN without any. Their difference is the range of motion."""
    known = np.asarray(degrees, np.float64)
    known = known[np.isfinite(known)]
    return (float(known.min()), float(known.max())) if len(known) else (np.nan, np.nan)


def angular_velocity(times_s: Samples, degrees: Samples) -> Values:
    """`(n,)` degrees a second, by central differences over the true times; NaN in gaps and beside lonely frames.

    degrees: `(n,)`, filtered: differences multiply noise by the rate of frames. OptionsError as `filtered`.
    """
    times, values = checked(times_s, degrees)
    velocity = np.full(len(values), np.nan)
    for stretch in segments(times, values):
        count = stretch.stop - stretch.start
        if count >= _FEWEST:
            # At the ends, too, by a parabola through three frames.
            velocity[stretch] = np.gradient(values[stretch], times[stretch], edge_order=2)
    return velocity


def velocity_peaks(
    times_s: Samples, velocity_deg_s: Samples, *, least_deg_s: float = _LEAST_DEG_S, apart_s: float = _APART_S
) -> tuple[VelocityPeak, ...]:
    """Where an angle grew or shrank fastest, in order of time.

    velocity_deg_s: `(n,)`, as from `angular_velocity`. least_deg_s: slower peaks are left out. apart_s: of two peaks of
    one direction that are nearer to one another the faster stays. A peak stands out by a quarter of the fastest.
    """
    from scipy.signal import find_peaks  # noqa: PLC0415 -- scipy is loaded when something is analysed

    times, velocity = checked(times_s, velocity_deg_s)
    stand_out = _PROMINENCE * float(np.nanmax(np.abs(velocity), initial=0.0))
    found: list[VelocityPeak] = []
    for stretch in segments(times, velocity):
        for sign in (1.0, -1.0):
            places, _ = find_peaks(sign * velocity[stretch], height=least_deg_s, prominence=stand_out)
            found += _apart(
                [VelocityPeak(float(times[place]), float(velocity[place])) for place in places + stretch.start], apart_s
            )
    return tuple(sorted(found, key=lambda peak: peak.time_s))


def angle_summary(name: str, times_s: Samples, degrees: Samples) -> AngleSummary:
    """What one filtered angle did over all frames. Arguments as of `angular_velocity`."""
    times, values = checked(times_s, degrees)
    if not np.isfinite(values).any():
        return AngleSummary(name, np.nan, np.nan, np.nan, np.nan, np.nan, None, None, 0.0)
    lowest, highest = int(np.nanargmin(values)), int(np.nanargmax(values))
    velocity = angular_velocity(times, values)
    return AngleSummary(
        name,
        float(values[lowest]),
        float(times[lowest]),
        float(values[highest]),
        float(times[highest]),
        float(np.nanmean(values)),
        fastest(times, velocity),
        fastest(times, -velocity, sign=-1.0),
        float(np.isfinite(values).mean()),
    )


def angle_summaries(times_s: Samples, angles_deg: Mapping[str, Samples]) -> tuple[AngleSummary, ...]:
    """`angle_summary` of every angle. angles_deg: `(n,)` degrees by names of `ANGLES`."""
    return tuple(angle_summary(name, times_s, degrees) for name, degrees in angles_deg.items())


def fastest(times_s: Values, velocity_deg_s: Values, *, sign: float = 1.0) -> VelocityPeak | None:
    """The largest of the velocities, told times `sign`; None when nothing moves that way."""
    if not np.nanmax(velocity_deg_s, initial=0.0) > _STILL_DEG_S:
        return None
    place = int(np.nanargmax(velocity_deg_s))
    return VelocityPeak(float(times_s[place]), sign * float(velocity_deg_s[place]))


def _apart(peaks: list[VelocityPeak], apart_s: float) -> list[VelocityPeak]:
    kept: list[VelocityPeak] = []
    for peak in sorted(peaks, key=lambda peak: -abs(peak.deg_s)):
        if all(abs(peak.time_s - other.time_s) >= apart_s for other in kept):
            kept.append(peak)
    return kept
