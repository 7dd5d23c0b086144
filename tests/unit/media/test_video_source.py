"""A video comes back upright, at its true times and within limits, and says where it stopped being good."""

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from holistic_core.errors import HolisticError, OptionsError, VideoError
from holistic_core.media.video_limits import VideoLimits
from holistic_core.media.video_source import VideoSource
from tests.unit.media.video_builders import CODECS, EVEN, SIZE, UNEVEN, corner_picture, grey_of, make_video


@pytest.mark.parametrize("kind", CODECS)
def test_every_container_is_read_with_its_true_times(kind: str, tmp_path: Path) -> None:
    times_s = EVEN if kind == "avi" else UNEVEN
    path = make_video(tmp_path / f"clip.{kind}", times_s)
    with VideoSource(path) as video:
        frames = list(video)
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-3)
    assert [frame.index for frame in frames] == list(range(len(times_s)))
    assert all(frame.rgb.shape == (SIZE[1], SIZE[0], 3) and frame.rgb.dtype == np.uint8 for frame in frames)
    # A GIF has 256 colours, mixed from its few by dithering.
    assert np.abs(frames[0].rgb.astype(int) - corner_picture()).mean() < (30 if kind == "gif" else 5)
    assert (video.info.size, video.info.has_audio, video.ended_early) == (SIZE, False, None)


