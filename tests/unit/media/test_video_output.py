"""The annotated video: true times, even sizes, the sound of the source, nothing left when it fails."""

import struct
from pathlib import Path

import av
import numpy as np
import pytest

from holistic_core.errors import VideoError
from holistic_core.media.video_output import TimedMp4Writer
from holistic_core.media.video_sound import Sound
from holistic_core.media.video_source import VideoSource
from tests.unit.media.video_builders import EVEN, UNEVEN, corner_picture, grey_of, make_video


def copied(source: Path, target: Path, *, start_s: float = 0.0, end_s: float | None = None) -> str | None:
    with VideoSource(source, start_s=start_s, end_s=end_s) as video, Sound(source, video.zero_s) as sound:
        with TimedMp4Writer(target, frame_s=video.frame_s, sound=sound) as writer:
            for frame in video:
                writer.add(frame.rgb, frame.time_s)
        return sound.problem


def loudness_from(path: Path) -> tuple[float, float, float]:
    """When the sound starts and ends, and how loud it is in between."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
        samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
        whole = 32768 if samples.dtype == np.int16 else 1
        lasts_s = len(samples) / frames[0].sample_rate
        return frames[0].time, frames[0].time + lasts_s, float(np.abs(samples / whole).mean())


@pytest.mark.parametrize("times_s", [EVEN, UNEVEN, (0.0,), (3.0, 3.5, 3.6)])
@pytest.mark.parametrize("size", [(128, 96), (129, 97)])
def test_times_and_pictures_stay(times_s: tuple[float, ...], size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with TimedMp4Writer(path, frame_s=0.04) as writer:
        for number, time_s in enumerate(times_s):
            writer.add(corner_picture(number, size), time_s)
    assert list(tmp_path.iterdir()) == [path]
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)
        assert float(stream.duration * stream.time_base) == pytest.approx(times_s[-1] - times_s[0] + 0.04, abs=1e-3)
        frames = list(container.decode(stream))
    assert [frame.time for frame in frames] == pytest.approx([each - times_s[0] for each in times_s], abs=1e-4)
    for number, frame in enumerate(frames):
        rgb = frame.to_ndarray(format="rgb24")
        assert np.abs(rgb[: size[1], : size[0]].astype(int) - corner_picture(number, size)).mean() < 6
        assert grey_of(rgb) == pytest.approx(60 + 8 * number, abs=4)


def test_it_plays_before_all_of_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with TimedMp4Writer(path, frame_s=0.04) as writer:
        for number in range(5):
            writer.add(corner_picture(number), number / 25)
    data, place, names = path.read_bytes(), 0, []
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        names.append(name)
        place += length
    assert names.index(b"moov") < names.index(b"mdat")


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "aac"), ("mkv", "libmp3lame"), ("mkv", "pcm_s16le")])
@pytest.mark.parametrize(("start_s", "end_s"), [(0.0, None), (1.0, 2.0)])
def test_the_sound_comes_along(kind: str, codec: str, start_s: float, end_s: float | None, tmp_path: Path) -> None:
    source = tmp_path / f"clip.{kind}"
    make_video(source, tuple(number / 25 for number in range(75)), sound=codec)
    target = tmp_path / "out.mp4"
    assert copied(source, target, start_s=start_s, end_s=end_s) is None
    begins_s, ends_s, loudness = loudness_from(target)
    lasts_s = (end_s or 3.0) - start_s
    assert begins_s == pytest.approx(0.0, abs=0.06)
    assert ends_s == pytest.approx(lasts_s, abs=0.1)
    assert loudness == pytest.approx(loudness_from(source)[2], rel=0.2)


def test_sound_that_ends_before_the_pictures(tmp_path: Path) -> None:
    source = make_video(tmp_path / "clip.mp4", tuple(number / 25 for number in range(75)), sound="aac", sound_s=1.0)
    assert copied(source, tmp_path / "out.mp4") is None
    assert loudness_from(tmp_path / "out.mp4")[1] == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(
    ("second", "time_s", "told"),
    [
        (corner_picture(), 0.0, "not later"),
        (corner_picture(), -1.0, "not later"),
        (corner_picture(0, (64, 64)), 1.0, "64×64"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_left(
    second: np.ndarray, time_s: float, told: str, tmp_path: Path
) -> None:
    with pytest.raises(VideoError, match=told), TimedMp4Writer(tmp_path / "clip.mp4", frame_s=0.04) as writer:
        writer.add(corner_picture(), 0.0)
        writer.add(second, time_s)
    assert list(tmp_path.iterdir()) == []
