"""Movements as data frames, with units in the headers and sensible digits."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from holistic_core.angles import ANGLES
from holistic_core.exercises import Exercise
from holistic_core.movement.clip import MovementClip, Values
from holistic_core.movement.comparison import Comparison
from holistic_core.movement.kinematics import AngleSummary
from holistic_core.movement.repetition_table import RepetitionRow
from holistic_core.movement.symmetry import Symmetry
from ui.library_words import in_words
from ui.texts import text

_LABELS = {definition.name: definition.label for definition in ANGLES}


def curve_table(clip: MovementClip, raw_deg: Mapping[str, Values]) -> pd.DataFrame:
    """One row a frame: its time, and each angle as measured and filtered."""
    columns: dict[str, Any] = {text("column.time_s"): clip.times_s.round(3)}
    for name, degrees in clip.angles_deg.items():
        columns[text("column.of_measured", angle=in_words(_LABELS[name]))] = raw_deg[name].round(1)
        columns[text("column.of_filtered", angle=in_words(_LABELS[name]))] = degrees.round(1)
    return pd.DataFrame(columns)


def velocity_table(clip: MovementClip, speeds: Mapping[str, Values]) -> pd.DataFrame:
    """One row a frame: its time, and each filtered angle with its velocity."""
    columns: dict[str, Any] = {text("column.time_s"): clip.times_s.round(3)}
    for name, degrees in clip.angles_deg.items():
        columns[text("column.of_filtered", angle=in_words(_LABELS[name]))] = degrees.round(1)
        columns[text("column.of_velocity", angle=in_words(_LABELS[name]))] = speeds[name].round(0)
    return pd.DataFrame(columns)


def cycle_table(cycles: Values, numbers: Sequence[int]) -> pd.DataFrame:
    """One row a percent, one column a repetition."""
    columns: dict[str, Any] = {text("column.share"): np.linspace(0, 100, cycles.shape[1]).round(0)}
    for number, row in zip(numbers, cycles, strict=True):
        columns[text("column.of_repetition", number=number)] = row.round(1)
    return pd.DataFrame(columns)


def repetition_table(rows: Sequence[RepetitionRow], exercise: Exercise) -> pd.DataFrame:
    """One row a repetition: when, how long its parts took, how far it went, how fast, and what to do better."""
    out, far, back = (text("column.of_phase", phase=text(f"phase.{phase}")) for phase in exercise.phases)
    when = [text(f"column.{name}") for name in ("number", "start_s", "seconds")]
    names = ("lowest_deg", "highest_deg", "range_deg", "fastest_out", "fastest_back", "cues")
    head = [*when, out, far, back, *(text(f"column.{name}") for name in names)]
    table = []
    for row in rows:
        each = row.repetition
        table.append(
            (
                each.number,
                *(round(value, 2) for value in (each.start_s, each.duration_s, each.out_s, each.far_s, each.back_s)),
                *(round(value, 1) for value in (each.lowest_deg, each.highest_deg, each.range_deg)),
                *(math.nan if peak is None else round(peak.deg_s) for peak in (row.fastest_out, row.fastest_back)),
                " ".join(text(f"cue.{name}") for name in each.cues),
            )
        )
    return pd.DataFrame(table, columns=head)


def motion_table(summaries: Sequence[AngleSummary]) -> pd.DataFrame:
    """One row an angle: its range of motion, and how fast it grew and shrank."""
    rows = [
        (
            in_words(_LABELS[each.name]),
            *(_rounded(value, 1) for value in (each.lowest_deg, each.highest_deg, each.range_deg)),
            *(math.nan if peak is None else round(peak.deg_s) for peak in (each.fastest_up, each.fastest_down)),
            round(100 * each.known),
        )
        for each in summaries
    ]
    names = ("angle", "lowest_deg", "highest_deg", "range_deg", "fastest_up", "fastest_down", "known")
    return pd.DataFrame(rows, columns=[text(f"column.{name}") for name in names])


def symmetry_table(found: Sequence[Symmetry]) -> pd.DataFrame:
    """One row a joint: range of motion of both sides, their index, and how far they are apart."""
    rows = [
        (
            in_words(each.joint.replace("_", " ").capitalize()),
            *(
                _rounded(value, 1)
                for value in (each.left_range_deg, each.right_range_deg, each.index_percent, each.difference_deg)
            ),
        )
        for each in found
    ]
    names = ("joint", "left_range", "right_range", "symmetry", "difference")
    return pd.DataFrame(rows, columns=[text(f"column.{name}") for name in names])


def difference_table(comparison: Comparison) -> pd.DataFrame:
    """One row an angle: how far both movements are apart after alignment."""
    rows = [(in_words(_LABELS[name]), round(deg, 1)) for name, deg in comparison.difference_deg.items()]
    return pd.DataFrame(rows, columns=[text("column.angle"), text("column.difference")])


def aligned_table(comparison: Comparison, name: str) -> pd.DataFrame:
    """One row a moment of the first clip: both angles."""
    one = comparison.one
    return pd.DataFrame(
        {
            text("column.time_s"): one.times_s.round(3),
            in_words(one.label): one.angles_deg[name].round(1),
            in_words(comparison.other.label): comparison.aligned_deg(name).round(1),
        }
    )


def path_table(comparison: Comparison) -> pd.DataFrame:
    """One row a pair of moments that belong together, in seconds."""
    one, other = comparison.one, comparison.other
    return pd.DataFrame(
        {
            text("column.time_one"): one.times_s[comparison.path[:, 0]].round(3),
            text("column.time_other"): other.times_s[comparison.path[:, 1]].round(3),
        }
    )


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits)) if math.isfinite(value) else math.nan
