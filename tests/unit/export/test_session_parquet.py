"""Parquet holds the numbers of both tables, exactly, with units, and in pieces of bounded size."""

import io
import json
from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from coach_session import HIDDEN, coach_session

from holistic_core.export.session import SessionHeader
from holistic_core.export.session_filter import filtered_frames
from holistic_core.export.session_frames import SessionFrames
from holistic_core.export.session_parquet import session_parquet
from holistic_core.export.session_tables import session_csv_angles, session_csv_wide
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.smoothing import filtered
from holistic_core.options import FindOptions

HEADER = SessionHeader("litert", FindOptions(clahe=True), "squat", "<squat>.mp4", FilterSettings("median"))
MakeSession = Callable[..., SessionFrames]


def parquet(frames: SessionFrames, header: SessionHeader = HEADER) -> pq.ParquetFile:
    return pq.ParquetFile(io.BytesIO(b"".join(session_parquet(header, frames))))


def table_of(pieces: object) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(b"".join(pieces)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["squat_side", "curl_front"])
def test_a_row_has_the_numbers_of_both_tables(name: str) -> None:
    frames = coach_session(name, hidden=HIDDEN)
    table = parquet(frames).read().to_pandas()
    wide, angles = table_of(session_csv_wide(frames)), table_of(session_csv_angles(frames))

    columns = dict.fromkeys(("time_s", "repetitions", "latency_ms", *wide.columns, *angles.columns))
    assert set(table.columns) == set(columns)
    for other, digits in ((wide, 4), (angles, 2)):
        for column in other.columns:
            tolerance = 0.51 * 10.0 ** -(2 if column.endswith(("_px", "_deg")) else digits)
            np.testing.assert_allclose(table[column], other[column], atol=tolerance, rtol=1e-6)
    assert table["left_knee_3d_deg"][HIDDEN].isna().all()


def test_what_is_missing_is_null_and_never_nan(session: MakeSession) -> None:
    table = parquet(session()).read()
    column = table["left_knee_x_px"].combine_chunks()
    assert column.null_count == 1
    assert not pa.compute.any(pa.compute.is_nan(column)).as_py()


def test_units_and_origin_travel_along(session: MakeSession) -> None:
    read = parquet(session())
    about = json.loads(read.schema_arrow.metadata[b"holistic_lab"])
    assert about["schema"] == "holistic-lab/session"
    assert about["version"] == 1
    assert (about["engine"], about["exercise"], about["source"]) == ("litert", "squat", "<squat>.mp4")
    assert about["find"]["clahe"] is True
    assert about["filter"] == asdict(FilterSettings("median"))
    assert (about["width_px"], about["height_px"]) == (200, 100)
    units = {field.name: (field.metadata or {}).get(b"unit") for field in read.schema_arrow}
    assert (units["time_s"], units["left_knee_x_px"], units["left_knee_x_m"]) == (b"s", b"px", b"m")
    assert (units["left_knee_3d_deg"], units["left_knee_visibility"]) == (b"degrees", None)


def test_a_long_movement_comes_in_groups_and_pieces() -> None:
    one = coach_session("squat_side")
    frames = SessionFrames(one.blocks * 20, one.zero_s)
    pieces = list(session_parquet(HEADER, frames))
    read = pq.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert read.metadata.num_rows == len(frames)
    rows = [read.metadata.row_group(group).num_rows for group in range(read.metadata.num_row_groups)]
    assert len(pieces) == len(rows) + 1
    assert max(rows) <= 1024
    assert np.array_equal(read.read(["time_s"])["time_s"].to_numpy(), frames.times_s)


def test_no_frame_is_a_table_without_rows() -> None:
    read = parquet(SessionFrames())
    assert read.metadata.num_rows == 0
    assert "left_knee_3d_deg" in read.schema_arrow.names


def test_filtered_frames_have_filtered_angles_and_nothing_else_is_changed() -> None:
    frames = coach_session("squat_side", hidden=HIDDEN)
    settings = FilterSettings(cutoff_hz=2.0)
    changed = filtered_frames(frames, settings)
    assert filtered_frames(frames, None) is frames
    assert filtered_frames(frames, FilterSettings("none")) is frames
    for name, in_space in (("left_knee", False), ("left_knee", True), ("left_hip", True)):
        expected = filtered(frames.times_s, frames.of(name, in_space=in_space), settings)
        assert not np.array_equal(expected, frames.of(name, in_space=in_space), equal_nan=True)
        np.testing.assert_allclose(changed.of(name, in_space=in_space), expected, rtol=1e-6)
    for before, after in zip(frames.blocks, changed.blocks, strict=True):
        for field in before.dtype.names or ():
            if field != "angles_deg":
                assert np.array_equal(before[field], after[field], equal_nan=before[field].dtype.kind == "f")
