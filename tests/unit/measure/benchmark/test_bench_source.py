"""A user's own file goes through the whole command: a picture is measured, everything else is named."""

from pathlib import Path

import pytest

from holistic_core.__main__ import main
from holistic_core.errors import HolisticError, VideoError
from holistic_core.measure.benchmark.source import Source
from tests.own_pictures import NOT_A_PICTURE, portrait

QUICK = ["--contenders", "litert", "--no-reference", "--parts", "body", "--repetitions", "1", "--frames", "3"]


def test_a_picture_is_panned_over(tmp_path: Path) -> None:
    path = tmp_path / "me"
    path.write_bytes(portrait())
    source = Source.of_file(path, "my picture")
    frames = source.frames(128)
    assert source.label == "my picture" and len(frames) == 24
    assert all(max(frame.shape) == 128 for frame in frames)
    assert len({frame.tobytes() for frame in frames}) > 12


@pytest.mark.parametrize("content", [NOT_A_PICTURE, b"", b"\x00\x00\x00\x18ftypmp42"])
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.bin"
    path.write_bytes(content)
    with pytest.raises(HolisticError, match=r"bad\.bin"):
        Source.of_file(path).frames()
    with pytest.raises(VideoError, match=r"no file none\.mp4"):
        Source.of_file(tmp_path / "none.mp4")


def test_an_error_in_the_process_reaches_the_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.mp4"
    path.write_bytes(NOT_A_PICTURE)
    assert main(["bench", "latency", "--input", str(path), *QUICK]) == 1
    shown = capsys.readouterr()
    assert shown.out == "" and "bad.mp4 holds no frame" in shown.err and "Traceback" not in shown.err
    assert main(["bench", "latency", "--input", str(path), "--sample", "squat_side"]) == 2


@pytest.mark.slow
def test_a_report_is_written_and_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, saved = tmp_path / "me.png", tmp_path / "report.json"
    path.write_bytes(portrait())
    files = ["--save", str(saved), "--csv", str(tmp_path / "a.csv"), "--html", str(tmp_path / "a.html")]
    assert main(["bench", "latency", "--input", str(path), *QUICK, *files]) == 0
    assert "LiteRT · body only" in capsys.readouterr().out
    assert main(["bench", "compare", str(saved), str(saved)]) == 0
    assert "1.00" in capsys.readouterr().out
    assert (tmp_path / "a.csv").read_text().startswith("experiment,what,figure,unit,value")
    assert (tmp_path / "a.html").stat().st_size > 4_000_000
    assert main(["bench", "latency", *QUICK, "--save", str(tmp_path)]) == 1
    assert "cannot be written" in capsys.readouterr().err
