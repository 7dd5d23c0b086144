"""Stage times of one frame and, when asked for, what every model saw."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from holistic_core.engines.interpreters import Cropped
from holistic_core.geometry import Rect
from holistic_core.trace import ModelCall, Trace


class Recorder:
    """Collects the milliseconds of each stage, in the order they run."""

    def __init__(self, trace: Trace | None = None) -> None:
        self.stage_ms: dict[str, float] = {}
        self._trace = trace

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block; a stage that runs more than once adds up."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stage_ms[name] = self.stage_ms.get(name, 0.0) + (time.perf_counter() - start) * 1e3

    def call(self, stage: str, model: str, roi: Rect, run: Cropped, *, accepted: bool, score: float) -> None:
        """Note one model call, if anybody wants to look."""
        if self._trace is not None:
            self._trace.calls.append(
                ModelCall(stage, model, roi, run.picture, run.crop_ms, run.model_ms, accepted, score)
            )
