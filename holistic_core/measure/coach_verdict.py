"""What is asked of the rendered person's detection, and whether a table of measurements meets it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from holistic_core.measure.coach_detection import JOINTS, DetectionRow
from holistic_core.measure.facing import BONE_ACROSS_DEG
from holistic_core.measure.table import format_table, verdict
from holistic_core.options import Part

_POSE_UPRIGHT_PERCENT: Final = 100.0
_POSE_OTHER_PERCENT: Final = 95.0
_PART_PERCENT: Final = 90.0
_MAE_DEG: Final = 5.0
_MAE_MOTIONS: Final = frozenset({"squat", "biceps_curl", "shoulder_press"})
_MAE_VIEWS: Final = frozenset({"three-quarter", "side"})
_PARTS: Final[tuple[Part, ...]] = ("face", "left_hand", "right_hand")
# Times of missed frames that are listed; the JSON has all.
_MOST_TIMES: Final = 8


@dataclass(frozen=True)
class Requirement:
    """One demand on every row it applies to. worst: the worst of them, in `unit`; worst_in: which one.

    failed: rows that are over the limit, of `rows`. passed: None when it applies to no row.
    """

    demand: str
    unit: str
    limit: float
    rows: int
    failed: tuple[str, ...]
    worst: float
    worst_in: str

    @property
    def passed(self) -> bool | None:
        """Whether all rows are within the limit."""
        return not self.failed if self.rows else None


@dataclass(frozen=True)
class DetectionReport:
    """All rows, and what they amount to."""

    rows: tuple[DetectionRow, ...]
    requirements: tuple[Requirement, ...]

    @property
    def passed(self) -> bool:
        """Whether no requirement failed."""
        return all(each.passed is not False for each in self.requirements)


def judge(rows: Sequence[DetectionRow]) -> DetectionReport:
    """The rows with the verdict on every requirement."""
    upright = [row for row in rows if row.upright]
    others = [row for row in rows if not row.upright]
    angles = _angle_rows(rows)
    return DetectionReport(
        tuple(rows),
        (
            _share("body in every frame, upright movements", upright, "pose", _POSE_UPRIGHT_PERCENT),
            _share("body in the frames of the other movements", others, "pose", _POSE_OTHER_PERCENT),
            *(
                _share(f"{part.replace('_', ' ')} in the frames where it faces the camera", rows, part, _PART_PERCENT)
                for part in _PARTS
            ),
            *(
                _require(
                    f"2D {joint} mean absolute error, squat, curl and press, three-quarter and side",
                    "°",
                    _MAE_DEG,
                    # An angle that was never measured is not within the limit.
                    [(row, math.inf if math.isnan(row.mae_deg[joint]) else row.mae_deg[joint]) for row in angles],
                    least=False,
                )
                for joint in JOINTS
            ),
        ),
    )


def _angle_rows(rows: Iterable[DetectionRow]) -> list[DetectionRow]:
    """Those whose angles are asked for."""
    return [row for row in rows if row.motion in _MAE_MOTIONS and row.view in _MAE_VIEWS]


def _share(demand: str, rows: Iterable[DetectionRow], part: Part, percent: float) -> Requirement:
    return _require(demand, "%", percent, [(row, 100 * row.part(part).share) for row in rows], least=True)


def _require(
    demand: str, unit: str, limit: float, values: Sequence[tuple[DetectionRow, float]], *, least: bool
) -> Requirement:
    """least: the limit is the lowest allowed value, else the highest. Rows whose value is NaN were not asked."""
    asked = [(row, value) for row, value in values if not math.isnan(value)]
    failed = tuple(row_name(row) for row, value in asked if (value < limit if least else value > limit))
    worst = (min if least else max)(asked, key=lambda each: each[1], default=None)
    return Requirement(
        demand,
        unit,
        limit,
        len(asked),
        failed,
        worst=worst[1] if worst else float("nan"),
        worst_in=row_name(worst[0]) if worst else "",
    )


def row_name(row: DetectionRow) -> str:
    """A row in words."""
    return f"{row.motion} {row.view} {row.person} {row.engine}"


def format_row(row: DetectionRow) -> list[object]:
    """The cells of one row."""
    shares = [_found(row, part) for part in ("pose", *_PARTS)]
    angles = [f"{row.mae_deg[joint]:.1f} ({row.bias_deg[joint]:+.1f})" for joint in JOINTS]
    return [
        row.motion,
        row.view,
        row.person,
        row.engine,
        row.frames,
        *shares,
        *(a.replace("nan (+nan)", "–") for a in angles),
    ]


def format_detection(report: DetectionReport) -> str:
    """All rows, then the misses with their times, then a line for every requirement."""
    headers = ["motion", "view", "person", "engine", "frames", "body", "face", "left hand", "right hand"]
    headers += [f"{joint} MAE (bias) °" for joint in JOINTS]
    table = format_table(headers, [format_row(row) for row in report.rows], title="Found of expected frames; 2D angles")
    misses = [line for row in report.rows for line in _misses(row)]
    lines = [
        f"{verdict(each.passed) or 'not asked'}: {each.demand}: {'at least' if each.unit == '%' else 'at most'} "
        f"{each.limit:g} {each.unit}"
        + (f"; worst {each.worst:.1f} in {each.worst_in}; {len(each.failed)} of {each.rows} over" if each.rows else "")
        for each in report.requirements
    ]
    return "\n".join([table, "", "Missed at (s):", *(misses or ["  nothing"]), "", *lines, *_across(report.rows)])


def _across(rows: Sequence[DetectionRow]) -> Iterable[str]:
    """What is left of the errors where the picture shows the bones: the rest is perspective, not figure or model."""
    for joint in JOINTS:
        there = [row for row in _angle_rows(rows) if not math.isnan(row.across_deg[joint])]
        if there:
            worst = max(there, key=lambda row: row.across_deg[joint])
            yield (
                f"for comparison: of the {joint} while its bones are in sight and at least {BONE_ACROSS_DEG:g}° "
                f"off the line of sight: worst {worst.across_deg[joint]:.1f}° in {row_name(worst)}"
            )


def _misses(row: DetectionRow) -> Iterable[str]:
    for part in row.parts:
        if part.missed_s:
            times = " ".join(f"{time:.2f}" for time in part.missed_s[:_MOST_TIMES])
            more = f" … {len(part.missed_s)} in all" if len(part.missed_s) > _MOST_TIMES else ""
            yield f"  {row_name(row)}, {part.part}: {times}{more}"


def _found(row: DetectionRow, part: Part) -> str:
    count = row.part(part)
    return f"{count.found}/{count.expected}" if count.expected else "–"
