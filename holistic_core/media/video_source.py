"""Reads a video: upright RGB frames at their true times, within limits, for as long as its data are good."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self, TypeVar

from holistic_core.errors import OptionsError, VideoError
from holistic_core.media.orientation import UPRIGHT, upright_size
from holistic_core.media.scaling import size_within
from holistic_core.media.video_header import WHAT_TO_USE, Header, VideoInfo, open_header, sounds
from holistic_core.media.video_limits import VideoLimits, told_s
from holistic_core.media.video_pixels import RGB, UprightPixels
from holistic_core.media.video_times import FrameTimes, display_orientation

__all__ = ["RGB", "VideoFrame", "VideoSource"]

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

# Degrees clockwise and whether mirrored afterwards, of the orientations of `orientation.py`.
_TURNED: Final = {
    1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True),
    5: (90, True), 6: (90, False), 7: (270, True), 8: (270, False),
}  # fmt: skip
# Frame times are rounded to the clock of their container, the coarsest of which has a millisecond.
_ROUNDING_S: Final = 5e-4
# A file whose header tells more than was there is cut off; the last frame's own time may be missing in an honest one.
_MISSING_FRAMES: Final = 1.5
_MISSING_SHARE, _MISSING_S = 0.05, 1.0
# From here on every frame that is held counts: fewer of them wait, and only one is decoded at a time.
LARGE_PIXELS: Final = 1_000_000
_MACROBLOCK_PX: Final = 16
_MARGIN: Final = 1.1
_MOST_PIXELS: Final = 2**31 - 1


@dataclass(frozen=True, eq=False)
class VideoFrame:
    """One frame. index: counted from the first frame at or after `start_s`, those left out by `every` included.

    time_s: since the clip's first frame, increasing. rgb: uint8 `(height, width, 3)`, upright.
    """

    index: int
    time_s: float
    rgb: RGB


class VideoSource:
    """The frames of a video, one after the other; used in a `with` block and by one thread at a time.

    source: a path, or a file open for reading that can seek, which stays open. name: what it is called, for people.
    start_s, end_s: the part that is looked at, in seconds since the first frame; `end_s` itself is left out, None is
    the end. every: each how many-th frame of it. longest_px: larger frames are made smaller, to this longer side.
    VideoError, when it is made: empty, no video, sound only, no frame, no duration, above a limit, or no such part.
    OptionsError: start, end or every make no sense. Once frames have come, nothing is raised any more: what goes wrong
    then ends the frames, and `ended_early` says it.
    """

    def __init__(
        self,
        source: Path | IO[bytes],
        *,
        name: str | None = None,
        limits: VideoLimits | None = None,
        start_s: float = 0.0,
        end_s: float | None = None,
        every: int = 1,
        longest_px: int | None = None,
    ) -> None:
        _check_part(start_s, end_s, every)
        self.name = name or (source.name if isinstance(source, Path) else "This file")
        self.limits = limits or VideoLimits()
        self.start_s, self.end_s, self.every = start_s, end_s, every
        self.ended_early: str | None = None
        self.damaged = 0
        """Frames so far that the decoder had to mend."""
        self._header: Header = open_header(source, self.name, self.limits)
        try:
            stored = self._header.stored_size
            self._given_size = stored if longest_px is None else size_within(stored, longest_px)
            self._orientation, self._zero_s = UPRIGHT, 0.0
            self._decoded = self._open()
            self.info: VideoInfo = self._info()
        except BaseException:
            self.close()
            raise

    def _info(self) -> VideoInfo:
        header = self._header
        turned_deg, mirrored = _TURNED[self._orientation]
        return VideoInfo(
            size=upright_size(self._given_size, self._orientation),
            full_size=upright_size(header.stored_size, self._orientation),
            fps=header.fps,
            duration_s=header.duration_s,
            frames=header.frames,
            rotation_deg=turned_deg,
            has_audio=bool(sounds(header.container)),
            codec=header.stream.codec_context.name,
            container=header.container.format.name,
            mirrored=mirrored,
        )

    @property
    def zero_s(self) -> float:
        """When the first frame is shown, by the clock of the file: what its sound has to be moved by."""
        return self._zero_s

    @property
    def frame_s(self) -> float:
        """How long a frame usually lasts; 1/25 s where it is not told."""
        return 1 / self._header.fps if self._header.fps > 0 else 0.04

    def __iter__(self) -> Iterator[VideoFrame]:
        """The frames, once."""
        pixels = UprightPixels(self._given_size, self._orientation)
        for index, (time_s, frame) in enumerate(self._decoded):
            if index % self.every == 0:
                yield VideoFrame(index, time_s, pixels.of(frame))

    def close(self) -> None:
        """Close what was opened; closing twice does nothing."""
        self._header.container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> Iterator[tuple[float, Any]]:
        """Look at the first frame, and at the first one of the part that was asked for."""
        header = self._header
        # Whatever the header said: the decoder itself refuses larger frames. It counts in whole macroblocks.
        most = min(self.limits.megapixels * 1e6 * _MARGIN + _MACROBLOCK_PX**2, _MOST_PIXELS)
        header.stream.codec_context.options = {"max_pixels": str(int(most))}
        # A thread for each frame holds that many large frames more, and decoding them is not what takes the time.
        size = header.stream.codec_context
        header.stream.thread_type = "AUTO" if size.width * size.height < LARGE_PIXELS else "SLICE"
        if header.duration_s > 0:
            self._check_trim(header.duration_s)
        frames = self._frames()
        first = next(frames, None)
        if first is None:
            raise VideoError(f"{self.ended_early or f'{self.name} holds no frame that can be read.'} {WHAT_TO_USE}")
        self._orientation = display_orientation(first.side_data)
        self._zero_s = first.time or 0.0
        second = None if header.frames == 1 else next(frames, None)
        self._check_zero_duration(first, second)
        ends_s = [each for each in (self.end_s, header.duration_s) if each is not None and not math.isnan(each)]
        if ends_s:
            self.limits.check_duration(self.name, min(ends_s) - self.start_s)
        if self.start_s > 0 and self._seek():
            decoded = self._timed(self._frames())
        else:
            decoded = self._timed(_chained([first] if second is None else [first, second], frames))
        return self._with_first(decoded)

    def _with_first(self, decoded: Iterator[tuple[float, Any]]) -> Iterator[tuple[float, Any]]:
        first = next(decoded, None)
        if first is None:
            raise VideoError(
                f"{self.name} holds no frame from {told_s(self.start_s)} on"
                + (f" to {told_s(self.end_s)}" if self.end_s is not None else "")
                + f". {self.ended_early or 'Choose a start before its end.'}"
            )

        return _chained([first], decoded)

    def _check_trim(self, duration_s: float) -> None:
        if self.start_s >= duration_s:
            raise VideoError(
                f"The part of {self.name} that was chosen starts at {told_s(self.start_s)}, but the clip lasts only "
                f"{told_s(duration_s)}. Choose a start before that."
            )

    def _check_zero_duration(self, first: Any, second: Any) -> None:
        header = self._header
        told = header.duration_s
        still = second is not None and first.time is not None and first.time == second.time
        if (told == 0 and header.frames != 1) or (still and not told > 0):
            raise VideoError(
                f"{self.name} has no duration: by its times all frames are shown at one moment. "
                "Save it again with a video editor."
            )

    def _seek(self) -> bool:
        """Go to the last key frame before the start; False where the file cannot do that: then it is read from 0."""
        import av.error  # noqa: PLC0415 -- see `video_header`

        header = self._header
        place = int((self._zero_s + self.start_s) / float(header.stream.time_base))
        try:
            header.container.seek(place, stream=header.stream, backward=True, any_frame=False)
            probe = next(self._frames(), None)
            if probe is not None and probe.time is not None and probe.time - self._zero_s <= self.start_s:
                header.container.seek(place, stream=header.stream, backward=True, any_frame=False)
                return True
            header.container.seek(0, backward=True)
        except av.error.FFmpegError as error:
            _log.info("%s cannot be sought in: %s", self.name, error)
            return False
        return True

    def _frames(self) -> Iterator[Any]:
        """Decoded frames until the end, or until the data are not good any more."""
        import av.error  # noqa: PLC0415 -- see `video_header`

        try:
            for frame in self._header.container.decode(self._header.stream):
                self.damaged += bool(frame.is_corrupt)
                yield frame
        except (av.error.FFmpegError, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.ended_early = f"{self.name} is damaged ({reason})."

    def _timed(self, frames: Iterator[Any]) -> Iterator[tuple[float, Any]]:
        """Frames of the part that was asked for, with their times."""
        times = FrameTimes(self.frame_s)
        time_s, decoded, lasts_s, given = 0.0, 0, self.frame_s, 0
        for frame in frames:
            time_s = times.next_s(None if frame.time is None else frame.time - self._zero_s)
            decoded += 1
            if self.end_s is not None and time_s >= self.end_s - _ROUNDING_S:
                return
            if time_s < self.start_s - _ROUNDING_S:
                continue
            if self._beyond_limits(time_s, given):
                return
            if frame.duration and frame.time_base:
                lasts_s = float(frame.duration * frame.time_base)
            given += 1
            yield time_s, frame
        if self.ended_early:
            self.ended_early = self._where(decoded, time_s, given)
        else:
            self._check_complete(decoded, time_s + lasts_s)

    def _beyond_limits(self, time_s: float, given: int) -> bool:
        most = self.limits.most_frames
        if time_s - self.start_s <= self.limits.duration_s and (most is None or given < most):
            return False
        self.ended_early = (
            f"{self.name} is longer than it says; the limit is {told_s(self.limits.duration_s)}. What comes after "
            f"{told_s(time_s)} was left out."
        )
        return True

    def _where(self, decoded: int, time_s: float, given: int) -> str:
        """Where the data stopped being good."""
        if not given:
            return f"{self.ended_early} {WHAT_TO_USE}"
        mended = f" {self.damaged} of the frames before are damaged too." if self.damaged else ""
        return (
            f"{self.name} is damaged after frame {decoded} ({told_s(time_s)}); what comes before was used.{mended} "
            "Get or make the file again for the rest."
        )

    def _check_complete(self, decoded: int, end_s: float) -> None:
        """Say so when the file ends before its header says; who asked for a part or for the end has got it."""
        told, duration_s = self._header.frames, self._header.duration_s
        missing_s = duration_s - end_s
        if told and not self.start_s:
            cut = decoded < told and not missing_s < _MISSING_FRAMES * self.frame_s
            what = f"{decoded:,} of {told:,} frames"
        else:
            cut = missing_s > max(_MISSING_S, _MISSING_SHARE * duration_s)
            what = f"{told_s(end_s)} of {told_s(duration_s)}"
        if cut:
            self.ended_early = f"{self.name} was cut off: it ends after {what}. Get or make it again for the rest."


def _chained(early: list[_T], rest: Iterator[_T]) -> Iterator[_T]:
    """The items of `early`, which is emptied so that nothing holds a frame that was given, and then the others."""
    while early:
        yield early.pop(0)
    yield from rest


def _check_part(start_s: float, end_s: float | None, every: int) -> None:
    if not (math.isfinite(start_s) and start_s >= 0):
        raise OptionsError(f"The start is {start_s!r}; it must be 0 or a number of seconds above it.")
    if end_s is not None and not (math.isfinite(end_s) and end_s > start_s):
        raise OptionsError(f"The end is {end_s!r} s and the start {start_s:g} s; the end must come after the start.")
    if isinstance(every, bool) or not isinstance(every, int) or every < 1:
        raise OptionsError(f"every is {every!r}; it must be a whole number from 1 on.")
