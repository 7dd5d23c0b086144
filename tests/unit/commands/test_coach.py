import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from holistic_core.__main__ import main
from holistic_core.coach.truth_json import from_json, from_npz
from holistic_core.media.pictures import read_picture
from holistic_core.media.video_files import read_video

SHORT = ("--motion", "waving", "--tempo", "0.5", "--size", "96x128", "--fps", "3")


def render(*arguments: object) -> int:
    return main(["coach", "render", *map(str, arguments)])


def test_a_clip_with_its_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, y4m = tmp_path / "new" / "wave.mp4", tmp_path / "new" / "wave.y4m"
    assert render(*SHORT, "--person", "alex", "--view", "front", "--out", out, "--y4m", y4m, "--truth", "both") == 0
    truth = from_json(out.with_suffix(".json").read_text())
    assert (truth.scene.figure.name, truth.scene.camera.azimuth_deg) == ("alex", 0)
    assert truth.repetitions == 1
    assert len(list(read_video(out))) == len(list(read_video(y4m))) == len(truth)
    assert len(from_npz(out.with_suffix(".npz").read_bytes())) == len(truth)
    said = capsys.readouterr()
    assert "wave.mp4" in said.out
    assert f"frame {len(truth)} of {len(truth)}" in said.err


def test_a_still(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "squat.png"
    arguments = ("--size", "96x128", "--camera-height", "0.8", "--light-azimuth", "-20", "--light", "60", "--seed", "4")
    assert render("--still", "2.5", "--out", out, *arguments, "--json") == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert written == [str(out), str(out.with_suffix(".json"))]
    assert read_picture(out.read_bytes(), name="squat").rgb.shape == (128, 96, 3)
    truth = from_json(out.with_suffix(".json").read_text())
    assert (truth.scene.camera.height_m, truth.scene.light.azimuth_deg, truth.scene.seed) == (0.8, -20, 4)
    assert [frame.time_s for frame in truth] == [2.5]


@pytest.mark.slow
def test_the_truth_of_the_samples(tmp_path: Path) -> None:
    assert render("--samples", tmp_path, "--truth-only") == 0
    kept = Path(__file__).parents[3] / "holistic_core" / "data" / "coach"
    names = {path.name for path in kept.glob("*.json")}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert all((tmp_path / name).read_text() == (kept / name).read_text() for name in names)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "x.mp4", "--distance", "-1"), "distance_m (a nearer camera would be inside the body) is -1 m"),
        (("--out", "x.mp4", "--distance", "nan"), "distance_m"),
        (("--out", "x.mp4", "--person", "nobody"), "person is 'nobody'; it must be one of: alex, mira"),
        (("--out", "x.mp4", "--motion", "flying"), "motion is 'flying'"),
        (("--out", "x.mp4", "--fault", "uneven_arms"), "fault is 'uneven_arms'; for Squat it may be"),
        (("--out", "x.mp4", "--depth", "9"), "depth is 9; it must be from 0.3 to 1.15"),
        (("--out", "x.mp4", "--fps", "0"), "fps is 0; it must be from 1 to 60"),
        (("--out", "x.mp4", "--light-elevation", "89"), "elevation_deg is 89°; it must be from 15 to 80°"),
        (("--out", "x.mp4", "--repetitions", "99"), "repetitions is 99"),
        (("--out", "x.mp4", "--camera-height", "-1"), "height_m of the camera is -1 m; it must be from 0.1 to 2.8 m"),
        (("--out", "x.mp4", "--focal-length", "nan"), "focal_length_mm is nan; it must be a number from 18 to 135 mm"),
        (("--out", "x.mp4", "--size", "2000x640"), "image_size (width) is 2000 px"),
        (
            ("--out", "x.mp4", "--size", "97x128"),
            "--size is 97x128; a video needs an even width and height. Choose 98x128",
        ),
        (("--out", "x.mp4", "--noise", "-3"), "noise is -3; it must be from 0 to 60"),
        (("--out", "x.mp4", "--seed", "-3"), "seed is -3; it must be a whole number from 0"),
        (("--out", "x.gif"), "x.gif is no .mp4"),
        (("--y4m", "x.mp4"), "x.mp4 is no .y4m"),
        (("--out", "x.png", "--still", "99"), "still is 99 s; it must be from 0 to"),
        (("--out", "x.gif", "--still", "1"), "x.gif is no .png"),
        (("--out", "x.mp4", "--still", "1"), "--still S writes one picture"),
        (("--truth-only",), "--truth-only belongs to --samples"),
        ((), "Say where to write"),
        (("--samples", "d", "--out", "x.mp4"), "leave out --out"),
    ],
)
def test_bad_arguments_are_named(
    arguments: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert render(*arguments) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_argparse_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert render("--out", "x.mp4", "--size", "big") == 2
    assert "big is not a size like 480x640" in capsys.readouterr().err
    assert render("--out", "x.mp4", "--view", "below") == 2
    assert "three-quarter" in capsys.readouterr().err


@pytest.mark.parametrize("blocked", ["a folder", "below a file"])
def test_a_place_that_cannot_be_written_to_is_named(
    blocked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if blocked == "a folder":
        out = tmp_path / "x.mp4"
        out.mkdir()
    else:
        (tmp_path / "file").touch()
        out = tmp_path / "file" / "x.mp4"
    assert render(*SHORT, "--out", out) == 2
    said = capsys.readouterr().err
    assert "x.mp4 is a folder" in said or "The folder for x.mp4 cannot be made" in said


def test_an_interruption_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[tuple[np.ndarray, None]]:
        yield np.zeros((128, 96, 3), np.uint8), None
        raise KeyboardInterrupt

    monkeypatch.setattr("holistic_core.commands.coach_render.render_clip", interrupted)
    assert render(*SHORT, "--out", tmp_path / "x.mp4", "--y4m", tmp_path / "x.y4m") == 130
    assert capsys.readouterr().err == "Interrupted.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", "list", "--json"]) == 0
    lists = json.loads(capsys.readouterr().out)
    assert {"squat", "push_up"} <= set(lists["motions"])
    assert lists["views"]["side"] == "camera at 90°"
    assert main(["coach", "list"]) == 0
    assert "knees fall inwards (squat)" in capsys.readouterr().out
    assert np.unique([len(names) > 0 for names in lists.values()]).tolist() == [True]
