"""One movement as curves of angles, whatever it comes from: a processed video, or the truth of the coach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from holistic_core.angle_definitions import ANGLES
from holistic_core.coach.truth import ClipTruth
from holistic_core.errors import OptionsError
from holistic_core.export.session_frames import SessionFrames
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.segments import checked
from holistic_core.movement.smoothing import filtered

Values = npt.NDArray[np.float64]

_COLUMN = {definition.name: column for column, definition in enumerate(ANGLES)}


@dataclass(frozen=True, eq=False)
class MovementClip:
    """Some angles over time.

    label: for people. times_s: `(n,)`, increasing. angles_deg: degrees `(n,)` by names of `ANGLES`; NaN = not known.
    """

    label: str
    times_s: Values
    angles_deg: Mapping[str, Values]

    @classmethod
    def of_arrays(
        cls, label: str, times_s: npt.NDArray[Any], angles_deg: Mapping[str, npt.NDArray[Any]]
    ) -> "MovementClip":
        """Checked copies; OptionsError for unknown angles, and for arrays as of `segments.checked`."""
        known(angles_deg)
        curves = {name: checked(times_s, degrees) for name, degrees in angles_deg.items()}
        times = next((times for times, _ in curves.values()), np.asarray(times_s, np.float64))
        return cls(label, times, {name: degrees for name, (_, degrees) in curves.items()})

    @classmethod
    def of_frames(
        cls,
        label: str,
        frames: SessionFrames,
        names: Iterable[str],
        *,
        in_space: bool = False,
        settings: FilterSettings | None = None,
    ) -> "MovementClip":
        """Angles of a recording, filtered when `settings` are given. in_space: 3D instead of 2D."""
        chosen, times_s = known(names), frames.times_s
        settings = settings or FilterSettings("none")
        return cls.of_arrays(
            label, times_s, {name: filtered(times_s, frames.of(name, in_space=in_space), settings) for name in chosen}
        )

    @classmethod
    def of_truth(cls, label: str, truth: ClipTruth, names: Iterable[str], *, in_space: bool = False) -> "MovementClip":
        """True angles of the rendered person, hidden joints included, as its camera sees them (2D) or in space."""
        columns = {name: _COLUMN[name] for name in known(names)}
        return cls.of_arrays(
            label,
            np.array([frame.time_s for frame in truth]),
            {
                name: np.array([_degrees(frame.angles[column], in_space) for frame in truth])
                for name, column in columns.items()
            },
        )

    @property
    def duration_s(self) -> float:
        """From the first frame to the last."""
        return float(self.times_s[-1] - self.times_s[0]) if len(self.times_s) else 0.0

    def part(self, start_s: float, end_s: float) -> "MovementClip":
        """The frames from `start_s` to `end_s`, both included; times stay as they are."""
        within = (self.times_s >= start_s) & (self.times_s <= end_s)
        return MovementClip(
            self.label, self.times_s[within], {name: degrees[within] for name, degrees in self.angles_deg.items()}
        )


def known(names: Iterable[str]) -> Sequence[str]:
    """The names; OptionsError naming one that is not of `ANGLES`."""
    chosen = list(names)
    for name in chosen:
        if name not in _COLUMN:
            raise OptionsError(f"There is no angle {name!r}; choose some of {', '.join(_COLUMN)}.")
    return chosen


def _degrees(angle: Any, in_space: bool) -> float:
    return float(angle.deg_3d if in_space else angle.deg_2d)
