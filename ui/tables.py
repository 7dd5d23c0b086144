"""Results as data frames, with units in the headers and sensible digits."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from holistic_core.angles import Angle
from holistic_core.options import PARTS
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace
from ui.library_words import in_words
from ui.texts import text

_ROW_PX: Final = 35
# Half a row at the end shows that there are more.
_TALLEST_PX: Final = 437
_FORMATS: Final = {
    "%.1f": (
        *("deg_2d", "deg_3d", "x_px", "y_px", "z_px", "ms", "crop_ms", "model_ms", "share"),
        *("bias_deg", "mae_deg", "mae_2d_deg", "mae_3d_deg", "lower_deg", "upper_deg"),
        *("lowest_deg", "highest_deg", "range_deg", "left_range", "right_range", "symmetry", "difference"),
        *("median_ms", "p95_ms", "fps", "cpu_ms", "models_ms", "total_fps", "slowest_fps", "fastest_fps"),
    ),
    "%.2f": (
        *("visibility", "presence", "score", "correlation", "start_s", "seconds"),
        *("ratio", "ratio_low", "ratio_high", "growth_mb"),
    ),
    "%.3f": ("x_m", "y_m", "z_m", "import_s", "create_s", "first_s", "second_frame_s", "total_s", "fairness"),
}
_NO_FORMATS: Final[Mapping[str, str]] = {}


def angle_table(angles: Iterable[Angle]) -> pd.DataFrame:
    """One row an angle: name, degrees in the picture's plane, degrees in space."""
    rows = [(in_words(each.definition.label), _rounded(each.deg_2d, 1), _rounded(each.deg_3d, 1)) for each in angles]
    return pd.DataFrame(rows, columns=_columns("angle", "deg_2d", "deg_3d"))


def landmark_table(result: HolisticResult) -> pd.DataFrame:
    """One row a landmark found: part, number, name, pixels, depth, visibility, presence."""
    rows = []
    for part in PARTS:
        landmarks = result.part(part)
        if landmarks is None:
            continue
        xyz_px = np.round(landmarks.xyz_px(result.image_size).astype(np.float64), 1)
        seen = np.round(landmarks.visibility.astype(np.float64), 2), np.round(landmarks.presence.astype(np.float64), 2)
        part_name = text(f"part.{part}")
        rows += [
            (part_name, index, name, *xyz_px[index], seen[0][index], seen[1][index])
            for index, name in enumerate(landmarks.topology.names)
        ]
    columns = _columns("part", "number", "landmark", "x_px", "y_px", "z_px", "visibility", "presence")
    return pd.DataFrame(rows, columns=columns)


def people_table(people: Sequence[HolisticResult]) -> pd.DataFrame:
    """The landmarks of everybody, with the number of the person."""
    tables = [landmark_table(person) for person in people]
    for number, table in enumerate(tables, 1):
        table.insert(0, text("column.person"), number)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=_columns("person", "landmark"))


def world_table(result: HolisticResult) -> pd.DataFrame:
    """One row a body landmark in metres, origin between the hips."""
    body = result.pose_world
    rows = (
        []
        if body is None
        else [
            (index, name, *np.round(body.xyz_m[index].astype(np.float64), 3))
            for index, name in enumerate(body.topology.names)
        ]
    )
    return pd.DataFrame(rows, columns=_columns("number", "landmark", "x_m", "y_m", "z_m"))


def stage_table(stage_ms: Mapping[str, float]) -> pd.DataFrame:
    """One row a stage of the pipeline, in the order they ran."""
    rows = [(stage_label(stage), _rounded(ms, 1)) for stage, ms in stage_ms.items()]
    return pd.DataFrame(rows, columns=_columns("stage", "ms"))


def call_table(trace: Trace) -> pd.DataFrame:
    """One row a model call: what was looked at, how sure the model was, how long it took."""
    rows = [
        (
            stage_label(call.stage),
            call.model,
            round(call.roi.cx),
            round(call.roi.cy),
            round(call.roi.width),
            _rounded(math.degrees(call.roi.rotation), 0),
            call.crop.shape[0],
            _rounded(call.score, 2),
            text("xray.accepted") if call.accepted else text("xray.rejected"),
            _rounded(call.crop_ms, 1),
            _rounded(call.model_ms, 1),
        )
        for call in trace.calls
    ]
    columns = _columns(
        *("stage", "model", "roi_x_px", "roi_y_px", "roi_side_px", "roi_turn_deg", "input_px"),
        *("score", "gate", "crop_ms", "model_ms"),
    )
    return pd.DataFrame(rows, columns=columns)


def listed(words: Iterable[str]) -> str:
    """Words one after the other, with what the visitor's language puts between them."""
    return text("list.between").join(words)


def size_words(size: tuple[int, int]) -> str:
    """Width and height in pixels, for people."""
    return text("picture.size", width=size[0], height=size[1])


def picture_table(rows: Sequence[tuple[str, str, int | None, int | None, float | None, str]]) -> pd.DataFrame:
    """One row a picture of many: name, size, people, landmarks, milliseconds, remark."""
    table = pd.DataFrame(rows, columns=_columns("picture", "size", "people", "landmarks", "ms", "remark"))
    # Whole numbers with gaps: a picture that could not be read has none.
    people, landmarks = _columns("people", "landmarks")
    return table.astype({people: "Int64", landmarks: "Int64"})


def show_table(table: pd.DataFrame, formats: Mapping[str, str] = _NO_FORMATS) -> None:
    """The table in the page, as high as a laptop can show; a dash where there is no value.

    formats: of numbers in columns that only this table has.
    """
    usual = {text(f"column.{name}"): form for form, names in _FORMATS.items() for name in names}
    formats = {**usual, **formats}
    columns: dict[str, Any] = {
        name: st.column_config.NumberColumn(format=formats[name]) for name in table.columns if name in formats
    }
    columns |= {text("column.remark"): st.column_config.TextColumn(width="large")}
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(_TALLEST_PX, _ROW_PX * (len(table) + 1) + 3),
        column_config=columns,
        placeholder="–",
    )


def stage_label(stage: str) -> str:
    """The stage in words for people, as the charts have it."""
    return in_words(stage.replace("_", " ").capitalize())


def csv_of(table: pd.DataFrame) -> bytes:
    """The table as CSV (UTF-8)."""
    return table.to_csv(index=False).encode()


def _columns(*names: str) -> list[str]:
    return [text(f"column.{name}") for name in names]


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits)) if math.isfinite(value) else math.nan
