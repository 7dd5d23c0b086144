"""`video` from its arguments to folders of files, with the real models and the coach's clips."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from holistic_core.__main__ import main
from holistic_core.coach.samples import clip_mp4
from holistic_core.commands.video_plan import filter_of
from holistic_core.errors import OptionsError
from holistic_core.export.session import session_from_json
from holistic_core.media.video_files import read_video
from holistic_core.movement.filter_settings import FilterSettings
from tests.unit.media.video_builders import make_video

NAMES = {
    *("annotated.mp4", "angles.csv", "landmarks.csv", "repetitions.csv", "session.json", "movement.parquet"),
    *("movement.trc", "movement.mot", "report.html", "done.json"),
}


@pytest.fixture
def squat(tmp_path: Path) -> Path:
    path = tmp_path / "squat.mp4"
    path.write_bytes(clip_mp4("squat_side"))
    return path


def video(*arguments: object) -> int:
    return main(["video", *map(str, arguments), "--threads", "1"])


@pytest.mark.slow
def test_one_bad_file_stops_nobody_and_a_second_call_does_nothing(
    squat: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad, missing, out = tmp_path / "bad.mp4", tmp_path / "missing.mov", tmp_path / "out"
    bad.write_bytes(b"no video at all")
    call = (bad, squat, missing, "--out", out, "--exercise", "squat", "--filter", "butterworth:cutoff_hz=5")
    assert video(*call) == 1
    shown = capfd.readouterr()
    assert re.search(r"\[2/3\] squat.mp4: 165 frames in .*, 2 repetitions", shown.err)
    assert "3 videos: 1 done, 0 skipped, 2 failed." in shown.out
    assert re.search(r"bad.mp4: failed. .*cannot be read", shown.out)
    assert "missing.mov: failed. There is no file missing.mov." in shown.out
    assert [path.name for path in out.iterdir()] == ["squat"]
    assert {path.name for path in (out / "squat").iterdir()} == NAMES
    header, frames = session_from_json((out / "squat" / "session.json").read_bytes())
    assert (header.source, header.exercise) == ("squat.mp4", "squat")
    assert header.filter == FilterSettings(cutoff_hz=5.0)
    table = pd.read_parquet(out / "squat" / "movement.parquet")
    assert len(table) == len(frames) == 165
    assert table["repetitions"].max() == 2
    assert sum(1 for _ in read_video(out / "squat" / "annotated.mp4")) == 165

    before = {path.name: path.stat().st_mtime_ns for path in (out / "squat").iterdir()}
    assert video(*call) == 1
    assert "0 done, 1 skipped, 2 failed" in capfd.readouterr().out
    assert before == {path.name: path.stat().st_mtime_ns for path in (out / "squat").iterdir()}


@pytest.mark.slow
def test_a_video_without_anybody_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = make_video(tmp_path / "empty.mp4", size=(320, 240))
    assert video(empty, "--out", tmp_path / "out", "--csv", "--json-progress") == 0
    (told,) = json.loads(capfd.readouterr().out)["videos"]
    assert told["frames"] > 0 and told["seen"] == 0
    assert any("Nobody was found in any frame" in note for note in told["notes"])


@pytest.mark.slow
@pytest.mark.parametrize("change", ["option", "content", "file lost", "file cut", "note spoilt"])
def test_what_changed_is_done_again(
    change: str, squat: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call = [squat, "--out", out, "--csv", "--every", "20"]
    assert video(*call) == 0
    folder = out / "squat"
    assert {path.name for path in folder.iterdir()} == {"angles.csv", "landmarks.csv", "repetitions.csv", "done.json"}
    match change:
        case "option":
            call += ["--end", "5"]
        case "content":
            squat.write_bytes(clip_mp4("curl_front"))
        case "file lost":
            (folder / "angles.csv").unlink()
        case "file cut":
            (folder / "angles.csv").write_text("time_s")
        case "note spoilt":
            (folder / "done.json").write_text("[]")
    assert video(*call) == 0
    assert "1 done, 0 skipped" in capfd.readouterr().out
    assert video(*call) == 0
    assert "0 done, 1 skipped" in capfd.readouterr().out
    assert len(pd.read_csv(folder / "angles.csv")) > 3


def test_machines_get_json(squat: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert video(squat, "--out", tmp_path / "out", "--mot", "--every", "15", "--start", "1", "--json-progress") == 0
    shown = capfd.readouterr()
    events = [json.loads(line) for line in shown.err.splitlines() if line.startswith("{")]
    assert events[-1]["event"] == "done"
    assert (events[-1]["file"], events[-1]["number"], events[-1]["of"]) == ("squat.mp4", 1, 1)
    (told,) = json.loads(shown.out)["videos"]
    assert (told["status"], told["files"]) == ("done", ["movement.mot"])
    assert told["frames"] == pytest.approx(145 / 15, abs=1)


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("HOLISTIC_VIDEO_MB", "0.1", r"squat.mp4 has \S+ MB; the limit is 0.1 MB. Cut it shorter"),
        (
            "HOLISTIC_VIDEO_SECONDS",
            "3",
            r"squat.mp4 lasts 8.\d s; the limit is 3.0 s. Choose a part of it by start and end",
        ),
        ("HOLISTIC_VIDEO_MEGAPIXELS", "0.01", r"the limit is 0.01 megapixels. Save the video in a smaller size"),
    ],
)
def test_limits_are_those_of_the_page_and_can_be_raised(
    setting: str,
    value: str,
    told: str,
    squat: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(setting, value)
    call = (squat, "--out", tmp_path / "out", "--csv", "--every", "30")
    assert video(*call) == 1
    shown = capfd.readouterr().out
    assert re.search(told, shown) and f"set {setting} higher" in shown
    assert not (tmp_path / "out" / "squat").exists()
    if setting == "HOLISTIC_VIDEO_SECONDS":
        assert video(*call, "--start", "1", "--end", "3.5") == 0, "a part is within it"
    monkeypatch.delenv(setting)
    assert video(*call) == 0


@pytest.mark.slow
@pytest.mark.parametrize("beside", [(), ("--csv",), ("--mp4",)])
def test_a_zip_for_each_video_has_what_the_page_packs(beside: tuple[str, ...], squat: Path, tmp_path: Path) -> None:
    other = tmp_path / "two.mp4"
    other.write_bytes(squat.read_bytes())
    call = (squat, other, "--out", tmp_path / "out", "--zip", "--every", "20", "--exercise", "squat", *beside)
    assert video(*call) == 0
    loose = {"--csv": {"angles.csv", "landmarks.csv", "repetitions.csv"}, "--mp4": {"annotated.mp4"}}
    more = set().union(*(loose[option] for option in beside))
    for stem in ("squat", "two"):
        folder = tmp_path / "out" / stem
        assert {path.name for path in folder.iterdir()} == {f"{stem}.zip", "done.json"} | more
        with ZipFile(folder / f"{stem}.zip") as archive:
            assert archive.testzip() is None
            assert set(archive.namelist()) == NAMES - {"done.json"}
            for name in more:
                assert archive.read(name) == (folder / name).read_bytes()
    before = (tmp_path / "out" / "two" / "two.zip").stat().st_mtime_ns
    assert video(*call) == 0
    assert (tmp_path / "out" / "two" / "two.zip").stat().st_mtime_ns == before, "done before"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--exercise", "swimming"), "no exercise 'swimming'"),
        (("--filter", "magic"), "filter is 'magic'"),
        (("--filter", "butterworth:cutoff=3"), "NAME=VALUE"),
        (("--filter", "butterworth:cutoff_hz=many"), "no number"),
        (("--filter", "butterworth:cutoff_hz=900"), "cutoff_hz is 900"),
        (("--angles", "left_tail"), "no angle left_tail"),
        (("--exercise", "hand_open_close", "--parts", "body"), "needs the hands"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_done(
    arguments: tuple[str, ...], told: str, squat: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert video(squat, "--out", tmp_path / "out", *arguments) == 2
    assert told in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_filter_is_read_with_its_parameters() -> None:
    read = filter_of("hampel:outlier_sigmas=4,max_gap_s=0.5")
    assert read == FilterSettings("hampel", outlier_sigmas=4.0, max_gap_s=0.5)
    assert filter_of("butterworth:order=3,outliers=false") == FilterSettings(order=3, outliers=False)
    assert filter_of("none") is None
    with pytest.raises(OptionsError, match="true or false"):
        filter_of("median:outliers=perhaps")
