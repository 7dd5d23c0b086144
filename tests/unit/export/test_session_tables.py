"""Tables of a recorded movement: a row a frame, with the cells of the picture's tables, and a row a repetition."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from holistic_core.angles import ANGLES, joint_angles
from holistic_core.exercises import Repetition
from holistic_core.export import PictureRecord, to_csv_angles, to_csv_wide
from holistic_core.export.session import SessionHeader, session_from_json
from holistic_core.export.session_frames import BLOCK_FRAMES, FrameStore, SessionFrames
from holistic_core.export.session_tables import repetitions_csv, session_csv_angles, session_csv_wide
from holistic_core.export.session_zip import session_zip
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE_REFINED, POSE, RIGHT_HAND

DOCS = Path(__file__).parents[3] / "docs" / "schema.md"
Person = Callable[..., HolisticResult]
MakeSession = Callable[..., SessionFrames]
Rows = list[dict[str, str]]


def rows(pieces: Iterator[bytes] | str) -> Rows:
    text = pieces if isinstance(pieces, str) else b"".join(pieces).decode("utf-8")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def people(person: Person, count: int) -> list[HolisticResult]:
    """Somebody who moves through and out of the picture; hands, body and face come and go, points get lost."""
    generator = np.random.default_rng(2)
    made = []
    for step in range(count):
        xyz = generator.normal(0.5, 0.6, (33, 3))
        xyz[generator.random(33) < 0.1] = np.nan
        pose = Landmarks.from_xyz(POSE, xyz, visibility=generator.random(33), presence=generator.random(33))
        world = Landmarks.from_xyz(POSE, xyz - 0.5, visibility=generator.random(33), space="world")
        hand = Landmarks.from_xyz(RIGHT_HAND, generator.normal(0.5, 0.2, (21, 3)))
        face = Landmarks.from_xyz(FACE_REFINED, generator.uniform(0, 1, (478, 3)))
        changes: list[dict[str, object]] = [
            {"pose": pose, "pose_world": world},
            {"pose": pose, "right_hand": hand, "left_hand": None, "image_size": (1920, 1080)},
            {"pose": None, "pose_world": world, "face": face},
            {"pose": pose, "pose_world": None, "face": None, "pose_score": float("nan")},
        ]
        made.append(person(**changes[step % 4]))
    return made


@pytest.mark.parametrize("face", [False, True], ids=["without the face", "with the face"])
def test_a_row_has_the_cells_of_the_picture_of_that_frame(session: MakeSession, person: Person, face: bool) -> None:
    frames = session(*people(person, BLOCK_FRAMES + 6), face=face)
    pictures = [PictureRecord("", each.image_size, None, "litert", (each,)) for each in frames.results()]
    wanted, table = rows(to_csv_wide(pictures)), rows(session_csv_wide(frames))

    assert list(table[0])[:2] == ["time_s", "repetitions"]
    assert list(table[0])[2:] == list(wanted[0])[2:], "without picture and person"
    assert len(table) == len(wanted) == len(frames)
    for row, cells in zip(table, wanted, strict=True):
        assert {name: value for name, value in cells.items() if name not in ("picture", "person")} == dict(
            list(row.items())[2:]
        )


def test_times_start_at_zero_and_nobody_is_an_empty_row(session: MakeSession) -> None:
    for table in (rows(session_csv_wide(session(zero_s=77.7))), rows(session_csv_angles(session(zero_s=77.7)))):
        assert [row["time_s"] for row in table] == ["0.0000", "0.5000", "1.0000"]
        assert [row["repetitions"] for row in table] == ["0", "2", "4"]
    nobody = rows(session_csv_wide(session()))[2]
    assert (nobody["width_px"], nobody["height_px"]) == ("200", "100")
    assert set(list(nobody.values())[4:]) == {""}


def test_angles_are_those_of_the_picture_of_that_frame(session: MakeSession, person: Person) -> None:
    results = [person(), *people(person, 8)]
    table = rows(session_csv_angles(session(*results)))
    assert list(table[0])[2:6] == ["left_shoulder_2d_deg", "left_shoulder_3d_deg", *list(table[0])[4:6]]
    assert len(table[0]) == 2 + 2 * len(ANGLES)
    for row, result in zip(table, results, strict=True):
        picture = rows(to_csv_angles([PictureRecord("", result.image_size, None, "litert", (result,))]))
        for cells in picture:
            for plane in ("2d", "3d"):
                mine, wanted = row[f"{cells['angle']}_{plane}_deg"], cells[f"deg_{plane}"]
                # A recording keeps float32: the last digit may turn.
                assert mine == wanted or abs(float(mine) - float(wanted)) < 0.0101
        empty = [name for name, value in row.items() if not value]
        assert len(empty) == sum(np.isnan([(each.deg_2d, each.deg_3d) for each in joint_angles(result)]).ravel())


def test_no_frames_give_headers_only() -> None:
    empty = FrameStore().frames()
    assert b"".join(session_csv_wide(empty)) == b"time_s,repetitions,width_px,height_px,pose_score\r\n"
    assert b"".join(session_csv_angles(empty)).count(b"\r\n") == 1


def test_frames_without_anybody_have_no_columns_of_parts(session: MakeSession) -> None:
    table = rows(session_csv_wide(session(HolisticResult((640, 480)), HolisticResult((640, 480)))))
    assert [list(row.values()) for row in table] == [
        ["0.0000", "0", "640", "480", ""],
        ["0.5000", "2", "640", "480", ""],
    ]


def test_a_repetition_is_a_row() -> None:
    squat = Repetition(3, 1.25, 3.5, 71.237, 174.9, 1.0, 0.25, 1.0, ("deeper", "knees_out"))
    assert rows(repetitions_csv([squat])) == [
        {
            **{"number": "3", "start_s": "1.2500", "end_s": "3.5000", "duration_s": "2.2500"},
            **{"out_s": "1.0000", "far_s": "0.2500", "back_s": "1.0000"},
            **{"lowest_deg": "71.24", "highest_deg": "174.90", "range_deg": "103.66", "cues": "deeper knees_out"},
        }
    ]
    assert repetitions_csv([]).count("\r\n") == 1


@pytest.mark.parametrize("cue", ["=1+1", "+deeper", "-1", "@sum", "＝1"])
def test_a_cue_never_becomes_a_formula(cue: str) -> None:
    (row,) = rows(repetitions_csv([Repetition(1, 0, 1, 0, 90, 0, 0, 1, (cue,))]))
    assert row["cues"] == f"'{cue}"


def test_the_zip_holds_all_of_it_and_tells_how_far_it_is(session: MakeSession) -> None:
    frames, header, packed = session(), SessionHeader("litert"), io.BytesIO()
    squat = Repetition(1, 0.1, 0.9, 70, 170, 0.3, 0.2, 0.3)
    shares: list[float] = []
    session_zip(packed, header, frames, [squat], on_progress=shares.append)

    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert list(files) == ["angles.csv", "landmarks.csv", "repetitions.csv", "session.json"]
    assert files["angles.csv"] == b"".join(session_csv_angles(frames))
    assert files["landmarks.csv"] == b"".join(session_csv_wide(frames))
    assert files["repetitions.csv"].decode() == repetitions_csv([squat])
    assert list(session_from_json(files["session.json"])[1].results()) == list(frames.results())
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.9 < shares[-1] <= 1


def test_a_zip_can_be_given_up(session: MakeSession) -> None:
    def give_up(share: float) -> None:
        raise InterruptedError(f"at {share}")

    with pytest.raises(InterruptedError):
        session_zip(io.BytesIO(), SessionHeader("litert"), session(), on_progress=give_up)


def test_the_description_names_the_columns(session: MakeSession) -> None:
    section = DOCS.read_text("utf-8").split("## Recordings")[1]
    repetition = list(rows(repetitions_csv([Repetition(1, 0, 1, 0, 90, 0, 0, 1)]))[0])
    wide, angles = list(rows(session_csv_wide(session()))[0]), list(rows(session_csv_angles(session()))[0])
    knee = {"left_knee_2d_deg", "left_knee_3d_deg"}
    assert sorted(name for name in {*repetition, *wide[:5], *knee} if f"`{name}`" not in section) == []
    assert knee <= set(angles)
