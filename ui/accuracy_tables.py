"""Accuracy measurements as data frames, with units in the headers and sensible digits."""

import math
from collections.abc import Iterable

import pandas as pd

from holistic_core.angles import AngleDefinition
from holistic_core.measure.accuracy_report import PLANES, AccuracyRun, Plane
from ui.library_words import in_words
from ui.texts import text


def agreement_table(run: AccuracyRun) -> pd.DataFrame:
    """One row an angle and plane: bias, mean absolute error, 95 % limits, correlation, frames used and missing."""
    rows = [
        (
            in_words(each.definition.label),
            each.plane.upper(),
            _rounded(each.figures.bias, 1),
            _rounded(each.figures.mae, 1),
            _rounded(each.figures.limits[0], 1),
            _rounded(each.figures.limits[1], 1),
            _rounded(each.figures.correlation, 2),
            each.figures.n,
            each.figures.missing,
        )
        for each in run.agreements
    ]
    names = ("angle", "plane", "bias_deg", "mae_deg", "lower_deg", "upper_deg", "correlation", "frames", "missing")
    return pd.DataFrame(rows, columns=_columns(*names))


def error_table(run: AccuracyRun, definitions: Iterable[AngleDefinition]) -> pd.DataFrame:
    """One row an angle: its mean absolute error in the picture plane and in space."""
    rows = [
        (in_words(each.label), *(_rounded(run.agreement_of(each.name, plane).mae, 1) for plane in PLANES))
        for each in definitions
    ]
    return pd.DataFrame(rows, columns=_columns("angle", "mae_2d_deg", "mae_3d_deg"))


def curve_table(run: AccuracyRun, definitions: Iterable[AngleDefinition], planes: Iterable[Plane]) -> pd.DataFrame:
    """One row a frame, angle and plane: true, measured and error in degrees."""
    parts = [
        pd.DataFrame(
            {
                text("column.time_s"): run.time_s.round(3),
                text("column.phase"): [in_words(phase) for phase in run.phases],
                text("column.angle"): in_words(definition.label),
                text("column.plane"): plane.upper(),
                text("column.true_deg"): run.truth_deg(definition.name, plane).round(1),
                text("column.measured_deg"): run.measured_deg(definition.name, plane).round(1),
                text("column.error_deg"): run.error_deg(definition.name, plane).round(1),
            }
        )
        for definition in definitions
        for plane in planes
    ]
    return pd.concat(parts, ignore_index=True)


def detection_table(run: AccuracyRun) -> pd.DataFrame:
    """One row a part: frames in which it was expected and found, and the share."""
    rows = [(text(f"part.{each.part}"), each.expected, each.found, _rounded(100 * each.share, 1)) for each in run.parts]
    return pd.DataFrame(rows, columns=_columns("part", "expected", "found", "share"))


def _columns(*names: str) -> list[str]:
    return [text(f"column.{name}") for name in names]


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits)) if math.isfinite(value) else math.nan
