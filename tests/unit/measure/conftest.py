"""Detectors that answer without a model, for the experiments' own arithmetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import pytest

from holistic_core.options import DetectorOptions, FindOptions
from holistic_core.results import HolisticResult

Answer = Callable[[np.ndarray, FindOptions], HolisticResult]


class FakeStream:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def process(self, rgb: np.ndarray, timestamp_s: float | None = None, **_: Any) -> HolisticResult:
        return self._answer(rgb, FindOptions())


class FakeDetector:
    """Answers by a function of the picture; `everybody` answers for several people."""

    def __init__(self, answer: Answer, everybody: Callable[[np.ndarray, FindOptions], int] | None = None) -> None:
        self.options = DetectorOptions()
        self._answer = answer
        self._everybody = everybody

    def warm_up(self, find: FindOptions | None = None) -> None:
        pass

    def detect(self, rgb: np.ndarray, find: FindOptions | None = None, **_: Any) -> HolisticResult:
        return self._answer(rgb, find or FindOptions())

    def detect_people(
        self, rgb: np.ndarray, max_people: int, find: FindOptions | None = None, **_: Any
    ) -> list[HolisticResult]:
        assert self._everybody is not None
        count = min(self._everybody(rgb, find or FindOptions()), max_people)
        return [self._answer(rgb, find or FindOptions())] * count

    def open_stream(self, find: FindOptions | None = None, **_: Any) -> AbstractContextManager[FakeStream]:
        return nullcontext(FakeStream(self._answer))


@pytest.fixture
def fake_detector() -> type[FakeDetector]:
    return FakeDetector
