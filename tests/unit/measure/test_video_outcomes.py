"""What becomes of videos: whole, good part, refused; counts against a manifest; which files are looked at."""

from pathlib import Path

import pytest

from holistic_core.errors import VideoError
from holistic_core.measure.video_outcomes import VideoRow, _videos, format_videos, run_videos
from tests.unit.media.video_builders import make_video


def test_folders_give_what_has_the_content_or_the_ending_of_a_video(tmp_path: Path) -> None:
    make_video(tmp_path / "a.mp4").rename(tmp_path / "renamed.jpg")
    make_video(tmp_path / "b.gif")
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("no video")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "folder").mkdir()
    assert [path.name for path in _videos([tmp_path])] == ["b.gif", "empty.mp4", "renamed.jpg"]
    assert list(_videos([tmp_path / "notes.txt"])) == [tmp_path / "notes.txt"], "what is named is taken"


def test_a_folder_without_videos_is_told(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="There is no video"):
        run_videos([tmp_path])


def test_the_table_tells_what_failed() -> None:
    rows = [
        VideoRow("a.mp4", "whole", "", 10, 1.0, 80.0, 250.0, 2, 2, passed=True),
        VideoRow("b.mp4", "failed", "it crashed", 0, float("nan"), float("nan"), 250.0, None, None, passed=False),
    ]
    text = format_videos(rows)
    assert "FAIL  it crashed" in text
    assert "2 files: 1 whole, 0 good part, 0 refused, 1 failed; 1 passed." in text


@pytest.mark.slow
def test_every_outcome_in_a_process_of_its_own(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "whole.mp4", tuple(number / 25 for number in range(60)))
    data = make_video(tmp_path / "cut.mkv", tuple(number / 25 for number in range(100))).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: len(data) * 6 // 10])
    (tmp_path / "empty.mp4").write_bytes(b"")
    manifest = tmp_path / "list.csv"
    manifest.write_text("file,exercise_expected,reps_expected\nwhole.mp4,squat,1\n")
    rows = {row.file: row for row in run_videos([tmp_path], manifest=manifest)}
    assert {name: row.outcome for name, row in rows.items()} == {
        "whole.mp4": "whole",
        "cut.mkv": "good part",
        "empty.mp4": "refused",
    }
    assert (rows[whole.name].frames, rows[whole.name].expected, rows[whole.name].counted) == (60, 1, 0)
    assert not rows[whole.name].passed, "nobody is in it, so nothing was counted"
    assert rows["cut.mkv"].passed and rows["empty.mp4"].passed
    assert all(row.extra_peak_mb < row.limit_mb for row in rows.values())
