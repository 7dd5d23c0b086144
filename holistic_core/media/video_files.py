"""Videos as files: frames to an MP4 that browsers play, or to a Y4M for a fake camera, and frames back."""

import math
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.errors import OptionsError, VideoError
from holistic_core.media.video_limits import VideoLimits
from holistic_core.media.video_source import VideoSource

# PyAV is imported by the functions that need it: it holds 20 MB, and who only looks at pictures never needs it.

RGB = npt.NDArray[np.uint8]

# Constant rate factor of x264: 18 is close to lossless for the eye, 28 shows blocks.
QUALITY: Final = 23
_COARSEST: Final = 51
_FASTEST_FPS: Final = 240.0
# Exact for whole numbers and for the rates of television, like 30000 / 1001.
_RATE_DENOMINATOR: Final = 1001
_UNITS: Final = 40  # of the time scale in a frame of a whole rate: 1000 a second at 25 fps
_BT709: Final = 1  # matrix, primaries and transfer, in the numbering of ITU-T H.273
_LIMITED_RANGE: Final = 1  # 16-235, in the numbering of FFmpeg
_NO_LIMITS: Final = VideoLimits(math.inf, math.inf, math.inf)


class VideoFile:
    """A video that is being written, in a `with` block.

    The file appears when the block ends, complete; when it ends with an error, an interruption or without a frame,
    nothing is left and an older file stays. `count`: frames so far.
    VideoError: no such folder, or no frame at the end.
    """

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        # Beside the target, so that renaming moves nothing, and named like no video, so that nobody takes it for one.
        self._partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Self:
        if not self._path.parent.is_dir():
            raise VideoError(f"The folder for {self._path.name} does not exist. Make it, or choose another.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            try:
                if error is None and self.count:
                    self._finish()
            finally:
                self._close()
            if error is None:
                if self.count == 0:
                    raise VideoError("There is no frame to write. A video needs at least one.")
                self._partial.replace(self._path)
        finally:
            self._partial.unlink(missing_ok=True)

    def _finish(self) -> None:
        """Write what was held back."""

    def _close(self) -> None:
        raise NotImplementedError


class VideoWriter(VideoFile):
    """Frames at a constant rate to a file, one after the other.

    fps: frames per second, above 0 to 240; OptionsError outside. The rest as of `VideoFile`.
    """

    def __init__(self, path: Path, fps: float) -> None:
        if not math.isfinite(fps) or not 0 < fps <= _FASTEST_FPS:
            raise OptionsError(f"fps is {fps!r}; it must be above 0 and at most {_FASTEST_FPS:g}.")
        super().__init__(path)
        self._rate = Fraction(fps).limit_denominator(_RATE_DENOMINATOR)
        self._size = (0, 0)

    def add(self, rgb: RGB) -> None:
        """Write a frame: uint8 `(height, width, 3)`, sides even and those of the first frame; VideoError otherwise."""
        check_frame(rgb)
        height, width = rgb.shape[:2]
        if self.count == 0:
            if width % 2 or height % 2:
                raise VideoError(
                    f"The frames are {width}×{height} pixels; a video needs an even width and height. "
                    f"Choose {width + width % 2}×{height + height % 2}."
                )
            self._size = (width, height)
            self._open(width, height)
        elif (width, height) != self._size:
            raise VideoError(
                f"Frame {self.count + 1} is {width}×{height} pixels and the first one {self._size[0]}×{self._size[1]}; "
                "all frames of a video must have one size."
            )
        self._write(np.ascontiguousarray(rgb))
        self.count += 1

    def _open(self, width: int, height: int) -> None:
        raise NotImplementedError

    def _write(self, rgb: RGB) -> None:
        raise NotImplementedError


class Mp4Writer(VideoWriter):
    """An MP4 with H.264 that every browser plays and starts before it has all of it.

    4:2:0, BT.709, constant frame rate. The same frames give the same file: the encoder has one thread.
    quality: constant rate factor, 0 (lossless) to 51; OptionsError outside. The rest as of `VideoWriter`.
    """

    def __init__(self, path: Path, fps: float, *, quality: int = QUALITY) -> None:
        super().__init__(path, fps)
        if not 0 <= quality <= _COARSEST:
            raise OptionsError(f"quality is {quality!r}; it must be a whole number from 0 to {_COARSEST}.")
        self._quality = quality
        self._container: Any = None
        self._stream: Any = None

    def _open(self, width: int, height: int) -> None:
        import av  # noqa: PLC0415 -- see above

        # "faststart" puts the index in front of the frames: a browser need not wait for the end. The duration is told
        # in units of the time scale, which by default are milliseconds and cut it short.
        layout = {"movflags": "+faststart", "movie_timescale": str(_UNITS * self._rate.numerator)}
        self._container = av.open(str(self._partial), "w", format="mp4", options=layout)
        options = {"crf": str(self._quality), "preset": "slow", "threads": "1"}
        stream: Any = self._container.add_stream("libx264", rate=self._rate, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED_RANGE
        context.time_base = 1 / self._rate
        self._stream = stream

    def _write(self, rgb: RGB) -> None:
        import av  # noqa: PLC0415 -- see above

        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame = frame.reformat(format="yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709")
        frame.pts, frame.time_base = self.count, 1 / self._rate
        self._container.mux(self._stream.encode(frame))

    def _finish(self) -> None:
        self._container.mux(self._stream.encode(None))

    def _close(self) -> None:
        if self._container is not None:
            self._container.close()


class Y4mWriter(VideoWriter):
    """Uncompressed YUV4MPEG2 (4:2:0), which Chromium takes for a fake camera; arguments as of `VideoWriter`."""

    def __init__(self, path: Path, fps: float) -> None:
        super().__init__(path, fps)
        self._file: IO[bytes] | None = None

    def _open(self, width: int, height: int) -> None:
        self._file = self._partial.open("wb")
        rate = f"F{self._rate.numerator}:{self._rate.denominator}"
        self._file.write(f"YUV4MPEG2 W{width} H{height} {rate} Ip A1:1 C420jpeg\n".encode())

    def _write(self, rgb: RGB) -> None:
        assert self._file is not None  # noqa: S101 -- opened for the first frame
        self._file.write(b"FRAME\n")
        self._file.write(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420).tobytes())

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


def write_mp4(path: Path, frames: Iterable[RGB], fps: float, *, quality: int = QUALITY) -> int:
    """Write all frames with `Mp4Writer` and return their number; errors as there."""
    return _write_all(Mp4Writer(path, fps, quality=quality), frames)


def write_y4m(path: Path, frames: Iterable[RGB], fps: float) -> int:
    """Write all frames with `Y4mWriter` and return their number; errors as there."""
    return _write_all(Y4mWriter(path, fps), frames)


def encode_mp4(frames: Iterable[RGB], fps: float, *, quality: int = QUALITY) -> bytes:
    """The bytes of the file that `write_mp4` would write; it passes through a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_mp4(path, frames, fps, quality=quality)
        return path.read_bytes()


def read_video(source: Path | IO[bytes]) -> Iterator[tuple[float, RGB]]:
    """Times in seconds from the first frame on, and frames uint8 `(height, width, 3)`, RGB, upright, one by one.

    For files that are trusted: `VideoSource` without limits. VideoError: it is no video, holds no picture, is damaged
    at some frame, or ends before its last one.
    """
    with VideoSource(source, limits=_NO_LIMITS) as video:
        for frame in video:
            yield frame.time_s, frame.rgb
        if video.ended_early:
            raise VideoError(video.ended_early)


def _write_all(writer: VideoWriter, frames: Iterable[RGB]) -> int:
    with writer:
        for rgb in frames:
            writer.add(rgb)
    return writer.count


def check_frame(rgb: RGB) -> None:
    """VideoError unless it is uint8 `(height, width, 3)` with at least one pixel."""
    if not isinstance(rgb, np.ndarray) or rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or not rgb.size:  # noqa: PLR2004
        told = f"{rgb.dtype} {rgb.shape}" if isinstance(rgb, np.ndarray) else type(rgb).__name__
        raise VideoError(f"A frame is uint8 (height, width, 3), at least 2 × 2; this is {told}.")
