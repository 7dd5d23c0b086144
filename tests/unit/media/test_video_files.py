"""Frames written as a video come back: the same pictures at the same times, in a file that browsers play."""

import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from holistic_core.errors import OptionsError, VideoError
from holistic_core.media.video_files import Mp4Writer, Y4mWriter, encode_mp4, read_video, write_mp4, write_y4m

SIZE = (128, 96)
FPS = 25.0
Write = Callable[[Path, object, float], int]
WRITERS = [write_mp4, write_y4m]


def frames(count: int = 30, size: tuple[int, int] = SIZE) -> list[np.ndarray]:
    """Soft colours that move, as a camera's picture does."""
    spots = np.random.default_rng(3).integers(0, 255, (4, 5, 3), np.uint8)
    still = cv2.resize(spots, size, interpolation=cv2.INTER_CUBIC)
    return [np.roll(still, 5 * number, axis=1) for number in range(count)]


def psnr_db(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def boxes(data: bytes) -> Iterator[str]:
    """Names of the boxes at the top level of an MP4."""
    place = 0
    while place < len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        yield name.decode()
        place += size


@pytest.mark.parametrize("write", WRITERS)
def test_pictures_and_times_come_back(write: Write, tmp_path: Path) -> None:
    written = frames()
    assert write(tmp_path / "clip.mp4", iter(written), FPS) == len(written)

    read = list(read_video(tmp_path / "clip.mp4"))

    assert [time_s for time_s, _ in read] == pytest.approx([number / FPS for number in range(len(written))], abs=1e-6)
    assert all(rgb.dtype == np.uint8 and rgb.shape == (96, 128, 3) for _, rgb in read)
    assert min(psnr_db(rgb, known) for (_, rgb), known in zip(read, written, strict=True)) > 30
    assert max(psnr_db(one, other) for one, other in pairwise(written)) < 25, "an exchanged frame would be noticed"


@pytest.mark.parametrize(
    "colour", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (205, 152, 122), (52, 88, 140)]
)
def test_colours_stay(colour: tuple[int, int, int]) -> None:
    plain = np.full((64, 64, 3), colour, np.uint8)
    ((_, read),) = read_video(BytesIO(encode_mp4([plain], FPS, quality=1)))
    assert np.abs(read.astype(int) - plain).max() <= 3


def test_browsers_can_play_it(tmp_path: Path) -> None:
    write_mp4(tmp_path / "clip.mp4", frames(50), 30.0)

    with av.open(str(tmp_path / "clip.mp4")) as container:
        (stream,) = container.streams
        assert stream.type == "video"
        context = stream.codec_context
        assert (stream.codec.name, context.pix_fmt, stream.profile) == ("h264", "yuv420p", "High")
        assert (stream.frames, stream.average_rate) == (50, 30)
        assert float(stream.duration * stream.time_base) == pytest.approx(50 / 30)
        bt709, limited = 1, 1
        assert (context.colorspace, context.color_primaries, context.color_trc) == (bt709, bt709, bt709)
        assert context.color_range == limited


def test_it_starts_to_play_before_it_is_complete() -> None:
    order = list(boxes(encode_mp4(frames(), FPS)))
    assert order.index("moov") < order.index("mdat")


@pytest.mark.parametrize(("fps", "rate"), [(1.0, "1/1"), (12.5, "25/2"), (30_000 / 1001, "30000/1001"), (60.0, "60/1")])
def test_frame_rates_are_exact(fps: float, rate: str, tmp_path: Path) -> None:
    write_mp4(tmp_path / "clip.mp4", frames(4), fps)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        numerator, denominator = map(int, rate.split("/"))
        assert container.streams.video[0].average_rate * denominator == numerator


def test_the_same_frames_give_the_same_file() -> None:
    assert encode_mp4(frames(), FPS) == encode_mp4(frames(), FPS)


def test_lower_quality_is_smaller() -> None:
    assert len(encode_mp4(frames(), FPS, quality=35)) < len(encode_mp4(frames(), FPS, quality=15))


