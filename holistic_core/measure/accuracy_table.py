"""An accuracy measurement as a table for people."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from holistic_core.agreement import Agreement, agreement
from holistic_core.angle_definitions import AngleGroup
from holistic_core.angles import ANGLES
from holistic_core.measure.accuracy_report import PLANES, AccuracyRun, PartFound, Plane
from holistic_core.measure.table import format_table

_FINGERS: Final[dict[AngleGroup, str]] = {"left_hand": "Left fingers", "right_hand": "Right fingers"}
_HEADERS: Final = (
    *("angle", "plane", "n", "missing", "bias", "95 % of bias", "MAE", "RMSE"),
    *("limits of agreement", "median", "p95", "r"),
)
_MOST_TIMES: Final = 12
_WORST_JOINTS: Final = 6


def format_accuracy(run: AccuracyRun) -> str:
    """Agreement of every angle in degrees, fingers of a hand as one row, and how often each part was found."""
    rows = [
        _row(each.definition.label, each.plane, each.figures)
        for each in run.agreements
        if each.definition.group not in _FINGERS
    ]
    rows += [_row(label, plane, figures) for label, plane, figures in _fingers(run)]
    seen = "followed as a stream" if run.tracked else "each frame by itself"
    smoothing = "smoothed" if run.find.smooth and run.tracked else "not smoothed"
    title = (
        f"{run.source or 'Clip'}: {len(run)} frames, {run.engine}, {seen}, {smoothing}\n"
        "measured − true in degrees; intervals take frames as independent, which neighbours are not"
    )
    found = [[_part(each), f"{each.found}/{each.expected}", _percent(each), each.beyond] for each in run.parts]
    joints = sorted((each for each in run.joints if each.n), key=lambda each: -each.median_px)[:_WORST_JOINTS]
    places = [
        [
            *(each.joint, each.n, f"{each.median_px:.1f}", f"{each.p95_px:.1f}"),
            *(f"{100 * each.share_of_height:.1f}", f"{each.median_world_mm:.0f}"),
        ]
        for each in joints
    ]
    missed = [f"  {_part(each)} missed at (s): {_times(each.missed_s)}" for each in run.parts if each.missed_s]
    return "\n".join(
        [
            format_table(_HEADERS, rows, title=title),
            "",
            format_table(["part", "found/expected", "%", "found though turned away or hidden"], found),
            *missed,
            "",
            format_table(
                ["landmark", "n", "median px", "p95 px", "% of height", "3D mm"],
                places,
                title="Landmarks farthest from their true place",
            ),
        ]
    )


def accuracy_figures(run: AccuracyRun) -> dict[str, Any]:
    """The same for machines: `angles`, `parts` and `joints`, as plain data."""
    return {
        "source": run.source,
        "engine": run.engine,
        "tracked": run.tracked,
        "smooth": run.find.smooth and run.tracked,
        "frames": len(run),
        "angles": [
            {"angle": each.definition.name, "plane": each.plane, **asdict(each.figures)} for each in run.agreements
        ],
        "parts": [{**asdict(each), "share": each.share} for each in run.parts],
        "joints": [asdict(each) for each in run.joints],
    }


def _fingers(run: AccuracyRun) -> Iterator[tuple[str, Plane, Agreement]]:
    for plane in PLANES:
        for group, label in _FINGERS.items():
            names = [each.name for each in ANGLES if each.group == group]
            true = np.concatenate([run.truth_deg(name, plane) for name in names])
            if np.isfinite(true).any():
                yield label, plane, agreement(true, np.concatenate([run.measured_deg(name, plane) for name in names]))


def _row(label: str, plane: Plane, figures: Agreement) -> list[object]:
    return [
        *(label, plane.upper(), figures.n, figures.missing, _signed(figures.bias)),
        *(_interval(figures.bias_interval), _digits(figures.mae), _digits(figures.rmse), _interval(figures.limits)),
        *(_digits(figures.median_absolute), _digits(figures.p95_absolute), _digits(figures.correlation, 3)),
    ]


def _digits(value: float, digits: int = 1) -> object:
    return value if math.isnan(value) else f"{value:.{digits}f}"


def _signed(value: float) -> object:
    return value if math.isnan(value) else f"{value:+.1f}"


def _interval(interval: tuple[float, float]) -> object:
    low, high = interval
    return low if math.isnan(low) else f"{low:+.1f} … {high:+.1f}"


def _part(part: PartFound) -> str:
    return part.part.replace("_", " ") if part.part != "pose" else "body"


def _percent(part: PartFound) -> object:
    return part.share if math.isnan(part.share) else f"{100 * part.share:.1f}"


def _times(missed_s: tuple[float, ...]) -> str:
    shown = " ".join(f"{time:.2f}" for time in missed_s[:_MOST_TIMES])
    return shown if len(missed_s) <= _MOST_TIMES else f"{shown} … {len(missed_s)} in all"
