"""A detector whose answers, pace and failures a test decides."""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from holistic_core.options import DetectorOptions, EngineName, FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE

RGB = npt.NDArray[np.uint8]


def picture(value: int = 0, size: tuple[int, int] = (64, 48)) -> RGB:
    """A grey picture of `size` (width, height)."""
    return np.full((size[1], size[0], 3), value, np.uint8)


def person(size: tuple[int, int], x_norm: float = 0.5) -> HolisticResult:
    """Somebody whose body is one point."""
    body = Landmarks.from_xyz(POSE, np.full((33, 3), x_norm), visibility=np.ones(33))
    return HolisticResult(size, pose=body, stage_ms={"pose": 1.0})


class FakeStream:
    """Answers by the function of its detector."""

    def __init__(self, detector: "FakeDetector", find: FindOptions) -> None:
        self.detector = detector
        self.find = find
        self.closed = False

    def process(self, rgb: RGB, timestamp_s: float | None = None) -> HolisticResult:
        self.detector.seen.append((int(rgb[0, 0, 0]), timestamp_s))
        return self.detector.answer(rgb)

    def configure(self, find: FindOptions) -> None:
        self.find = find

    def close(self) -> None:
        self.closed = True


class FakeDetector:
    """What a viewer needs of a detector. seen: value of the first pixel and time of every frame that was looked at."""

    def __init__(self, answer: Callable[[RGB], HolisticResult] | None = None, engine: EngineName = "litert") -> None:
        self.options = DetectorOptions(engine=engine)
        self.answer = answer or (lambda rgb: person((rgb.shape[1], rgb.shape[0]), rgb[0, 0, 0] / 255))
        self.streams: list[FakeStream] = []
        self.seen: list[tuple[int, float | None]] = []
        self.stills = 0

    def open_stream(self, find: FindOptions) -> FakeStream:
        self.streams.append(FakeStream(self, find))
        return self.streams[-1]

    def detect(self, rgb: RGB, find: FindOptions, *, priority: Any) -> HolisticResult:
        self.stills += 1
        return self.answer(rgb)


class Door:
    """An answer that takes until the door is opened."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self, rgb: RGB) -> HolisticResult:
        self.entered.set()
        self.opened.wait(10)
        return person((rgb.shape[1], rgb.shape[0]))
