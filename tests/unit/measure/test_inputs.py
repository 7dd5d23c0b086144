import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from holistic_core.errors import ImageError
from holistic_core.measure import inputs
from holistic_core.measure.input_probe import Probe, main, probe
from holistic_core.measure.inputs import FILE_LIMITS, InputRow, format_inputs, run_inputs
from holistic_core.measure.large_picture import LARGEST_SIZE, sideways_jpeg
from holistic_core.measure.peak_memory import PeakMemory
from holistic_core.measure.table import as_json
from holistic_core.media.limits import PictureLimits
from holistic_core.media.pictures import encode_picture, read_picture


def ramp(width: int = 160, height: int = 120) -> np.ndarray:
    x, y = np.meshgrid(np.linspace(0, 250, width), np.linspace(0, 250, height))
    return np.dstack([x, y, 0 * x]).astype(np.uint8)


def row(**changes: object) -> InputRow:
    fields: dict[str, object] = {
        "file": "a.jpg",
        "outcome": "picture",
        "text": "JPEG 100 × 100",
        "advice": (),
        "landmarks": 0,
        "seconds": 0.5,
        "extra_peak_mb": 12.0,
        "limits": FILE_LIMITS,
        "passed": True,
    }
    return InputRow(**(fields | changes))  # type: ignore[arg-type]


def test_the_enlarged_picture_lies_on_its_side_and_reads_upright() -> None:
    picture = read_picture(sideways_jpeg(ramp(), (240, 320)))
    assert picture.stored_size == (320, 240)
    assert picture.rgb.shape == (320, 240, 3)
    shown = picture.rgb[:180].astype(int)  # 160 × 120 fills the width; the rest is black
    assert shown[90, 230, 0] > shown[90, 10, 0] + 150
    assert shown[170, 120, 1] > shown[10, 120, 1] + 150
    assert picture.rgb[200:].mean() < 10


def test_the_largest_size_is_the_largest_that_is_accepted() -> None:
    limits, (width, height) = PictureLimits(), LARGEST_SIZE
    limits.check_size(width, height)
    with pytest.raises(ImageError):
        limits.check_size(width, height + 16)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak")
def test_a_peak_counts_even_when_it_is_gone_again() -> None:
    with PeakMemory() as memory:
        np.ones(60_000_000, np.uint8).sum()
    assert 55 < memory.extra_mb < 90
    if sys.platform == "linux":
        with PeakMemory() as nothing:
            pass
        assert nothing.extra_mb < 5, "the earlier peak was taken for this one"


def test_a_probe_tells_what_a_visitor_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(encode_picture(ramp(400, 100)))
    bad.write_bytes(b"<html><body>no</body></html>")
    read, refused = probe(good, None), probe(bad, None)
    assert (read.accepted, read.text, read.width, read.height) == (True, "PNG 400 × 100", 400, 100)
    assert "very wide" in read.advice[0]
    assert not refused.accepted
    assert refused.text.startswith("This is a web page (HTML).")
    main([str(bad)])
    assert json.loads(capsys.readouterr().out)["text"] == refused.text


@pytest.mark.slow
def test_every_file_is_measured_and_the_largest_jpeg_too(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(encode_picture(ramp()))
    (tmp_path / "a.txt").write_bytes(b"no picture")
    (tmp_path / "folder").mkdir()
    told: list[str] = []
    rows = run_inputs(tmp_path, detect=False, progress=told.append)
    assert [each.file for each in rows[:2]] == ["a.txt", "b.png"]
    assert [each.outcome for each in rows] == ["refused", "picture", "picture"]
    assert rows[2].text == "JPEG 5,776 × 8,656"
    assert "b.png" in rows[2].file
    assert told == [each.file for each in rows]
    if sys.platform == "linux":
        assert 300 < rows[2].extra_peak_mb < 550, "50 megapixels of RGB alone are 150 MB, twice while they are turned"
    assert all(each.passed for each in rows), rows
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.png", "folder"]


@pytest.mark.slow
def test_detection_is_measured_with_a_detector_that_is_warm(test_media: Path, tmp_path: Path) -> None:
    found = inputs._probe(test_media / "images" / "tensorflow_pose.jpg", detect=True)
    assert isinstance(found, Probe), found
    assert found.landmarks >= 33
    assert found.seconds < FILE_LIMITS.seconds


def outcome_of(found: Probe | str, **options: tuple[int, int]) -> tuple[str, bool]:
    made = inputs._row("a", found, FILE_LIMITS, **options)
    return made.outcome, made.passed


@pytest.mark.parametrize(
    ("seconds", "extra_peak_mb", "passed"),
    [(1.99, 299.9, True), (2.0, 1.0, False), (0.1, 300.0, False), (0.1, math.nan, True)],
)
def test_a_figure_at_its_limit_does_not_pass(seconds: float, extra_peak_mb: float, passed: bool) -> None:
    assert outcome_of(Probe(True, "", (), 9, 9, 0, seconds, extra_peak_mb)) == ("picture", passed)
    assert outcome_of(Probe(False, "", (), 0, 0, 0, seconds, extra_peak_mb)) == ("refused", passed)


def test_a_picture_that_must_be_read_does_not_pass_when_refused_or_of_another_size() -> None:
    assert outcome_of(Probe(False, "", (), 0, 0, 0, 0.1, 1), must_be=(4, 3)) == ("refused", False)
    assert outcome_of(Probe(True, "", (), 3, 4, 0, 0.1, 1), must_be=(4, 3)) == ("picture", False)
    assert outcome_of(Probe(True, "", (), 4, 3, 0, 0.1, 1), must_be=(4, 3)) == ("picture", True)


def test_a_process_that_crashes_is_a_failed_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'cannot go on' >&2\nexit 139\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    found = inputs._probe(tmp_path / "a.jpg", detect=False)
    assert found == "the process ended with code 139: cannot go on"
    assert outcome_of(found) == ("failed", False)


def test_a_folder_without_files_or_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="no folder 'missing' with files in it"):
        run_inputs(tmp_path / "missing")
    with pytest.raises(ImageError, match="with files in it"):
        run_inputs(tmp_path)
    (tmp_path / "note.txt").write_text("no picture", encoding="utf-8")
    with pytest.raises(ImageError, match="is a picture that can be read"):
        run_inputs(tmp_path, detect=False)


def test_the_table_names_limits_and_marks_what_fails() -> None:
    failed = row(file="b.jpg", outcome="failed", text="no answer", extra_peak_mb=math.nan, passed=False)
    table = format_inputs([row(advice=("Crop it.",)), failed])
    good, bad = (next(line for line in table.splitlines() if name in line) for name in ("a.jpg", "b.jpg"))
    assert good.split()[:7] == ["a.jpg", "picture", "0.50", "2", "12", "300", "ok"]
    assert good.endswith("JPEG 100 × 100 Crop it.")
    assert "FAIL" in bad and "–" in bad
    assert "2 files: 1 read, 0 refused with a message, 1 failed; 1 within the limits." in table


def test_machines_get_the_limits_and_no_nan() -> None:
    (plain,) = json.loads(as_json([row(extra_peak_mb=math.nan)]))
    assert plain["limits"] == {"seconds": 2.0, "extra_peak_mb": 300.0}
    assert plain["extra_peak_mb"] is None
