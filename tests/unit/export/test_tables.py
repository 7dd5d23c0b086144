"""CSV for spreadsheets: what a cell holds, what is empty, and that no name becomes a formula."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.angles import ANGLES
from holistic_core.export import PictureRecord, to_csv_angles, to_csv_long, to_csv_wide
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE_REFINED, POSE

Rows = list[dict[str, str]]


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_long_has_one_row_a_landmark_found(record: Callable[..., PictureRecord]) -> None:
    table = rows(to_csv_long([record()]))

    assert len(table) == 33 + 468 + 21
    assert [row["part"] for row in table[::33]][:2] == ["pose", "face"]
    assert {row["part"] for row in table} == {"pose", "face", "left_hand"}


def test_long_says_units_and_holds_both_spaces(record: Callable[..., PictureRecord]) -> None:
    knee = next(row for row in rows(to_csv_long([record()])) if row["name"] == "left_knee")

    assert knee == {
        **{"picture": "yoga.jpg", "person": "1", "part": "pose", "index": "25", "name": "left_knee"},
        **{"x_norm": "0.125000", "y_norm": "0.062500", "z_norm": "-0.125000", "x_px": "25.00", "y_px": "6.25"},
        **{"visibility": "0.9000", "presence": "0.8000", "x_m": "-0.0750", "y_m": "-0.1375", "z_m": "-0.3250"},
    }


def test_a_missing_value_is_an_empty_cell(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    xyz = person().pose.xyz.copy()
    xyz[25] = np.nan
    partly = person(pose=Landmarks.from_xyz(POSE, xyz), pose_world=None, face=None)
    table = rows(to_csv_long([record(people=(partly,))]))

    assert {row["part"] for row in table} == {"pose", "left_hand"}
    assert list(table[25].values())[5:] == [""] * 10
    assert table[24]["x_px"] != ""
    assert table[24]["visibility"] == "" == table[24]["x_m"]


def test_people_are_counted_from_one_in_every_picture(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    two = record(name="two.jpg", people=(person(), person(face=None)))
    table = rows(to_csv_wide([record(), record(name="none.jpg", people=()), two]))

    assert [(row["picture"], row["person"]) for row in table] == [("yoga.jpg", "1"), ("two.jpg", "1"), ("two.jpg", "2")]


def test_wide_has_one_row_a_person_and_one_column_a_value(record: Callable[..., PictureRecord]) -> None:
    (row,) = rows(to_csv_wide([record()]))

    assert (row["left_knee_x_px"], row["left_knee_y_px"], row["left_knee_z_px"]) == ("25.00", "6.25", "-25.00")
    assert (row["left_knee_visibility"], row["left_knee_presence"]) == ("0.9000", "0.8000")
    assert (row["left_knee_x_m"], row["left_knee_z_m"]) == ("-0.0750", "-0.3250")
    assert (row["left_hand_wrist_x_px"], row["face_467_y_px"]) == ("60.00", "33.35")
    assert (row["width_px"], row["height_px"], row["pose_score"]) == ("200", "100", "0.9877")
    assert len(row) == 5 + 33 * 8 + 468 * 3 + 21 * 3


def test_wide_leaves_out_parts_nobody_has_and_pads_the_smaller_face(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    refined = person(face=Landmarks.from_xyz(FACE_REFINED, np.full((478, 3), 0.5)), left_hand=None)
    plain, other = rows(to_csv_wide([record(people=(person(left_hand=None), refined))]))

    assert not any("hand" in column for column in plain)
    assert (plain["face_467_x_px"], plain["face_477_x_px"]) == ("133.40", "")
    assert (other["face_467_x_px"], other["face_477_x_px"]) == ("100.00", "100.00")


def test_world_points_alone_still_have_rows(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    only_world = record(people=(person(pose=None, face=None, left_hand=None),))
    table = rows(to_csv_long([only_world]))

    assert len(table) == 33
    assert (table[25]["x_px"], table[25]["x_m"], table[25]["visibility"]) == ("", "-0.0750", "0.9000")
    assert rows(to_csv_wide([only_world]))[0]["left_knee_x_m"] == "-0.0750"


def test_no_records_give_headers_only() -> None:
    assert to_csv_long([]).splitlines() == [
        "picture,person,part,index,name,x_norm,y_norm,z_norm,x_px,y_px,visibility,presence,x_m,y_m,z_m"
    ]
    assert to_csv_wide([]).splitlines() == ["picture,person,width_px,height_px,pose_score"]
    assert to_csv_angles([]).splitlines() == ["picture,person,angle,label,deg_2d,deg_3d"]


def test_angles_have_one_row_a_joint_and_respect_the_threshold(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    hidden = person(pose=replace(person().pose, visibility=np.full(33, 0.4)))
    strict = rows(to_csv_angles([record(people=(hidden,))]))
    lenient = rows(to_csv_angles([record(people=(hidden,))], min_visibility=0.3))
    knee = [row["angle"] for row in strict].index("left_knee")

    assert [row["angle"] for row in strict] == [definition.name for definition in ANGLES]
    assert (strict[knee]["label"], strict[knee]["deg_2d"]) == ("Left knee", "")
    assert float(lenient[knee]["deg_2d"]) == pytest.approx(180, abs=0.5)


@pytest.mark.parametrize("write", [to_csv_long, to_csv_wide, to_csv_angles])
@pytest.mark.parametrize(
    "name", ["=1+1.jpg", "+1.jpg", "-1.jpg", "@sum.jpg", "\t=1.jpg", " =1.jpg", "\r=1.jpg", "＝1.jpg"]
)
def test_a_name_never_becomes_a_formula(
    name: str, write: Callable[[list[PictureRecord]], str], record: Callable[..., PictureRecord]
) -> None:
    assert {row["picture"] for row in rows(write([record(name=name)]))} == {f"'{name}"}


@pytest.mark.parametrize("name", ['a,"b"\nc.jpg', "a;b.jpg", "1=1.jpg", "it's-me+you.jpg", "", "日本語.jpg"])
def test_other_names_are_kept_as_they_are(name: str, record: Callable[..., PictureRecord]) -> None:
    table = rows(to_csv_angles([record(name=name)]))

    assert {row["picture"] for row in table} == {name}
    assert len(table) == len(ANGLES)
