"""An annotated video as an MP4 that plays in a page: frames at their true times, and the sound of the source."""

from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.errors import VideoError
from holistic_core.media.video_files import RGB, VideoFile, check_frame
from holistic_core.media.video_sound import Sound

# PyAV is imported by the functions that need it: it holds 20 MB, and who only looks at pictures never needs it.

# The clock of MPEG systems: whole for the rates of film and television, and fine enough for every other.
_CLOCK_HZ: Final = 90_000
QUALITY: Final = 23
# As sharp as "superfast" at the same CRF (within 0.4 dB), in 0.6 times its time; the files are 1.2-1.4 times as large.
PRESET: Final = "ultrafast"
_BT601: Final = 6  # SMPTE 170M, in the numbering of ITU-T H.273: the matrix of OpenCV's conversion
_BT709: Final = 1
_LIMITED_RANGE: Final = 1


class TimedMp4Writer(VideoFile):
    """Frames with their times to H.264 in MP4 (4:2:0, index in front); used by one thread, in a `with` block.

    frame_s: how long the last frame lasts; every other lasts until the next. sound: of the source, or None.
    preset: of x264, "ultrafast" to "veryslow". threads: of the encoder. Frames of odd size get their last row or column
    twice. What `VideoFile` says holds; VideoError too when a frame has another size or does not come later.
    """

    def __init__(
        self, path: Path, *, frame_s: float, sound: Sound | None = None, preset: str = PRESET, threads: int = 1
    ) -> None:
        super().__init__(path)
        self._frame_s = frame_s
        self._sound = sound
        # Frames in the order in which they are shown: FFmpeg adds durations up in the order of decoding, which is wrong
        # for uneven times.
        self._options = {"crf": str(QUALITY), "preset": preset, "threads": str(threads), "bf": "0"}
        self._container: Any = None
        self._stream: Any = None
        self._size = (0, 0)
        self._first_s = 0.0
        self._held: tuple[float, Any] | None = None

    def add(self, rgb: RGB, time_s: float) -> None:
        """Write a frame: uint8 `(height, width, 3)`, of the first one's size. time_s: the first one's becomes 0."""
        import av  # noqa: PLC0415 -- see above

        check_frame(rgb)
        height, width = rgb.shape[:2]
        if self.count == 0:
            self._size, self._first_s = (width, height), time_s
            self._open(width + width % 2, height + height % 2)
        elif (width, height) != self._size:
            raise VideoError(f"Frame {self.count + 1} is {width}×{height} pixels, the first one is not.")
        if self._held is not None:
            if time_s <= self._held[0]:
                raise VideoError(f"Frame {self.count + 1} is at {time_s:.4f} s, not later than the one before.")
            self._encode(time_s - self._held[0])
        # Only now: the one before is not needed any more.
        self._held = (time_s, av.VideoFrame.from_ndarray(_yuv420(rgb), format="yuv420p"))
        self.count += 1

    def _open(self, width: int, height: int) -> None:
        import av  # noqa: PLC0415 -- see above

        # "faststart" puts the index in front of the frames: a browser need not wait for the end. Durations are told in
        # units of the time scale, which by default are milliseconds and cut them short.
        layout = {"movflags": "+faststart", "movie_timescale": str(_CLOCK_HZ), "video_track_timescale": str(_CLOCK_HZ)}
        self._container = av.open(str(self._partial), "w", format="mp4", options=layout)
        rate = Fraction(1 / self._frame_s).limit_denominator(1001)
        stream: Any = self._container.add_stream("libx264", rate=rate, options=self._options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.colorspace, context.color_range = _BT601, _LIMITED_RANGE
        context.color_primaries = context.color_trc = _BT709
        stream.time_base = context.time_base = Fraction(1, _CLOCK_HZ)
        self._stream = stream
        if self._sound is not None:
            self._sound.attach(self._container, self._first_s)

    def _encode(self, lasts_s: float) -> None:
        """The frame that was held back until it was known how long it is shown."""
        assert self._held is not None  # noqa: S101 -- called with a frame only
        time_s, frame = self._held
        self._held = None
        frame.time_base = Fraction(1, _CLOCK_HZ)
        frame.pts = round((time_s - self._first_s) * _CLOCK_HZ)
        frame.duration = max(1, round(lasts_s * _CLOCK_HZ))
        self._container.mux(self._stream.encode(frame))
        if self._sound is not None:
            self._sound.write_until(time_s + lasts_s)

    def _finish(self) -> None:
        self._encode(self._frame_s)
        self._container.mux(self._stream.encode(None))
        if self._sound is not None:
            self._sound.finish()

    def _close(self) -> None:
        if self._container is not None:
            self._container.close()


def _yuv420(rgb: RGB) -> npt.NDArray[np.uint8]:
    """`(height · 3/2, width)`, Y then U and V of half size, sides even; OpenCV does it at twice the speed of FFmpeg."""
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        rgb = np.asarray(cv2.copyMakeBorder(rgb, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8)
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420), np.uint8)
