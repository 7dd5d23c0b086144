"""What a camera films, encoded once: VP8 packets that are sent again and again at no cost.

An encoder at work for each of several viewers would take the machine away from the server that is measured. So a reel
is encoded before, with a number in every picture (`code_strip`), and a camera sends its packets in a loop.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Final

import av
import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.coach.samples import clip_mp4
from holistic_core.media.video_files import read_video
from tests.live.code_strip import stamp

RGB = npt.NDArray[np.uint8]

SIZE: Final = (640, 480)
FPS: Final = 30
_BITS_A_SECOND: Final = 2_000_000  # what Chromium settles at for this size
# What a frame asks `faulty_app.py` for, by the colour of its upper right corner.
MARKS: Final = {"raises": (255, 0, 255), "slow": (0, 255, 255), "stuck": (255, 255, 0)}
MARK_SHARE: Final = 0.15  # of the picture's height


@dataclass(frozen=True)
class Reel:
    """Packets of VP8, the first of them a key frame. size: `(width, height)`. first: number in the first picture."""

    size: tuple[int, int]
    first: int
    packets: tuple[bytes, ...]


def clip_pictures(name: str, size: tuple[int, int] = SIZE, seconds: float | None = None) -> Iterator[RGB]:
    """A kept clip of the coach at `FPS` pictures a second, with bars at the sides where it is narrower than `size`."""
    shown = 0
    for time_s, rgb in read_video(BytesIO(clip_mp4(name))):
        if seconds is not None and time_s >= seconds:
            return
        fitted = letterboxed(rgb, size)
        while shown / FPS <= time_s:
            shown += 1
            yield fitted


def letterboxed(rgb: RGB, size: tuple[int, int]) -> RGB:
    """The whole picture in the middle of one of `size`, `(width, height)`."""
    height, width = rgb.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    inner = round(width * scale), round(height * scale)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    whole = np.full((size[1], size[0], 3), 48, np.uint8)
    whole[top : top + inner[1], left : left + inner[0]] = cv2.resize(rgb, inner, interpolation=cv2.INTER_AREA)
    return whole


def black_pictures(size: tuple[int, int] = SIZE, count: int = FPS) -> Iterator[RGB]:
    """What a camera with a closed lid films."""
    for _ in range(count):
        yield np.zeros((size[1], size[0], 3), np.uint8)


def marked(pictures: Iterable[RGB], fault: str) -> Iterator[RGB]:
    """The same pictures with a mark of `MARKS`."""
    for rgb in pictures:
        side = round(rgb.shape[0] * MARK_SHARE)
        copy = rgb.copy()
        copy[:side, -side:] = MARKS[fault]
        yield copy


def encoded(pictures: Iterable[RGB], first: int = 0) -> Reel:
    """A reel of pictures of one size, numbered from `first` on."""
    codec: av.VideoCodecContext | None = None
    packets: list[bytes] = []
    size = (0, 0)
    for number, rgb in enumerate(pictures):
        if codec is None:
            size = rgb.shape[1], rgb.shape[0]
            codec = _encoder(size)
        frame = av.VideoFrame.from_ndarray(stamp(rgb, first + number), format="rgb24").reformat(format="yuv420p")
        frame.pts = number
        packets += [bytes(packet) for packet in codec.encode(frame)]
    if codec is None:
        raise ValueError("a reel needs at least one picture")
    packets += [bytes(packet) for packet in codec.encode(None)]
    return Reel(size, first, tuple(packets))


def _encoder(size: tuple[int, int]) -> av.VideoCodecContext:
    codec = av.CodecContext.create("libvpx", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height = size
    codec.pix_fmt = "yuv420p"
    codec.time_base = Fraction(1, FPS)
    codec.framerate = Fraction(FPS)
    codec.bit_rate = _BITS_A_SECOND
    # A key frame a second: whoever loses a packet sees again soon. Nothing delayed, nothing hidden.
    codec.options = {
        "deadline": "realtime",
        "cpu-used": "6",
        "g": str(FPS),
        "lag-in-frames": "0",
        "auto-alt-ref": "0",
    }
    return codec
