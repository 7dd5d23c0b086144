"""The detector everybody shares, and the stream that is one viewer's own."""

import threading
import time
import weakref
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from holistic_core.contrast import equalise_contrast
from holistic_core.engines.engine import Engine, Session
from holistic_core.engines.litert import LiteRTEngine
from holistic_core.engines.two_step import TwoStepSession
from holistic_core.errors import BusyError, ImageError, OptionsError
from holistic_core.memory_watch import MemoryWatch
from holistic_core.options import DetectorOptions, EngineName, FindOptions, Priority
from holistic_core.plausibility import drop_implausible
from holistic_core.process_memory import resident_memory_mb
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace

RGB = npt.NDArray[np.uint8]

_CHANNELS: Final = 3
_MAX_PEOPLE: Final = 20


@dataclass(frozen=True)
class DetectorStatus:
    """How the detector is.

    loaded: whether models are in memory. streams: open ones. waiting: frames that wait for their turn.
    replaced: interpreter sets that stopped answering. memory_mb: resident memory of the process.
    memory_alert: what to tell the host when memory is above the threshold, else None.
    """

    engine: EngineName
    loaded: bool
    streams: int
    waiting: int
    replaced: int
    memory_mb: float
    memory_alert: str | None


class Detector:
    """Finds people in pictures. One is enough for a whole process: it is thread-safe and its models are shared.

    Closing is idempotent and happens at the latest when the interpreter exits; use it with `with`.
    """

    def __init__(self, options: DetectorOptions | None = None) -> None:
        self.options = options or DetectorOptions()
        self._engine = _make_engine(self.options)
        self._lock = threading.Lock()
        self._streams: weakref.WeakSet[Stream] = weakref.WeakSet()
        self._closed = False
        self._memory = MemoryWatch(self.options.memory_alert_mb)
        # The exit handler must not keep a forgotten detector alive.
        self._finalizer = weakref.finalize(self, self._engine.close)

    def warm_up(self, find: FindOptions | None = None) -> None:
        """Load the models that `find` needs, so that the first picture does not wait for them."""
        self._require_open()
        self._engine.warm_up(find or FindOptions())

    def detect(
        self,
        rgb: RGB,
        find: FindOptions | None = None,
        *,
        priority: Priority = Priority.PICTURE,
        trace: Trace | None = None,
    ) -> HolisticResult:
        """The person with the best detector score in a still picture; parts not found are None.

        rgb: uint8 `(height, width, 3)`, RGB; anything else is an `ImageError`.
        trace: if given, filled with what every model saw (LiteRT engine only).
        """
        find = find or FindOptions()
        picture = self._prepared(rgb, find)
        result = self._engine.still(picture.rgb, find, priority=priority, trace=trace)
        return self._finished(result, picture, find)

    def detect_people(
        self,
        rgb: RGB,
        max_people: int = 4,
        find: FindOptions | None = None,
        *,
        priority: Priority = Priority.PICTURE,
    ) -> list[HolisticResult]:
        """Up to `max_people` (1-20) different people in a still picture, the largest first.

        OptionsError: the MediaPipe engine, which finds one person only, or a number out of range.
        """
        if not isinstance(self._engine, LiteRTEngine):
            raise OptionsError("The MediaPipe engine finds one person only; choose the LiteRT engine for several.")
        if not 1 <= max_people <= _MAX_PEOPLE:
            raise OptionsError(f"max_people is {max_people}; it must be from 1 to {_MAX_PEOPLE}.")
        find = find or FindOptions()
        picture = self._prepared(rgb, find)
        results = self._engine.people(picture.rgb, max_people, find, priority=priority)
        return [self._finished(result, picture, find) for result in results]

    def open_stream(self, find: FindOptions | None = None, *, priority: Priority = Priority.LIVE) -> "Stream":
        """A new stream: tracking and smoothing from frame to frame for one viewer."""
        self._require_open()
        find = find or FindOptions()
        stream = Stream(self, self._engine.open_session(find), find, priority)
        with self._lock:
            self._streams.add(stream)
        return stream

    def open_two_step(self, find: FindOptions, *, priority: Priority = Priority.VIDEO) -> TwoStepSession | None:
        """As a stream, for frames that wait in line: the next body is looked for while hands and face still are.

        None with the MediaPipe engine, whose graph takes a frame as a whole.
        """
        self._require_open()
        return TwoStepSession(self._engine, find, priority) if isinstance(self._engine, LiteRTEngine) else None

    def status(self) -> DetectorStatus:
        """How the detector is just now."""
        pool = self._engine.pool if isinstance(self._engine, LiteRTEngine) else None
        memory_mb = resident_memory_mb()
        return DetectorStatus(
            engine=self.options.engine,
            loaded=not self._closed and (pool.loaded if pool else bool(self.open_streams)),
            streams=len(self.open_streams),
            waiting=pool.waiting if pool else 0,
            replaced=pool.replaced if pool else 0,
            memory_mb=memory_mb,
            memory_alert=self._memory.alert(memory_mb),
        )

    @property
    def open_streams(self) -> list["Stream"]:
        """Streams that were opened and not closed."""
        with self._lock:
            return [stream for stream in self._streams if not stream.closed]

    @property
    def closed(self) -> bool:
        """Whether the detector was closed."""
        return self._closed

    def close(self) -> None:
        """Close all streams and free the models; closing twice does nothing."""
        for stream in self.open_streams:
            stream.close()
        self._closed = True
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _require_open(self) -> None:
        if self._closed:
            raise BusyError("The detector was closed; make a new one.")

    def _prepared(self, rgb: RGB, find: FindOptions) -> "_Prepared":
        self._require_open()
        checked = require_rgb(rgb)
        start = time.perf_counter()
        if not find.clahe:
            return _Prepared(checked, {})
        even = equalise_contrast(checked)
        return _Prepared(even, {"contrast": (time.perf_counter() - start) * 1e3})

    def _finished(self, result: HolisticResult, picture: "_Prepared", find: FindOptions) -> HolisticResult:
        self._memory.check()
        if picture.stage_ms:
            result = replace(result, stage_ms={**picture.stage_ms, **result.stage_ms})
        return drop_implausible(result) if find.drop_implausible else result


