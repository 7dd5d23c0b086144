"""From a video to a movement and an annotated video: decoding, detection, drawing and encoding overlap."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

import cv2
import numpy as np

from holistic_core.detector import Detector
from holistic_core.errors import OptionsError, VideoError
from holistic_core.media.shared_file import SharedFile
from holistic_core.media.video_limits import VideoLimits, told_s
from holistic_core.media.video_output import TimedMp4Writer
from holistic_core.media.video_sound import Sound
from holistic_core.media.video_source import LARGE_PIXELS, RGB, VideoFrame, VideoSource
from holistic_core.video.look import Begun, Found, FrameLook, Looked, StageTimes, drawn
from holistic_core.video.options import VideoMovement, VideoOptions, VideoProgress
from holistic_core.video.stages import Line

OnProgress = Callable[[VideoProgress], None]

MOST_SIDE_PX: Final = 1920
"""Larger frames are made smaller: models see crops of 256 pixels at most, and a 4K frame takes 25 MB at every stage."""

# Frames that may wait between two stages: enough that a slow one does not stop the others, and few of large ones.
_PLACES: Final = 2
_PLACES_LARGE: Final = 1
_TELL_EVERY_S: Final = 0.1
_PREVIEW_EVERY_S: Final = 0.5
_PREVIEW_SIDE_PX: Final = 640
# Speed is of so many seconds; a frame that takes longer waits for somebody.
_SPEED_OF_S: Final = 5.0
_STUCK_S: Final = 1.0
# What was found is kept in memory: 18,000 frames with faces, ten minutes at 30 a second, and 39,000 without.
_MOST_FOUND_BYTES: Final = 100_000_000


def process_video(
    source: Path | IO[bytes],
    detector: Detector,
    options: VideoOptions,
    *,
    name: str | None = None,
    limits: VideoLimits | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> VideoMovement:
    """Look at every frame of a video and, when `options.mp4` says where, write it annotated.

    source: a path, or a file open for reading that can seek, which nobody else uses meanwhile. name: for people.
    on_progress: called on the caller's thread, about ten times a second. cancelled: asked as often; what was done until
    then is kept, the annotated video included. Smoothing and counting go by the frames' true times.
    Frames above 1080p are looked at, told and written with a longer side of 1,920 pixels.
    VideoError, OptionsError: as of `VideoSource`, or the annotated video would replace its source. What a stage raises
    reaches the caller; then no annotated video is left. Threads have ended when it returns or raises.
    """
    if isinstance(source, Path) and options.mp4 is not None and options.mp4.absolute() == source.absolute():
        raise OptionsError("The annotated video would replace its source. Choose another name for it.")
    with ExitStack() as stack:
        return _Run(stack, source, detector, options, name, limits).run(on_progress, cancelled)


class _Run:
    """One video on its way through the stages. Closing of files belongs to `stack`."""

    def __init__(
        self,
        stack: ExitStack,
        source: Path | IO[bytes],
        detector: Detector,
        options: VideoOptions,
        name: str | None,
        limits: VideoLimits | None,
    ) -> None:
        self._started_s = time.monotonic()
        self._options = options
        self._shared = None if isinstance(source, Path) else SharedFile(source)
        self._source = source
        self._video = stack.enter_context(
            VideoSource(
                self._readable(),
                name=name,
                limits=limits,
                start_s=options.start_s,
                end_s=options.end_s,
                every=options.every,
                longest_px=MOST_SIDE_PX,
            )
        )
        self._line = Line()
        self._enough = threading.Event()
        self._look = FrameLook(detector, options, self._stopped)
        stack.callback(self._look.close)
        stack.callback(self._line.stop)
        self._times = StageTimes()
        self._count = 0
        self._time_s = options.start_s
        self._counted_s = math.inf
        self._wants_preview = False
        self._preview: RGB | None = None
        self._sound_problem: str | None = None
        self._full: str | None = None

    def run(self, on_progress: OnProgress | None, cancelled: Callable[[], bool]) -> VideoMovement:
        width, height = self._video.info.size
        places = _PLACES if width * height < LARGE_PIXELS else _PLACES_LARGE
        decoded = self._line.source("decode", self._decode, places)
        begun = self._line.middle("bodies", decoded, self._begin, 1)
        found = self._line.middle("details", begun, self._finish, 1)
        looked = self._line.middle("count", found, self._count_each, places)
        self._line.sink("draw", looked, self._write)
        teller = _Teller(self._video, self._options)
        was_cancelled = False
        while not self._line.wait(_TELL_EVERY_S):
            self._wants_preview = on_progress is not None
            if on_progress is not None:
                on_progress(self._progress(teller))
            if not was_cancelled and cancelled():
                was_cancelled = True
                self._enough.set()
        if on_progress is not None:
            on_progress(self._progress(teller))
        notes = [note for note in (self._video.ended_early, self._full, self._sound_problem) if note]
        return VideoMovement(
            info=self._video.info,
            frames=self._look.store.frames(),
            exercise=self._options.exercise,
            repetitions=tuple(self._look.repetitions),
            ended_early=" ".join(notes) or None,
            cancelled=was_cancelled,
            mp4=self._options.mp4 if self._count else None,
            seconds=time.monotonic() - self._started_s,
            stage_ms=self._times.medians(),
        )

    def _stopped(self) -> bool:
        return self._enough.is_set() or self._line.stopped

    def _readable(self) -> Path | IO[bytes]:
        if self._shared is not None:
            return self._shared.view()
        assert isinstance(self._source, Path)  # noqa: S101 -- by construction
        return self._source

    def _decode(self) -> Iterator[VideoFrame]:
        start_s = time.perf_counter()
        for frame in self._video:
            self._times.add("decode", (time.perf_counter() - start_s) * 1e3)
            if self._enough.is_set():
                return
            yield frame
            del frame
            start_s = time.perf_counter()

    def _begin(self, frames: Iterator[VideoFrame]) -> Iterator[Begun]:
        for frame in frames:
            if self._enough.is_set():
                continue  # the stage before may be about to hand one over
            begun = self._look.begin(frame)
            del frame
            if begun is not None:
                yield begun
            del begun

    def _finish(self, frames: Iterator[Begun]) -> Iterator[Found]:
        for begun in frames:
            if self._enough.is_set():
                continue
            found = self._look.finish(begun, self._times)
            del begun
            if found is not None:
                yield found
            del found

    def _count_each(self, frames: Iterator[Found]) -> Iterator[Looked]:
        for found in frames:
            if self._is_full():
                continue
            looked = self._look.count(found, self._times)
            del found
            self._count, self._time_s = self._count + 1, looked.frame.time_s
            self._counted_s = time.monotonic()
            yield looked
            del looked
        self._counted_s = math.inf

    def _is_full(self) -> bool:
        """Whether there is no room for another frame; then all stages end."""
        store = self._look.store
        if store.nbytes + store.growth_nbytes <= _MOST_FOUND_BYTES:
            return False
        self._full = (
            f"{self._video.name} has more than {self._count:,} frames, which is the limit for one run. What comes "
            f"after {told_s(self._time_s)} was left out: choose that part, or look at every second or third frame only."
        )
        self._enough.set()
        return True

    def _write(self, looked: Iterator[Looked]) -> None:
        import av.error  # noqa: PLC0415 -- as everywhere: who only looks at pictures never needs it

        first = next(looked, None)
        if first is None:
            return
        try:
            self._draw_all(_with(first, looked))
        except (av.error.FFmpegError, OSError) as error:
            raise VideoError(
                f"The annotated video cannot be written ({getattr(error, 'strerror', None) or error}). "
                "Make room on the disk, or choose another place."
            ) from error

    def _draw_all(self, looked: Iterator[Looked]) -> None:
        with ExitStack() as stack:
            writer = self._opened(stack)
            shown_s = -math.inf
            for each in looked:
                preview = self._wants_preview and time.monotonic() - shown_s > _PREVIEW_EVERY_S
                if writer is None and not preview:
                    continue
                start_s = time.perf_counter()
                picture, time_s = drawn(each, self._options), each.frame.time_s
                del each
                drawn_s = time.perf_counter()
                self._times.add("draw", (drawn_s - start_s) * 1e3)
                if writer is not None:
                    writer.add(picture, time_s)
                    self._times.add("encode", (time.perf_counter() - drawn_s) * 1e3)
                if preview:
                    self._preview, shown_s = _small(picture), time.monotonic()
                del picture

    def _opened(self, stack: ExitStack) -> TimedMp4Writer | None:
        mp4 = self._options.mp4
        if mp4 is None:
            return None
        sound = None
        if self._options.keep_audio and self._video.info.has_audio:
            sound = stack.enter_context(Sound(self._readable(), self._video.zero_s))
            stack.callback(self._note_sound, sound)
        frame_s = self._video.frame_s * self._options.every
        return stack.enter_context(TimedMp4Writer(mp4, frame_s=frame_s, sound=sound))

    def _note_sound(self, sound: Sound) -> None:
        self._sound_problem = sound.problem

    def _progress(self, teller: "_Teller") -> VideoProgress:
        stuck = time.monotonic() - self._counted_s > _STUCK_S
        preview, self._preview = self._preview, None
        return teller.progress(self._count, self._time_s, preview, self._look.waiting or stuck)


class _Teller:
    """Works out how far a video is, and how long it will take."""

    def __init__(self, video: VideoSource, options: VideoOptions) -> None:
        info = video.info
        ends_s = [each for each in (options.end_s, info.duration_s) if each is not None and not math.isnan(each)]
        self._start_s = options.start_s
        self._part_s = min(ends_s) - options.start_s if ends_s else math.nan
        fps = info.frames / info.duration_s if info.frames and info.duration_s > 0 else info.fps
        frames = self._part_s * fps / options.every
        self._of_frames = 0 if math.isnan(frames) else max(1, round(frames))
        self._past: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def progress(self, count: int, time_s: float, preview: RGB | None, waiting: bool) -> VideoProgress:
        now_s = time.monotonic()
        self._past.append((now_s, count))
        while now_s - self._past[0][0] > _SPEED_OF_S and len(self._past) > 2:  # noqa: PLR2004 -- two make a speed
            self._past.popleft()
        then_s, before = self._past[0]
        fps = (count - before) / (now_s - then_s) if now_s > then_s else 0.0
        if self._of_frames:
            share = min(1.0, count / self._of_frames)
        else:
            share = min(1.0, max(0.0, (time_s - self._start_s) / self._part_s)) if self._part_s > 0 else math.nan
        left_s = max(0, self._of_frames - count) / fps if self._of_frames and fps > 0 else math.nan
        return VideoProgress(count, self._of_frames, share, fps, left_s, preview, waiting)


def _with(first: Looked, rest: Iterator[Looked]) -> Iterator[Looked]:
    yield first
    yield from rest


def _small(picture: RGB) -> RGB:
    height, width = picture.shape[:2]
    shrink = min(1.0, _PREVIEW_SIDE_PX / max(width, height))
    if shrink == 1.0:
        return picture
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