@pytest.mark.parametrize("size", [(129, 96), (128, 97), (33, 47)])
def test_odd_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    with VideoSource(make_video(tmp_path / "clip.mp4", size=size)) as video:
        (frame, *_) = video
    assert video.info.size == size
    assert frame.rgb.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_is_obeyed(rotation: int, tmp_path: Path) -> None:
    """The display rotation is counter-clockwise, as `numpy.rot90` turns."""
    path = make_video(tmp_path / "clip.mp4", rotation=rotation)
    with VideoSource(path) as video:
        frame = next(iter(video))
    upright = np.rot90(corner_picture(), rotation // 90)
    assert video.info.size == (upright.shape[1], upright.shape[0])
    assert video.info.rotation_deg == (360 - rotation) % 360
    assert np.abs(frame.rgb.astype(int) - upright).mean() < 8


@pytest.mark.parametrize("kind", ["mp4", "mkv", "avi", "gif"])
@pytest.mark.parametrize(
    ("start_s", "end_s", "every", "numbers"),
    [
        (0.0, None, 1, range(12)),
        (0.0, None, 5, range(0, 12, 5)),
        (0.2, None, 1, range(5, 12)),
        (0.2, 0.32, 1, range(5, 8)),
        (0.2, 0.4, 3, (5, 8)),
        (0.19, 0.21, 1, (5,)),
        (0.0, 99.0, 1, range(12)),
    ],
)
def test_a_part_of_it(
    kind: str, start_s: float, end_s: float | None, every: int, numbers: range, tmp_path: Path
) -> None:
    path = make_video(tmp_path / f"clip.{kind}")
    with VideoSource(path, start_s=start_s, end_s=end_s, every=every) as video:
        frames = list(video)
    assert [round(frame.time_s * 25) for frame in frames] == list(numbers)
    greys = [grey_of(frame.rgb) for frame in frames]
    assert greys == pytest.approx([60 + 8 * number for number in numbers], abs=22 if kind == "gif" else 4)
    assert video.ended_early is None


def test_an_open_file_is_read_and_stays_open(tmp_path: Path) -> None:
    file = BytesIO(make_video(tmp_path / "clip.mp4").read_bytes())
    with VideoSource(file, name="dance.mp4") as video:
        assert len(list(video)) == len(EVEN)
    assert not file.closed
    with pytest.raises(VideoError, match=r"dance\.mp4 .* starts at 9\.0 s, but the clip lasts only 0\.5 s"):
        VideoSource(file, name="dance.mp4", start_s=9.0)


def mp4_with(path: Path, box: bytes, offset: int, value: int) -> Path:
    """The file with one number of 32 bits changed, `offset` bytes behind the name of a box."""
    data = bytearray(path.read_bytes())
    place = data.index(box) + 4 + offset
    struct.pack_into(">I", data, place, value)
    path.write_bytes(data)
    return path


def zero_duration(path: Path) -> Path:
    """All frames at one moment: `stts` has one entry, whose duration becomes 0."""
    path = make_video(path)
    mp4_with(path, b"mvhd", 16, 0)
    mp4_with(path, b"mdhd", 16, 0)
    return mp4_with(path, b"stts", 12, 0)


@pytest.mark.parametrize(
    ("make", "limits", "told"),
    [
        (lambda path: path, {}, r"clip\.mp4 cannot be read as a video \(No such file"),
        (lambda path: (path.write_bytes(b"") and path) or path, {}, r"clip\.mp4 is empty"),
        (lambda path: path.write_bytes(b"\x07" * 5000) and path, {}, r"cannot be read as a video: it is damaged, or"),
        (lambda path: path.write_text("<html><body>") and path, {}, r"it is a web page \(HTML\)"),
        (lambda path: path.write_text("#EXTM3U\nfile:///etc/passwd") and path, {}, r"it is a text"),
        (lambda path: path.write_bytes(b"\xff\xd8\xff\xe0 JFIF") and path, {}, r"is a picture \(JPEG\), not a video"),
        (zero_duration, {}, r"has no duration"),
        (make_video, {"megapixels": 0.01}, r"128 × 96 pixels, .* megapixels; the limit is 0\.01"),
        (make_video, {"megabytes": 1e-4}, r"the limit is 0\.0001 MB"),
        (make_video, {"duration_s": 0.3}, r"clip\.mp4 lasts 0\.5 s; the limit is 0\.3 s.* Choose a part"),
        (lambda path: make_video(path, size=(30, 64)), {}, r"at least 32 × 32"),
    ],
)
def test_what_cannot_be_used_is_told(make: object, limits: dict[str, float], told: str, tmp_path: Path) -> None:
    path = make(tmp_path / "clip.mp4")  # type: ignore[operator]
    with pytest.raises(VideoError, match=told):
        VideoSource(path, limits=VideoLimits(**limits))


@pytest.mark.parametrize(
    "choice", [{"start_s": -1.0}, {"start_s": float("nan")}, {"start_s": 2.0, "end_s": 2.0}, {"every": 0}]
)
def test_a_part_that_makes_no_sense_is_told(choice: dict[str, float], tmp_path: Path) -> None:
    with pytest.raises(OptionsError):
        VideoSource(make_video(tmp_path / "clip.mp4"), **choice)  # type: ignore[arg-type]


def test_a_part_of_a_long_video_may_be_read(tmp_path: Path) -> None:
    path = make_video(tmp_path / "clip.mp4")
    with VideoSource(path, start_s=0.2, end_s=0.4, limits=VideoLimits(duration_s=0.3)) as video:
        assert len(list(video)) == 5


def test_a_video_that_is_longer_than_it_says_stops_at_the_limit(tmp_path: Path) -> None:
    path = make_video(tmp_path / "clip.mp4", tuple(number / 25 for number in range(100)))
    mp4_with(path, b"mvhd", 16, 100)
    mp4_with(path, b"mdhd", 16, 100)
    with VideoSource(path, limits=VideoLimits(duration_s=1.0)) as video:
        frames = list(video)
    assert frames[-1].time_s == pytest.approx(1.0)
    assert "longer than it says; the limit is 1.0 s" in (video.ended_early or "")


@pytest.mark.parametrize("kind", ["mp4", "mkv", "webm", "avi"])
def test_a_video_that_was_cut_off_gives_its_good_part(kind: str, tmp_path: Path) -> None:
    whole = make_video(tmp_path / f"clip.{kind}", tuple(number / 25 for number in range(100)))
    if kind == "mp4":  # with its index in front
        from holistic_core.media.video_output import TimedMp4Writer  # noqa: PLC0415

        with TimedMp4Writer(whole, frame_s=0.04) as writer:
            for number in range(100):
                writer.add(corner_picture(number), number / 25)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 6 // 10])
    with VideoSource(whole) as video:
        frames = list(video)
    assert 5 < len(frames) < 95
    assert [round(frame.time_s * 25) for frame in frames] == list(range(len(frames)))
    assert video.ended_early is not None and "clip." in video.ended_early


def test_a_damaged_video_says_where_it_stopped(test_media: Path) -> None:
    with VideoSource(test_media / "broken" / "midstream_corrupt.mp4") as video:
        frames = list(video)
    assert 0 < len(frames) < video.info.frames
    assert f"damaged after frame {len(frames)}" in (video.ended_early or "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("audio_only.mp4", "has sound, but no video"),
        ("empty.mp4", "is empty"),
        ("jpeg_renamed.mp4", r"is a picture \(JPEG\)"),
        ("random_bytes.mp4", "cannot be read as a video"),
        ("truncated_no_moov_or_mdat.mp4", "damaged or was cut off"),
        ("video_8k_gray.mp4", r"7,680 × 4,320 pixels, 33\.2 megapixels; the limit is 9"),
        ("decompression_bomb.gif", "is damaged"),
        ("delay.png", r"is a picture \(PNG\)"),
    ],
)
def test_broken_files_are_told(name: str, told: str, test_media: Path) -> None:
    with pytest.raises(VideoError, match=told):
        VideoSource(test_media / "broken" / name)


def test_no_file_whatsoever_breaks_it(test_media: Path) -> None:
    """Every broken file is read, or refused with a message; nothing else happens."""
    for path in sorted((test_media / "broken").iterdir()):
        try:
            with VideoSource(path) as video:
                assert sum(1 for _ in video) > 0, path.name
        except HolisticError as error:
            assert path.name in str(error)


@pytest.mark.parametrize(
    ("name", "size", "frames", "last_s"),
    [
        ("derived_squats_rotmeta.mp4", (720, 1280), 65, 12.8),
        ("derived_squat_vfr.mp4", (304, 540), 240, 11.912),
        ("derived_asl_help_vp9_odd.webm", (321, 241), 58, 1.9),
        ("AmirKaseb_squat.mp4", (384, 848), 303, 5.0233),
    ],
)
def test_real_videos(name: str, size: tuple[int, int], frames: int, last_s: float, test_media: Path) -> None:
    with VideoSource(test_media / "videos" / name) as video:
        times_s = [frame.time_s for frame in video]
    assert (video.info.size, len(times_s), video.ended_early) == (size, frames, None)
    assert times_s[-1] == pytest.approx(last_s, abs=1e-3)
    assert np.diff(times_s).min() > 0
