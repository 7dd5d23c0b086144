"""One viewer of the live picture: newest frame in, newest overlay out, on threads of its own.

Whoever delivers frames never waits and never sees an error; whoever looks gets what is finished. When frames come
faster than they can be looked at, older ones are overtaken and counted.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from holistic_core.angles import joint_angles
from holistic_core.detector import Detector
from holistic_core.errors import HolisticError
from holistic_core.exercises import ExerciseState
from holistic_core.live.clock import FrameClock
from holistic_core.live.frame_look import RGB, FrameLook, drawn
from holistic_core.live.history import AngleHistory
from holistic_core.live.mailbox import Mailbox
from holistic_core.live.meter import Meter
from holistic_core.live.options import LiveOptions
from holistic_core.live.recording import Recording
from holistic_core.live.status import LiveStatus, Overlay
from holistic_core.results import HolisticResult

ReadFrame = Callable[[], RGB]

_log = logging.getLogger(__name__)

# After an error the next frame waits this long, twice as long after each further one: a viewer whose frames break the
# models must not keep the others from them.
_FIRST_PAUSE_S: Final = 0.25
_LONGEST_PAUSE_S: Final = 8.0
_LOOK_EVERY_S: Final = 0.01


@dataclass(frozen=True)
class _Frame:
    read: ReadFrame
    number: int
    time_s: float
    arrived_s: float


@dataclass(frozen=True, eq=False)
class _Looked:
    """A frame with what was found in it. started_s, looked_s: when; read_s: how long it took to get the picture."""

    frame: _Frame
    rgb: RGB
    result: HolisticResult
    options: LiveOptions
    started_s: float
    read_s: float
    looked_s: float


class LiveViewer:
    """Looks at the frames of one viewer until it is closed; safe to use from any thread.

    on_overlay: told of every finished overlay by the viewer's thread; must return at once.
    """

    def __init__(
        self, detector: Detector, options: LiveOptions, *, on_overlay: Callable[[Overlay], None] | None = None
    ) -> None:
        self._wanted = detector, options
        self._on_overlay = on_overlay
        self._mailbox: Mailbox[_Frame] = Mailbox()
        self._clock = FrameClock()
        self._offers = threading.Lock()
        self._meter = Meter()
        self._closed = threading.Event()
        self._overlay: Overlay | None = None
        self._result: HolisticResult | None = None
        self._exercise: ExerciseState | None = None
        self._error: str | None = None
        self._failed_number = self._failures = 0
        self._recording: Recording | None = None
        self._record = False
        self._reset_asked = False
        self.angles = AngleHistory()
        self.last_frame_s = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="live-viewer", daemon=True)
        self._thread.start()

    def offer(self, read: ReadFrame, told_s: float | None = None) -> None:
        """A new frame; returns at once and never raises.

        read: gives the picture, uint8 `(height, width, 3)` RGB; called by the viewer's thread, if at all.
        told_s: when the camera says it took the picture, in seconds on its own clock.
        """
        with self._offers:
            now_s = time.monotonic()
            self.last_frame_s = now_s
            self._meter.received()
            frame = _Frame(read, self._meter.received_total, self._clock.next_s(told_s, now_s), now_s)
            if self._mailbox.put(frame):
                self._meter.dropped()

    def configure(self, options: LiveOptions, detector: Detector | None = None) -> None:
        """Other options, and perhaps another engine, from the next frame on."""
        self._wanted = detector or self._wanted[0], options

    @property
    def options(self) -> LiveOptions:
        """The options that were chosen last."""
        return self._wanted[1]

    @property
    def started(self) -> bool:
        """Whether any frame came."""
        return self._meter.received_total > 0

    @property
    def overlay(self) -> Overlay | None:
        """The newest finished picture."""
        return self._overlay

    @property
    def result(self) -> HolisticResult | None:
        """What was found in the last frame."""
        return self._result

    def status(self) -> LiveStatus:
        """How the viewer is just now."""
        detector, options = self._wanted
        result, meter = self._result, self._meter
        return LiveStatus(
            engine=detector.options.engine,
            image_size=None if result is None else result.image_size,
            speed=meter.speed(),
            received=meter.received_total,
            processed=meter.processed_total,
            dropped=meter.dropped_total,
            parts=() if result is None else result.parts_found,
            asked=options.find.parts,
            exercise=self._exercise,
            error=self._error,
            recording=self._recording,
            closed=self.closed,
        )

    def reset_repetitions(self) -> None:
        """Count from 0 again."""
        self._reset_asked = True

    def start_recording(self, *, face: bool = False) -> None:
        """Record landmarks and angles from the next frame on; what was recorded before is forgotten."""
        self._recording = Recording(face=face)
        self._record = True

    def stop_recording(self) -> None:
        """Record no further; what is recorded stays."""
        self._record = False

    @property
    def is_recording(self) -> bool:
        """Whether frames are being recorded."""
        return self._record and not self.closed and self._recording is not None and not self._recording.full

    @property
    def closed(self) -> bool:
        """Whether it was closed. What it knows can still be read."""
        return self._closed.is_set()

    def close(self) -> None:
        """Look at no further frame. Returns at once, also when a model is stuck; closing twice does nothing."""
        self._closed.set()
        self._mailbox.close()

    def wait_for_frame(self, timeout_s: float) -> bool:
        """Wait until the newest frame that was offered is dealt with; False when it takes longer, or failed."""
        with self._offers:
            wanted = self._meter.received_total
        until_s = time.monotonic() + timeout_s
        while time.monotonic() < until_s and not self.closed and self._failed_number < wanted:
            overlay = self._overlay
            if overlay is not None and overlay.number >= wanted:
                return True
            time.sleep(_LOOK_EVERY_S)
        return False

    def join(self, timeout_s: float) -> bool:
        """Wait until its thread has ended and its stream is given back; False when that takes longer."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        look = FrameLook(self._wanted[0])
        painting: Future[None] | None = None
        try:
            # The models are the slow part: while a frame is drawn, they are at the next one already.
            with ThreadPoolExecutor(1, "live-painter") as painter:
                while (frame := self._mailbox.take()) is not None:
                    taken_s = time.monotonic()
                    try:
                        looked = self._looked_at(frame, look)
                    except Exception as error:  # the viewer is told, and its next frame is another chance
                        self._failed(error, frame.number)
                    else:
                        if painting is not None:
                            painting.result()  # one frame is drawn at a time, and none waits in a line
                        painting = painter.submit(self._finish, looked, look)
                    if self._failures:
                        self._closed.wait(min(_FIRST_PAUSE_S * 2 ** (self._failures - 1), _LONGEST_PAUSE_S))
                    elif flood := self._meter.flood:
                        # What its frames cost in decoding, it gives back in turns at the models.
                        self._closed.wait((time.monotonic() - taken_s) * (flood - 1))
        finally:
            look.close()

    def _looked_at(self, frame: _Frame, look: FrameLook) -> _Looked:
        detector, options = self._wanted
        started_s = time.monotonic()
        rgb = frame.read()
        read_s = time.monotonic()
        result = look.process(rgb, frame.time_s, detector, options)
        return _Looked(frame, rgb, result, options, started_s, read_s - started_s, time.monotonic())

    def _finish(self, looked: _Looked, look: FrameLook) -> None:
        try:
            self._count_and_draw(looked, look)
        except Exception as error:  # as above
            self._failed(error, looked.frame.number)
        else:
            self._error, self._failures = None, 0

    def _failed(self, error: Exception, number: int) -> None:
        self._error, self._failed_number = _message(error), number
        self._failures += 1

    def _count_and_draw(self, looked: _Looked, look: FrameLook) -> None:
        frame, result, options = looked.frame, looked.result, looked.options
        began_s = time.monotonic()
        angles = joint_angles(result, min_visibility=options.draw.min_visibility)
        state = look.count(result, angles, frame.time_s, options, reset=self._reset_asked)
        self._reset_asked = False
        counted_s = time.monotonic()
        picture = drawn(looked.rgb, result, state, options)
        now_s = time.monotonic()
        latency_ms = (now_s - frame.arrived_s) * 1e3
        self.angles.add(frame.time_s, angles)
        self._exercise, self._result = state, result
        recording = self._recording
        if self._record and recording is not None:
            repetitions = 0 if state is None else state.repetitions
            if not recording.add(frame.time_s, result, angles, repetitions, latency_ms):
                self._record = False
        if self.closed:
            return
        waited_s = looked.started_s - frame.arrived_s + began_s - looked.looked_s
        before_s = {"mailbox": waited_s, "decoding": looked.read_s}
        after_s = {"angles": counted_s - began_s, "drawing": now_s - counted_s}
        self._meter.processed(latency_ms, {**_ms(before_s), **result.stage_ms, **_ms(after_s)})
        self._overlay = Overlay(picture, frame.number, frame.time_s)
        if self._on_overlay is not None:
            self._on_overlay(self._overlay)


def _ms(stages_s: Mapping[str, float]) -> dict[str, float]:
    return {name: seconds * 1e3 for name, seconds in stages_s.items()}


def _message(error: Exception) -> str:
    if isinstance(error, HolisticError):
        return str(error)
    reference = secrets.token_hex(4)
    _log.error("a live frame failed, reference %s", reference, exc_info=error)
    return f"Something unforeseen happened with the last frame. The host finds it in the log under {reference}."
