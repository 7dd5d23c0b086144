"""OpenSim files are read back by programs that share nothing with what wrote them, and hold the right numbers.

.trc: by trc-data-reader. .mot: by a reader of the documented layout below. Where HOLISTIC_OPENSIM names a Python that
has OpenSim itself (`pip install opensim` into an environment of its own: it needs numpy 2), that reads both as well.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from coach_session import HIDDEN, coach_session
from trc import TRCData

from holistic_core.errors import OptionsError, VideoError
from holistic_core.export.opensim_mot import Model, opensim_mot
from holistic_core.export.opensim_trc import opensim_trc
from holistic_core.export.resampling import UniformRows
from holistic_core.export.session_frames import SessionFrames
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE

SAMPLES = ("curl_front", "lunge_three_quarter", "squat_side")


def written(path: Path, pieces: object) -> Path:
    path.write_bytes(b"".join(pieces))  # type: ignore[arg-type]
    return path


def read_trc(path: Path) -> tuple[TRCData, np.ndarray]:
    """As trc-data-reader has it, and `(frames, markers, 3)` of its numbers."""
    data = TRCData()
    data.load(str(path))
    return data, np.array([data[marker] for marker in data["Markers"]]).transpose(1, 0, 2)


def read_mot(path: Path) -> tuple[dict[str, str], pd.DataFrame]:
    """Header and table of a motion file: a name, `key=value` lines and remarks until "endheader", then a table.

    Layout: "Storage (.sto) Files" and "Motion (.mot) Files" of the OpenSim documentation.
    """
    lines = path.read_text().split("\n")
    end = lines.index("endheader")
    header = {"name": lines[0]} | dict(line.split("=") for line in lines[1:end] if line.count("=") == 1)
    table = pd.read_csv(path, sep="\t", skiprows=end + 1)
    assert (int(header["nRows"]), int(header["nColumns"])) == table.shape
    assert header["version"] == "1"
    assert header["inDegrees"] == "yes"
    return header, table


def world_mm(frames: SessionFrames) -> np.ndarray:
    """`(frames, 33, 3)` millimetres, x right, y down, z away; NaN where not found or not visible enough."""
    found = np.full((len(frames), 33, 3), np.nan)
    for place, result in enumerate(frames.results()):
        if result.pose_world is not None:
            seen = result.pose_world.visibility >= 0.5
            found[place, seen] = 1000 * result.pose_world.xyz_m[seen]
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_markers_are_those_of_the_frames_in_the_axes_of_opensim(name: str, tmp_path: Path) -> None:
    frames = coach_session(name, hidden=HIDDEN)
    data, markers = read_trc(written(tmp_path / "a.trc", opensim_trc(frames, name="a.trc", turned=False)))

    assert (data["FileName"], data["DataFormat"], data["PathFileType"]) == ("a.trc", "(X/Y/Z)", "4")
    assert tuple(data["Markers"]) == POSE.names
    assert data["Units"] == "mm"
    assert data["DataRate"] == data["CameraRate"] == pytest.approx(1 / np.diff(frames.times_s).mean(), abs=0.005)
    assert data["NumFrames"] == data["OrigNumFrames"] == len(frames)
    np.testing.assert_allclose(data["Time"], frames.times_s, atol=2e-6)
    world = world_mm(frames)
    assert np.isnan(world[HIDDEN]).all()
    assert np.isfinite(world[0]).any()
    # Forward is towards the camera, up is against y, and the own right is the left of the picture.
    expected = np.stack([-world[..., 2], -world[..., 1], -world[..., 0]], axis=2)
    np.testing.assert_allclose(markers, expected, atol=0.006)


@pytest.mark.parametrize(
    ("name", "turn_deg"), [("curl_front", 0.0), ("lunge_three_quarter", 40.0), ("squat_side", 90.0)]
)
def test_somebody_seen_from_any_side_faces_x(name: str, turn_deg: float, tmp_path: Path) -> None:
    frames = coach_session(name)
    _, straight = read_trc(written(tmp_path / "a.trc", opensim_trc(frames, min_visibility=0, turned=False)))
    _, turned = read_trc(written(tmp_path / "b.trc", opensim_trc(frames, min_visibility=0)))

    right = (turned[:, POSE.index("right_hip")] - turned[:, POSE.index("left_hip")]).mean(axis=0)
    assert right[2] > 150
    assert abs(right[0]) < 0.1 * right[2]
    nose = (turned[:, POSE.index("nose")] - turned[:, POSE.index("left_ear")]).mean(axis=0)
    assert nose[0] > 50, "the nose is in front of the ear"
    np.testing.assert_allclose(turned[..., 1], straight[..., 1], atol=0.02)
    lengths = (np.linalg.norm(each[:, 0] - each[:, 28], axis=1) for each in (straight, turned))
    np.testing.assert_allclose(*lengths, atol=0.05)
    before = (straight[:, POSE.index("right_hip")] - straight[:, POSE.index("left_hip")]).mean(axis=0)
    assert np.degrees(np.arctan2(abs(before[0]), before[2])) == pytest.approx(turn_deg, abs=4)


@pytest.mark.parametrize("model", ["rajagopal", "gait2392"])
@pytest.mark.parametrize("name", SAMPLES)
def test_coordinates_are_flexions(name: str, model: Model, tmp_path: Path) -> None:
    frames = coach_session(name, hidden=HIDDEN)
    header, table = read_mot(written(tmp_path / "a.mot", opensim_mot(frames, name="a", model=model)))

    assert header["name"] == "a"
    np.testing.assert_allclose(table["time"], frames.times_s, atol=2e-6)
    seen = np.ones(len(frames), np.bool_)
    seen[HIDDEN] = False
    bent = 1 if model == "rajagopal" else -1
    zero_and_sign = {
        "hip_flexion": (180, 1),
        "knee_angle": (180, bent),
        "ankle_angle": (110, 1),
        "elbow_flex": (180, 1),
    }
    assert "knee_angle_l" in table or "knee_angle_r" in table
    assert any("elbow" in column for column in table) is (model == "rajagopal")
    for column in table.columns[1:]:
        coordinate, side = column[:-2], {"r": "right", "l": "left"}[column[-1]]
        joint = coordinate.partition("_")[0]
        zero_deg, sign = zero_and_sign[coordinate]
        inner = frames.of(f"{side}_{joint}", in_space=True)
        known = np.isfinite(inner)
        assert known[seen].mean() > 0.5
        np.testing.assert_allclose(table[column][known], sign * (zero_deg - inner[known]), atol=6e-5)
    assert not table.isna().any().any(), "what reads it in OpenSim stops at the first gap"


def test_a_deep_squat_bends_the_knees_by_what_the_coach_knows(tmp_path: Path) -> None:
    frames = coach_session("squat_side")
    _, table = read_mot(written(tmp_path / "a.mot", opensim_mot(frames, in_space=False)))
    assert table["knee_angle_l"].max() == pytest.approx(180 - np.nanmin(frames.of("left_knee")), abs=1e-3)
    assert table["knee_angle_l"].max() > 90
    assert table["knee_angle_l"].iloc[0] < 10
    assert "knee_angle_r" not in table, "the right leg is hidden behind the left one"


def test_gaps_of_a_mot_file_are_filled_and_told(tmp_path: Path) -> None:
    frames = coach_session("curl_front", hidden=HIDDEN)
    path = written(tmp_path / "a.mot", opensim_mot(frames))
    _, table = read_mot(path)
    told = next(line for line in path.read_text().split("\n") if line.startswith("Rows filled"))
    hidden = HIDDEN.stop - HIDDEN.start
    assert f"knee_angle_r {hidden}" in told
    ends = table["knee_angle_r"][[HIDDEN.start - 1, HIDDEN.stop]]
    expected = np.linspace(*ends, hidden + 2)[1:-1]
    np.testing.assert_allclose(table["knee_angle_r"][HIDDEN], expected, atol=1e-3)


def test_dropped_frames_are_bridged_and_pauses_are_not(tmp_path: Path) -> None:
    whole, holed = coach_session("curl_front"), coach_session("curl_front", dropped=(30, 50, 51, 52))
    _, every = read_trc(written(tmp_path / "a.trc", opensim_trc(whole, turned=False)))
    data, markers = read_trc(written(tmp_path / "b.trc", opensim_trc(holed, turned=False)))
    assert data["DataRate"] == 20.0
    np.testing.assert_allclose(data["Time"], whole.times_s, atol=2e-6)
    kept = np.delete(np.arange(len(whole)), [30, 50, 51, 52])
    np.testing.assert_allclose(markers[kept], every[kept], atol=1e-9)
    np.testing.assert_allclose(markers[30], (every[29] + every[31]) / 2, atol=0.011)
    assert np.isnan(markers[50:53]).all()


def test_uneven_times_become_a_uniform_rate() -> None:
    frames_s = np.arange(200) / 25 + np.random.default_rng(1).uniform(-0.012, 0.012, 200)
    rows = UniformRows.over(frames_s)
    rate_hz = rows.rate_hz
    assert rate_hz == pytest.approx(25, abs=0.2)
    np.testing.assert_allclose(rows.times_s, frames_s[0] + np.arange(len(rows)) / rate_hz)
    curve = np.column_stack([60 * np.sin(2 * np.pi * 0.5 * frames_s), np.full(200, 7.0)])
    truth_s = rows.times_s
    errors = rows.of(curve) - np.column_stack([60 * np.sin(2 * np.pi * 0.5 * truth_s), np.full(len(rows), 7.0)])
    # 12 ms of 188 degrees a second are 2.3 degrees, which is what taking the nearest frame would cost.
    assert np.abs(errors).max() < 0.4


@pytest.mark.parametrize("step", [(33, 33, 34), (40,), (41, 42, 42)], ids=["30 fps", "25 fps", "24 fps"])
def test_millisecond_clocks_have_the_rate_they_mean(step: tuple[int, ...]) -> None:
    times_s = np.cumsum([0, *(step * 50)]) / 1000
    rows = UniformRows.over(np.delete(times_s, [7, 8, 40]))
    assert rows.rate_hz == pytest.approx(1000 * len(step) / sum(step), abs=0.4 if len(step) > 1 else 0.005)
    assert rows.rate_hz == round(rows.rate_hz, 2)
    assert abs(len(rows) - len(times_s)) <= 2


def test_nothing_to_write_is_said(session: object) -> None:
    nobody = session(HolisticResult((200, 100)), HolisticResult((200, 100)))  # type: ignore[operator]
    for writer in (opensim_trc, opensim_mot):
        with pytest.raises(VideoError, match=r"Nobody was found|was seen in half of"):
            writer(nobody)  # type: ignore[operator]
        with pytest.raises(VideoError, match="no frame"):
            writer(SessionFrames())  # type: ignore[operator]
    with pytest.raises(OptionsError, match="visibility"):
        opensim_trc(nobody, min_visibility=2)


def test_one_frame_is_a_file_with_one_row(tmp_path: Path) -> None:
    frames = coach_session("curl_front", dropped=range(1, 1000))
    assert len(frames) == 1
    data, markers = read_trc(written(tmp_path / "a.trc", opensim_trc(frames)))
    assert (data["NumFrames"], data["DataRate"], markers.shape) == (1, 1.0, (1, 33, 3))
    _, table = read_mot(written(tmp_path / "a.mot", opensim_mot(frames)))
    assert len(table) == 1


@pytest.mark.parametrize("name", ["a\nb\tc.trc", "endheader", "x=y"])
def test_odd_names_do_not_break_the_headers(name: str, tmp_path: Path) -> None:
    frames = coach_session("curl_front", dropped=range(5, 1000))
    data, _ = read_trc(written(tmp_path / "a.trc", opensim_trc(frames, name=name)))
    assert data["NumMarkers"] == 33
    lines = b"".join(opensim_mot(frames, name=name)).decode().split("\n")
    assert lines[1] == "version=1"


READ_WITH_OPENSIM = """
import json, sys, opensim
markers = opensim.TimeSeriesTableVec3(sys.argv[1])
knee = markers.getColumnIndex("left_knee")
table = opensim.TimeSeriesTable(sys.argv[2])
classic = opensim.Storage(sys.argv[2])
print(json.dumps({
    "units": markers.getTableMetaDataString("Units"),
    "rate": float(markers.getTableMetaDataString("DataRate")),
    "markers": list(markers.getColumnLabels()),
    "left_knee": [[markers.getRowAtIndex(i)[knee][axis] for axis in range(3)] for i in range(markers.getNumRows())],
    "coordinates": list(table.getColumnLabels()),
    "degrees": table.getTableMetaDataString("inDegrees"),
    "angles": [list(map(float, table.getRowAtIndex(i).to_numpy())) for i in range(table.getNumRows())],
    "classic": [classic.getSize(), bool(classic.isInDegrees()), classic.getColumnLabels().getSize()],
}))
"""


@pytest.mark.parametrize("name", SAMPLES)
def test_opensim_itself_reads_both(name: str, tmp_path: Path) -> None:
    python = os.environ.get("HOLISTIC_OPENSIM")
    if not python:
        pytest.skip("set HOLISTIC_OPENSIM to a Python that has the package opensim, in an environment of its own")
    frames = coach_session(name, hidden=HIDDEN)
    trc = written(tmp_path / "a.trc", opensim_trc(frames, name="a.trc"))
    mot = written(tmp_path / "a.mot", opensim_mot(frames, name="a"))
    done = subprocess.run(
        [python, "-c", READ_WITH_OPENSIM, str(trc), str(mot)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    read = json.loads(done.stdout.splitlines()[-1])
    data, markers = read_trc(trc)
    _, table = read_mot(mot)
    assert (read["units"], read["rate"], tuple(read["markers"])) == ("mm", data["DataRate"], POSE.names)
    np.testing.assert_allclose(np.array(read["left_knee"], float), markers[:, POSE.index("left_knee")], atol=1e-9)
    assert (read["coordinates"], read["degrees"]) == (list(table.columns[1:]), "yes")
    np.testing.assert_allclose(read["angles"], table.to_numpy()[:, 1:], atol=1e-9)
    assert read["classic"] == [len(frames), True, len(table.columns)]