class Stream:
    """One viewer's frames, in order. Made by `Detector.open_stream`; close it when the viewer leaves."""

    def __init__(self, detector: Detector, session: Session, find: FindOptions, priority: Priority) -> None:
        self._detector = detector
        self._session = session
        self._priority = priority
        self.find = find
        self.closed = False

    def process(self, rgb: RGB, timestamp_s: float | None = None, *, trace: Trace | None = None) -> HolisticResult:
        """The person in the next frame.

        rgb: uint8 `(height, width, 3)`, RGB. timestamp_s: seconds, increasing; None: 33,333 µs after the last frame.
        """
        if self.closed:
            raise BusyError("This stream was closed; open a new one.")
        find = self.find
        picture = self._detector._prepared(rgb, find)
        result = self._session.process(picture.rgb, find, timestamp_s, priority=self._priority, trace=trace)
        return self._detector._finished(result, picture, find)

    def configure(self, find: FindOptions) -> None:
        """Other options from the next frame on; with the LiteRT engine tracking goes on undisturbed."""
        self.find = find

    def close(self) -> None:
        """Give back what the stream holds; closing twice does nothing."""
        self.closed = True
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class _Prepared:
    """A checked picture and what preparing it cost."""

    rgb: RGB
    stage_ms: dict[str, float]


def require_rgb(rgb: Any) -> RGB:
    """The array itself, contiguous; ImageError unless it is uint8 `(height, width, 3)` with at least one pixel."""
    if not isinstance(rgb, np.ndarray):
        raise ImageError(f"Got {type(rgb).__name__} instead of a picture; expected a uint8 array (height, width, 3).")
    if rgb.dtype != np.uint8 or rgb.ndim != _CHANNELS or rgb.shape[2] != _CHANNELS or rgb.size == 0:
        raise ImageError(
            f"Got an array of {rgb.dtype} with shape {rgb.shape}; expected uint8 with shape (height, width, 3), RGB."
        )
    return np.ascontiguousarray(rgb)


def _make_engine(options: DetectorOptions) -> Engine:
    if options.engine == "litert":
        return LiteRTEngine(options)
    from holistic_core.engines.mediapipe import MediaPipeEngine  # noqa: PLC0415 -- imports nothing heavy unless chosen

    return MediaPipeEngine(options)
