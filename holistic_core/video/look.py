"""What is done with one frame of a video: found in it, counted, and drawn on it."""

import time
from array import array
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from holistic_core.angles import Angle, joint_angles
from holistic_core.detector import Detector
from holistic_core.drawing import draw
from holistic_core.drawing.angle_labels import draw_angle_labels
from holistic_core.drawing.hud import draw_counter
from holistic_core.engines.two_step import Begun as BodyBegun
from holistic_core.errors import BusyError, ModelError
from holistic_core.exercises import EXERCISES, ExerciseState, Repetition, RepetitionCounter
from holistic_core.export.session_frames import FrameStore
from holistic_core.media.video_source import RGB, VideoFrame
from holistic_core.results import HolisticResult
from holistic_core.video.options import VideoOptions

_T = TypeVar("_T")

# A frame whose turn did not come is tried again after this long.
_AGAIN_S: Final = 0.25
# Above this share of a frame's time it is the others who are waited for.
_WAITING_SHARE: Final = 0.5


@dataclass(frozen=True, eq=False)
class Looked:
    """A frame and all that is known of it."""

    frame: VideoFrame
    result: HolisticResult
    angles: tuple[Angle, ...]
    state: ExerciseState | None


@dataclass(frozen=True, eq=False)
class Begun:
    """A frame whose body was looked for; or, with an engine that does all at once, that was not looked at yet."""

    frame: VideoFrame
    body: BodyBegun | None
    detect_ms: float


@dataclass(frozen=True, eq=False)
class Found:
    """A frame and what was found in it."""

    frame: VideoFrame
    result: HolisticResult


class FrameLook:
    """Looks at the frames of one video in their order: in two steps, and counts; all may run at once, on three threads.

    store: what was found in every frame. repetitions: all so far. waiting: whether others are waited for just now.
    """

    def __init__(self, detector: Detector, options: VideoOptions, stopped: Callable[[], bool]) -> None:
        self.store = FrameStore(face=options.keep_face)
        self.repetitions: list[Repetition] = []
        self.waiting = False
        self._detector = detector
        self._stopped = stopped
        self._two_step = detector.open_two_step(options.find, priority=options.priority)
        self._stream = None
        if self._two_step is None:
            self._stream = detector.open_stream(options.find, priority=options.priority)
        exercise = options.exercise
        self._counter = None if exercise is None else RepetitionCounter(EXERCISES[exercise], options.thresholds)

    def begin(self, frame: VideoFrame) -> Begun | None:
        """The first step; None when everything was stopped while it waited for its turn."""
        two_step = self._two_step
        if two_step is None:
            return Begun(frame, None, 0.0)
        start_s = time.perf_counter()
        body = self._patiently(lambda: two_step.begin(frame.rgb, frame.time_s))
        return None if body is None else Begun(frame, body, (time.perf_counter() - start_s) * 1e3)

    def finish(self, begun: Begun, times: "StageTimes") -> Found | None:
        """The second step; None when everything was stopped while it waited."""
        frame, start_s = begun.frame, time.perf_counter()
        result = self._patiently(lambda: self._found(begun))
        if result is None:
            return None
        times.add("detect", begun.detect_ms + (time.perf_counter() - start_s) * 1e3)
        waited_ms = result.stage_ms.get("waiting", 0.0)
        self.waiting = waited_ms > _WAITING_SHARE * sum(result.stage_ms.values())
        return Found(frame, result)

    def count(self, found: Found, times: "StageTimes") -> Looked:
        """What follows from it. Apart from the models, because the next frame waits for them and not for this."""
        frame, result = found.frame, found.result
        for stage, ms in result.stage_ms.items():
            times.add(stage, ms)
        angles = joint_angles(result)
        state = None
        if self._counter is not None:
            state = self._counter.update(result, angles, frame.time_s)
            if state.last is not None and state.last.number > len(self.repetitions):
                self.repetitions.append(state.last)
        self.store.add(frame.time_s, result, angles, len(self.repetitions), float("nan"))
        return Looked(frame, result, angles, state)

    def close(self) -> None:
        """Give the stream back."""
        if self._stream is not None:
            self._stream.close()

    def _found(self, begun: Begun) -> HolisticResult:
        if self._two_step is not None and begun.body is not None:
            return self._two_step.finish(begun.body)
        assert self._stream is not None  # noqa: S101 -- one of them is there
        return self._stream.process(begun.frame.rgb, begun.frame.time_s)

    def _patiently(self, step: Callable[[], _T]) -> _T | None:
        """Try a step until its turn comes; None when everything was stopped before.

        Models that failed once are tried again: they were replaced, and a machine that slept looks the same.
        """
        failed = False
        while True:
            try:
                return step()
            except ModelError:
                if failed:
                    raise
                failed = True
            except BusyError:
                # A video has time: it is the viewers of live pictures who have not.
                if self._detector.closed:
                    raise
                self.waiting = True
            if self._stopped():
                return None
            time.sleep(_AGAIN_S)


class StageTimes:
    """Milliseconds of every stage in every frame; medians of them. Each stage is told by one thread only."""

    def __init__(self) -> None:
        self._ms: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))

    def add(self, stage: str, ms: float) -> None:
        """Milliseconds of a stage in one frame more."""
        self._ms[stage].append(ms)

    def medians(self) -> dict[str, float]:
        """Of the frames that had the stage."""
        return {stage: float(np.median(np.asarray(ms))) for stage, ms in self._ms.items()}


def drawn(looked: Looked, options: VideoOptions) -> RGB:
    """The frame as it is shown: skeleton, chosen angles, repetitions, phase, and the first cue."""
    result, state = looked.result, looked.state
    picture = draw(looked.frame.rgb, [result] if result.parts_found else [], options.draw)
    if options.angles:
        draw_angle_labels(picture, result, looked.angles, options.angles)
    if state is not None:
        cue = state.cues[0].message if state.cues else ""
        draw_counter(picture, state.repetitions, state.phase if state.visible else "", cue)
    return picture