def test_y4m_is_what_a_fake_camera_reads(tmp_path: Path) -> None:
    write_y4m(tmp_path / "camera.y4m", frames(3), 30.0)

    head, _, rest = (tmp_path / "camera.y4m").read_bytes().partition(b"\n")

    assert head == b"YUV4MPEG2 W128 H96 F30:1 Ip A1:1 C420jpeg"
    assert len(rest) == 3 * (len(b"FRAME\n") + 128 * 96 * 3 // 2)
    assert rest.startswith(b"FRAME\n")


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([], "no frame to write"),
        (frames(1, (127, 96)), "127×96 pixels; .* even .* Choose 128×96"),
        (frames(1, (128, 95)), "128×95 pixels; .* even .* Choose 128×96"),
        ([*frames(2), *frames(1, (64, 64))], "Frame 3 is 64×64 pixels and the first one 128×96"),
        ([frames(1)[0].astype(np.float32)], "uint8 .* this is float32"),
        ([frames(1)[0][..., 0]], r"this is uint8 \(96, 128\)"),
        ([np.empty((0, 0, 3), np.uint8)], r"this is uint8 \(0, 0, 3\)"),
    ],
)
def test_what_cannot_be_a_video_is_told(write: Write, bad: list[np.ndarray], message: str, tmp_path: Path) -> None:
    with pytest.raises(VideoError, match=message):
        write(tmp_path / "clip.mp4", bad, FPS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("fps", [0.0, -25.0, 241.0, float("nan"), float("inf")])
def test_impossible_frame_rates_are_told(write: Write, fps: float, tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match=r"fps is .* at most 240"):
        write(tmp_path / "clip.mp4", frames(1), fps)


@pytest.mark.parametrize("quality", [-1, 52])
def test_impossible_quality_is_told(quality: int) -> None:
    with pytest.raises(OptionsError, match=r"quality is .* from 0 to 51"):
        encode_mp4(frames(1), FPS, quality=quality)


@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_that_is_not_there_is_told(write: Write, tmp_path: Path) -> None:
    with pytest.raises(VideoError, match=r"The folder for clip\.mp4 does not exist"):
        write(tmp_path / "nowhere" / "clip.mp4", frames(1), FPS)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_nothing_is_left_when_it_is_interrupted(write: Write, stop: type[BaseException], tmp_path: Path) -> None:
    """Not of the new file; an older one of the same name is as it was."""
    older = tmp_path / "clip.mp4"
    older.write_bytes(b"older")

    def interrupted() -> Iterator[np.ndarray]:
        yield from frames(80)  # more than the encoder holds back
        assert len(list(tmp_path.iterdir())) == 2, "it is being written beside the target"
        raise stop

    with pytest.raises(stop):
        write(older, interrupted(), FPS)

    assert list(tmp_path.iterdir()) == [older]
    assert older.read_bytes() == b"older"


@pytest.mark.parametrize("writer", [Mp4Writer, Y4mWriter])
def test_the_file_appears_when_it_is_complete(writer: type[Mp4Writer | Y4mWriter], tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with writer(path, FPS) as video:
        for rgb in frames(3):
            video.add(rgb)
        assert not path.exists()
        assert video.count == 3
    assert list(tmp_path.iterdir()) == [path]


def test_a_frame_may_be_a_view_of_another_array() -> None:
    mirrored = [rgb[:, ::-1] for rgb in frames(2)]
    (_, read), _ = read_video(BytesIO(encode_mp4(mirrored, FPS)))
    assert psnr_db(read, mirrored[0]) > 30


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"Dear diary, this is no video.\n" * 50, "Use a video that a browser can play"),
        (b"RIFF\0\0\0\0WAVE", "Use a video that a browser can play"),
        (encode_mp4(frames(2), FPS)[:500], "damaged or was cut off"),
    ],
)
def test_what_is_no_video_is_told(data: bytes, told: str) -> None:
    with pytest.raises(VideoError, match=rf"This file .*{told}"):
        list(read_video(BytesIO(data)))


def test_sound_alone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "beep.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
    with pytest.raises(VideoError, match=r"beep\.wav has sound, but no video in it"):
        list(read_video(path))


@pytest.mark.parametrize("missing", [0.02, 0.5])
def test_a_video_that_was_cut_off_is_told_after_what_can_be_read(missing: float) -> None:
    whole = encode_mp4(frames(40), FPS, quality=10)
    reader = read_video(BytesIO(whole[: int(len(whole) * (1 - missing))]))
    read = 0
    with pytest.raises(VideoError, match=r"cut off: it ends after \d+ of 40 frames|is damaged"):
        for _ in reader:
            read += 1
    assert read < 40


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match=r"nothing\.mp4 cannot be read as a video"):
        list(read_video(tmp_path / "nothing.mp4"))


@pytest.mark.slow
@pytest.mark.parametrize("order", [("av", "cv2", "mediapipe"), ("mediapipe", "cv2", "av")])
def test_libraries_with_an_ffmpeg_of_their_own_get_along(order: tuple[str, ...], tmp_path: Path) -> None:
    """PyAV, OpenCV and MediaPipe bring their own copies; whichever comes first, each must find its own."""
    write_mp4(tmp_path / "clip.mp4", frames(5), FPS)
    code = f"""
import {", ".join(order)}
from pathlib import Path
from holistic_core.media.video_files import encode_mp4, read_video
path = Path({str(tmp_path / "clip.mp4")!r})
ours = [rgb for _, rgb in read_video(path)]
capture, theirs = cv2.VideoCapture(str(path)), 0
while capture.read()[0]:
    theirs += 1
graph = mediapipe.solutions.holistic.Holistic(static_image_mode=True)
graph.process(ours[0])
graph.close()
assert len(list(read_video(path))) == len(ours) == theirs == 5
assert len(encode_mp4(ours, 25.0)) > 500
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
