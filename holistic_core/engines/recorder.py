"""Stage times of one frame and, when asked for, what every model saw and answered."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from holistic_core.engines.interpreters import Cropped
from holistic_core.geometry import Rect
from holistic_core.trace import FilterStep, ModelCall, Trace, TrackingChoice


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

    def call(
        self,
        stage: str,
        model: str,
        roi: Rect,
        run: Cropped,
        *,
        accepted: bool,
        score: float,
        roi_from: str,
        answer: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        """Note one model call, if anybody wants to look.

        answer: makes further fields of `ModelCall` while the model's outputs are still there; called only then.
        """
        if self._trace is not None:
            call = ModelCall(
                stage, model, roi, run.picture, run.crop_ms, run.model_ms, accepted, score, roi_from,
                **(answer() if answer is not None else {}),
            )  # fmt: skip
            self._trace.calls.append(call)

    def tracking(self, make: Callable[[], TrackingChoice]) -> None:
        """Note where a part was looked for and why, if anybody wants to look."""
        if self._trace is not None:
            self._trace.tracking.append(make())

    def filters(self, make: Callable[[], FilterStep]) -> None:
        """Note what the filters did, if anybody wants to look."""
        if self._trace is not None:
            self._trace.filters = make()
