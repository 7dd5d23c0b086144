"""What is done with one viewer's frame: found in it, counted, drawn on it."""

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.angles import Angle
from holistic_core.detector import Detector, Stream
from holistic_core.drawing import draw
from holistic_core.drawing.hud import draw_counter
from holistic_core.exercises import EXERCISES, ExerciseState, RepetitionCounter
from holistic_core.live.options import LiveOptions
from holistic_core.options import Priority
from holistic_core.results import HolisticResult

RGB = npt.NDArray[np.uint8]


class FrameLook:
    """What looks at the frames of one viewer: the stream of one engine, and the counter.

    `process` is called by one thread at a time, and `count` by one, which may be another.
    """

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._stream: Stream | None = None
        self._counter: RepetitionCounter | None = None
        self._counts: object = None

    def process(self, rgb: RGB, time_s: float, detector: Detector, options: LiveOptions) -> HolisticResult:
        """What is in the frame, by the engine and the options that are wanted now."""
        if options.stills:
            return detector.detect(rgb, options.find, priority=Priority.LIVE)
        if detector is not self._detector or (self._stream is not None and self._stream.closed):
            self.close()
            self._detector = detector
        if self._stream is None:
            self._stream = self._detector.open_stream(options.find)
        elif self._stream.find != options.find:
            self._stream.configure(options.find)
        return self._stream.process(rgb, time_s)

    def count(
        self, result: HolisticResult, angles: tuple[Angle, ...], time_s: float, options: LiveOptions, *, reset: bool
    ) -> ExerciseState | None:
        """The state of the exercise after this frame; None without one."""
        wanted = options.exercise, options.thresholds
        if options.exercise is None:
            self._counter = None
        elif self._counter is None or wanted != self._counts:
            self._counter = RepetitionCounter(EXERCISES[options.exercise], options.thresholds)
        elif reset:
            self._counter.reset()
        self._counts = wanted
        return None if self._counter is None else self._counter.update(result, angles, time_s)

    def close(self) -> None:
        """Give the stream back; closing twice does nothing."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def drawn(rgb: RGB, result: HolisticResult, state: ExerciseState | None, options: LiveOptions) -> RGB:
    """The picture as it is shown: drawn unmirrored, so that left stays left, then mirrored, then written on."""
    picture = draw(rgb, [result] if result.parts_found else [], options.draw)
    if options.mirror:
        picture = np.asarray(cv2.flip(picture, 1), np.uint8)
    if state is not None and options.counter:
        draw_counter(picture, state.repetitions, state.phase if state.visible else "")
    return picture
