"""Small videos with known pictures and times, in every container that is read, whole and broken."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SIZE = (128, 96)
CODECS = {"mp4": "libx264", "mov": "libx264", "mkv": "libx264", "webm": "libvpx-vp9", "avi": "mpeg4", "gif": "gif"}
EVEN = tuple(round(number / 25, 6) for number in range(12))
UNEVEN = (0.0, 0.04, 0.12, 0.16, 0.4, 0.44, 0.9, 1.0)
TONE_HZ = 44_100


def corner_picture(number: int = 0, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Red in the upper left corner, blue in the lower right one, the number as a grey level elsewhere."""
    width, height = size
    rgb = np.full((height, width, 3), 60 + 8 * (number % 20), np.uint8)
    rgb[: height // 3, : width // 3] = (220, 30, 30)
    rgb[-height // 3 :, -width // 3 :] = (30, 30, 220)
    return rgb


def grey_of(rgb: np.ndarray) -> float:
    """The grey level in the middle of a `corner_picture`, which tells its number."""
    height, width = rgb.shape[:2]
    return float(rgb[height * 4 // 9 : height * 5 // 9, width * 4 // 9 : width * 5 // 9].mean())


def make_video(
    path: Path,
    times_s: tuple[float, ...] = EVEN,
    *,
    size: tuple[int, int] = SIZE,
    rotation: int | None = None,
    sound: str | None = None,
    sound_s: float | None = None,
) -> Path:
    """A video of `corner_picture`s; its ending says which container. sound: codec of a tone that goes with it."""
    kind = path.suffix[1:]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODECS[kind], rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = "rgb8" if kind == "gif" else "yuv420p"
        if CODECS[kind] == "libx264" and (size[0] % 2 or size[1] % 2):
            stream.pix_fmt = "yuv444p"
        stream.codec_context.time_base = Fraction(1, 100 if kind == "gif" else 25 if kind == "avi" else 1000)
        if rotation is not None:
            stream.set_display_rotation(rotation)
        tone = container.add_stream(sound, rate=TONE_HZ) if sound else None
        for number, time_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(corner_picture(number, size), format="rgb24")
            frame = frame.reformat(format=stream.pix_fmt)
            frame.time_base = stream.codec_context.time_base
            frame.pts = round(time_s / frame.time_base)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None:
            lasts_s = times_s[-1] + 0.04 if sound_s is None else sound_s
            wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(lasts_s * TONE_HZ)) / TONE_HZ)
            for start in range(0, len(wave), 1024):
                piece = wave[None, start : start + 1024].astype(np.float32)
                samples = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
                samples.sample_rate, samples.pts, samples.time_base = TONE_HZ, start, Fraction(1, TONE_HZ)
                container.mux(tone.encode(samples))
            container.mux(tone.encode(None))
    return path
