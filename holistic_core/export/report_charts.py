"""Which charts a report has: those of the video page, of the angles that matter most in the report's movement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.angles import ANGLES
from holistic_core.exercises import EXERCISES

if TYPE_CHECKING:
    from holistic_core.export.html_report import Report
    from holistic_core.movement.comparison import Comparison
    from holistic_core.movement.symmetry import Symmetry

# What is shown when no exercise says what matters: legs, arms, trunk. A group of which nothing is known is left out.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Legs": ("left_knee", "right_knee", "left_hip", "right_hip"),
    "Arms": ("left_elbow", "right_elbow", "left_shoulder", "right_shoulder"),
    "Trunk": ("trunk_lean", "shoulder_tilt", "pelvis_tilt"),
}
_JOINTS: Final = ("knee", "hip", "elbow", "shoulder")
# An angle that is known in less of the frames is left out of charts and tables.
_KNOWN_SHARE: Final = 0.05
_DEFINITIONS: Final = {each.name: each for each in ANGLES}


@dataclass(frozen=True, eq=False)
class Chart:
    """section: where it stands. figure: of plotly. told: what it shows, below it and for those who cannot see it."""

    section: str
    figure: Any
    told: str


def report_charts(report: "Report", comparison: "Comparison | None") -> list[Chart]:
    """All charts in the order of their sections. comparison: of the report's movement with another one."""
    groups = _groups(report)
    charts = [_angles(report, title, names) for title, names in groups.items()]
    charts += _repetitions(report)
    main = next(iter(groups.values()), [])
    if main:
        charts += _speed(report, main)
    sides = known_symmetries(report)
    if sides:
        from holistic_core.charts.movement_symmetry import symmetry_bars  # noqa: PLC0415 -- charts load plotly

        charts.append(Chart("symmetry", symmetry_bars(sides), "How far each side moved, and their symmetry index."))
    if comparison is not None:
        charts += _comparison(comparison)
    return charts


def main_names(report: "Report") -> list[str]:
    """The angles of the first group: those that the exercise counts, as far as they are known."""
    return next(iter(_groups(report).values()), [])


def is_known(report: "Report", name: str) -> bool:
    """Whether an angle is known often enough to be shown."""
    degrees = report.frames.of(name, in_space=report.in_space)
    return bool(len(degrees)) and float(np.isfinite(degrees).mean()) >= _KNOWN_SHARE


def known_symmetries(report: "Report") -> "tuple[Symmetry, ...]":
    """Left against right of the joints of which both sides are known."""
    from holistic_core.movement.symmetry import symmetries  # noqa: PLC0415 -- it loads scipy

    joints = [joint for joint in _JOINTS if all(is_known(report, f"{side}_{joint}") for side in ("left", "right"))]
    return symmetries(_degrees(report, [f"{side}_{joint}" for joint in joints for side in ("left", "right")]), joints)


def _groups(report: "Report") -> dict[str, list[str]]:
    """Heading → angles that are known, the exercise's own first."""
    exercise = EXERCISES.get(report.header.exercise or "")
    groups = dict(GROUPS)
    if exercise is not None:
        counted = exercise.signal.joints[:2]
        own = tuple(f"{side}_{joint}" for joint in counted for side in ("left", "right"))
        groups = {name: tuple(each for each in names if each not in own) for name, names in groups.items()}
        groups = {f"{exercise.label}: what is counted": own} | groups
    known = {group: [name for name in names if is_known(report, name)] for group, names in groups.items()}
    return {group: names for group, names in known.items() if names}


def _degrees(report: "Report", names: Sequence[str]) -> dict[str, Any]:
    return {name: np.asarray(report.frames.of(name, in_space=report.in_space), np.float64) for name in names}


def _angles(report: "Report", title: str, names: Sequence[str]) -> Chart:
    from holistic_core.charts.movement_curves import movement_curves  # noqa: PLC0415 -- as above

    measured = {}
    if report.measured is not None:
        measured = {name: report.measured.of(name, in_space=report.in_space) for name in names}
    figure = movement_curves(
        report.frames.times_s, measured, _degrees(report, names), repetitions=report.repetitions, title=title
    )
    return Chart("angles", figure, "0° is upright or level." if title == "Trunk" else "180° is straight.")


def _repetitions(report: "Report") -> list[Chart]:
    from holistic_core.charts.exercise import repetition_bars  # noqa: PLC0415 -- as above
    from holistic_core.charts.movement_cycles import repetition_overlay  # noqa: PLC0415
    from holistic_core.movement.repetition_table import repetition_cycles  # noqa: PLC0415

    exercise, repetitions = EXERCISES.get(report.header.exercise or ""), report.repetitions
    if exercise is None or not repetitions:
        return []
    told = "Above, from the lowest to the highest angle of each repetition; below, how long its parts took."
    charts = [Chart("repetitions", repetition_bars(repetitions, exercise).figure(), told)]
    degrees = _degrees(report, main_names(report))
    if degrees:
        # Of two sides the one that was seen more often.
        name = max(degrees, key=lambda each: float(np.isfinite(degrees[each]).mean()))
        cycles = repetition_cycles(repetitions, report.frames.times_s, degrees[name])
        figure = repetition_overlay(cycles, _DEFINITIONS[name], [each.number for each in repetitions])
        told = "Each stretched from 0 to 100 % of its own time: the closer the lines, the more alike the repetitions."
        charts.append(Chart("repetitions", figure, told))
    return charts


def _speed(report: "Report", names: Sequence[str]) -> list[Chart]:
    from holistic_core.charts.movement_phase import phase_portrait, velocity_curves  # noqa: PLC0415 -- as above
    from holistic_core.movement.kinematics import angular_velocity, velocity_peaks  # noqa: PLC0415

    times_s, degrees = report.frames.times_s, _degrees(report, names)
    speeds = {name: angular_velocity(times_s, values) for name, values in degrees.items()}
    peaks = {name: velocity_peaks(times_s, speed) for name, speed in speeds.items()}
    velocity = "How fast the angles grow (above zero) and shrink (below), with the fastest moments."
    phase = "One loop for each repetition: the more alike the loops, the steadier the movement."
    return [
        Chart("speed", velocity_curves(times_s, speeds, peaks), velocity),
        Chart("speed", phase_portrait(degrees, speeds), phase),
    ]


def _comparison(comparison: "Comparison") -> list[Chart]:
    from holistic_core.charts.movement_comparison import aligned_curves, warping_chart  # noqa: PLC0415 -- as above

    curves = "Both on the clock of the first, moments that belong together laid over one another."
    charts = [Chart("comparison", aligned_curves(comparison, name), curves) for name in comparison.names[:2]]
    path = "Where the line is steeper than the dotted one, the second takes longer for the same part of the movement."
    return [*charts, Chart("comparison", warping_chart(comparison), path)]
