"""Pictures and videos are one dataset: the same columns, their own rows, and numbers as they were found."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from coach_session import coach_session

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import sample_truth
from holistic_core.export.dataset import (
    DatasetSource,
    dataset_file,
    movement_rows,
    note_of,
    picture_rows,
)
from holistic_core.export.schema import PictureRecord
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_parquet import session_parquet
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, Part
from holistic_core.results import HolisticResult

NOTE = {"sha256": "abc", "summary": {"people": 2}}
HEADER = SessionHeader("litert", source="squat.mp4")


def write(folder: Path, name: str, pieces: Iterator[bytes]) -> Path:
    path = folder / dataset_file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(pieces))
    return path


def picture(name: str, people: tuple[HolisticResult, ...], parts: frozenset[Part] = BODY) -> Iterator[bytes]:
    record = PictureRecord(name, people[0].image_size if people else (64, 48), None, "litert", people)
    return picture_rows(DatasetSource(name, "picture", NOTE), record, parts)


def video(name: str, parts: frozenset[Part] = BODY) -> Iterator[bytes]:
    frames = coach_session("squat_side", hidden=slice(0, 5))
    return movement_rows(DatasetSource(name, "video", NOTE), HEADER, frames, parts)


def test_all_files_are_read_as_one_table(tmp_path: Path) -> None:
    one = sample_truth("squat_side").frames[0].result
    write(tmp_path, "clips/_first.mp4", video("clips/_first.mp4"))
    write(tmp_path, "a.jpg", picture("a.jpg", (one, one)))
    write(tmp_path, "nobody.jpg", picture("nobody.jpg", ()))
    table = ds.dataset(tmp_path).to_table().to_pandas()
    frames = len(coach_session("squat_side"))
    assert table.groupby("source").size().to_dict() == {"a.jpg": 2, "clips/_first.mp4": frames, "nobody.jpg": 1}
    assert table.groupby("source")["person"].count().to_dict() == {
        **{"a.jpg": 2, "clips/_first.mp4": frames - 5, "nobody.jpg": 0},
    }
    assert table["time_s"].notna().sum() == frames
    assert set(table["kind"]) == {"picture", "video"}


@pytest.mark.parametrize("parts", [BODY, BODY_AND_HANDS, EVERYTHING])
def test_columns_follow_from_the_parts_alone(tmp_path: Path, parts: frozenset[Part]) -> None:
    one = sample_truth("squat_side").frames[0].result
    schemas = [
        pq.read_schema(write(tmp_path, name, pieces))
        for name, pieces in (
            ("v", video("v", parts)),
            ("p", picture("p", (one,), parts)),
            ("n", picture("n", (), parts)),
        )
    ]
    assert all(schema.equals(schemas[0], check_metadata=False) for schema in schemas)
    assert ("face_467_x_px" in schemas[0].names) is ("face" in parts)
    assert ("left_hand_wrist_x_px" in schemas[0].names) is ("left_hand" in parts)
    assert schemas[0].field("left_knee_x_m").metadata == {b"unit": b"m"}


def test_a_video_has_the_numbers_of_its_own_parquet_file(tmp_path: Path) -> None:
    frames = coach_session("squat_side", hidden=slice(0, 5))
    alone = pq.read_table(pa.BufferReader(b"".join(session_parquet(HEADER, frames))))
    inside = pq.read_table(write(tmp_path, "v", video("v")))
    columns = inside.column_names[3:]
    assert set(alone.column_names) - set(columns) == {
        name for name in alone.column_names if name.startswith(("left_hand", "right_hand")) and name.endswith("_px")
    }
    assert inside.select(columns).equals(alone.select(columns))


def test_a_picture_has_its_numbers_exactly(tmp_path: Path) -> None:
    one = sample_truth("squat_side").frames[3].result
    assert one.pose is not None and one.pose_world is not None
    (row,) = pq.read_table(write(tmp_path, "p", picture("p", (one,)))).to_pylist()
    knee = one.pose.topology.names.index("left_knee")
    found = [row[f"left_knee_{axis}_px"] for axis in "xyz"]
    np.testing.assert_array_equal(np.float32(found), one.pose.xyz_px(one.image_size)[knee])
    metres = [row[f"left_knee_{axis}_m"] for axis in "xyz"]
    np.testing.assert_array_equal(np.float32(metres), one.pose_world.xyz_m[knee])
    angle = next(each for each in joint_angles(one) if each.definition.name == "left_knee")
    assert row["left_knee_3d_deg"] == np.float32(angle.deg_3d)
    assert (row["width_px"], row["height_px"], row["time_s"]) == (*one.image_size, None)


def test_the_note_is_read_back_and_other_files_have_none(tmp_path: Path) -> None:
    whole = write(tmp_path, "p", picture("p", ()))
    assert note_of(whole) == NOTE
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole.read_bytes()[:-20])
    other = tmp_path / "other.parquet"
    other.write_bytes(b"".join(session_parquet(HEADER, coach_session("squat_side"))))
    assert [note_of(path) for path in (cut, other, tmp_path / "none")] == [None, None, None]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.jpg", "a.jpg.parquet"),
        ("a/b.mp4", "a/b.mp4.parquet"),
        ("_a/.b.mp4", "%5Fa/%2Eb.mp4.parquet"),
        ("50%.mp4", "50%25.mp4.parquet"),
        ("what? yes.mp4", "what%3F yes.mp4.parquet"),
        ("end ", "end%20.parquet"),
        ("スクワット.mp4", "スクワット.mp4.parquet"),
        ("\udcff.mp4", "%FF.mp4.parquet"),
    ],
)
def test_every_source_has_a_file_name_that_every_system_takes(name: str, file: str) -> None:
    assert dataset_file(name).as_posix() == file
