"""What one call of one model costs, by itself: noise in, answer thrown away."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from holistic_core.engines.model import Model
from holistic_core.engines.model_anatomy import anatomy_of
from holistic_core.engines.model_store import STORE, ModelStore

CALLS: Final = 40
THREADS: Final = (1, 2)
_WARM_UP: Final = 5
_SEED: Final = 7


@dataclass(frozen=True)
class ModelTime:
    """Milliseconds of a call. problem: why it cannot be run, else empty; the times are NaN then."""

    name: str
    threads: int
    median_ms: float
    p95_ms: float
    calls: int
    problem: str = ""

    @property
    def words(self) -> str:
        """The median with its digits, or a word about why there is none."""
        return "not runnable" if self.problem else f"{self.median_ms:.2f}"


def timeable_models(store: ModelStore = STORE) -> tuple[str, ...]:
    """Names of the models whose files are there and sound."""
    return tuple(status.name for status in store.statuses() if status.state == "ok")


def time_models(
    names: Sequence[str],
    *,
    threads: Sequence[int] = THREADS,
    calls: int = CALLS,
    store: ModelStore = STORE,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[ModelTime]:
    """Times of every model with every number of threads; fewer when it was cancelled. progress: pairs done."""
    times: list[ModelTime] = []
    for name in names:
        for number in threads:
            if cancelled():
                return times
            times.append(time_model(name, number, calls=calls, store=store))
            progress(len(times))
    return times


def time_model(name: str, threads: int, *, calls: int = CALLS, store: ModelStore = STORE) -> ModelTime:
    """Median and 95th percentile of `calls` calls, after some that do not count."""
    path = store.path(name)
    anatomy = anatomy_of(path)
    if anatomy.custom:
        words = f"Only MediaPipe has its operators {', '.join(anatomy.custom)}."
        return ModelTime(name, threads, np.nan, np.nan, 0, words)
    model = Model(path, threads=threads, xnnpack=True)
    noise = np.random.default_rng(_SEED)
    model.run_tensors([noise.random(tensor.shape, np.float32) for tensor in anatomy.inputs])
    spent_ms = []
    for _ in range(_WARM_UP + calls):
        start = time.perf_counter()
        model.warm_up()
        spent_ms.append((time.perf_counter() - start) * 1e3)
    counted = np.array(spent_ms[_WARM_UP:])
    return ModelTime(name, threads, float(np.median(counted)), float(np.percentile(counted, 95)), calls)
