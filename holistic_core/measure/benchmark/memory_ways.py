"""The ways people use these models, each as a process that tells its memory after every call."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, get_args

from holistic_core.measure.benchmark.child import Tell
from holistic_core.measure.benchmark.source import Source, frame_at
from holistic_core.measure.frames import RGB
from holistic_core.process_memory import resident_memory_mb

Way = Literal["shared", "per_viewer", "new_closed", "never_closed", "idle_release"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)

Call = Callable[[RGB], object]

_IDLE_S: Final = 1.0
_REST_S: Final = 2.0
_REST_LOOKS: Final = 8
_LONGEST_BURST: Final = 15


def work(tell: Tell, way: Way, source: dict[str, Any], calls: int, viewers: int) -> None:
    """Call as a way says, and tell `sample` before the first call and after each: calls so far, seconds, MB.

    Of "idle_release" every burst of calls is followed by a rest, in which samples are told too.
    """
    frames = Source(**source).frames()
    start_s = time.perf_counter()

    def sample(done: int, *, resting: bool = False) -> None:
        seconds, resident_mb = time.perf_counter() - start_s, resident_memory_mb()
        tell(event="sample", calls=done, seconds=round(seconds, 3), resident_mb=round(resident_mb, 1), resting=resting)

    # A short run rests too.
    burst = max(1, min(_LONGEST_BURST, calls // 2))
    sample(0)
    with _WAYS[way](calls, viewers) as call_of:
        for number in range(calls):
            call_of(number)(frame_at(frames, number))
            sample(number + 1)
            if way == "idle_release" and (number + 1) % burst == 0:
                for _ in range(_REST_LOOKS):
                    time.sleep(_REST_S / _REST_LOOKS)
                    sample(number + 1, resting=True)


# A way as a context that gives, for the number of a call, the function that makes it.
_Context = contextlib.AbstractContextManager[Callable[[int], Call]]


@contextlib.contextmanager
def _shared(_: int, __: int, idle_release_s: float | None = None) -> Iterator[Callable[[int], Call]]:
    from holistic_core import Detector, DetectorOptions  # noqa: PLC0415 -- its memory belongs to what is measured

    with Detector(DetectorOptions(idle_release_s=idle_release_s)) as detector:
        yield lambda _: detector.detect


def _idle_release(calls: int, viewers: int) -> _Context:
    return _shared(calls, viewers, _IDLE_S)


@contextlib.contextmanager
def _per_viewer(calls: int, viewers: int) -> Iterator[Callable[[int], Call]]:
    """Viewers come one after the other; each keeps an object of its own, and those who are there take turns."""
    there: list[Call] = []
    with contextlib.ExitStack() as stack:

        def call_of(number: int) -> Call:
            if len(there) <= number * viewers // calls:
                there.append(stack.enter_context(_holistic(static=False)).process)
                return there[-1]
            return there[number % len(there)]

        yield call_of


@contextlib.contextmanager
def _new_closed(_: int, __: int) -> Iterator[Callable[[int], Call]]:
    def call(rgb: RGB) -> None:
        with _holistic(static=True) as made:
            made.process(rgb)

    yield lambda _: call


@contextlib.contextmanager
def _never_closed(_: int, __: int) -> Iterator[Callable[[int], Call]]:
    def call(rgb: RGB) -> None:
        _holistic(static=True).process(rgb)

    yield lambda _: call


def _holistic(*, static: bool) -> Any:
    from mediapipe.python.solutions import holistic  # noqa: PLC0415 -- its memory belongs to what is measured

    return holistic.Holistic(static_image_mode=static)


_WAYS: Final[dict[Way, Callable[[int, int], _Context]]] = {
    "shared": _shared,
    "per_viewer": _per_viewer,
    "new_closed": _new_closed,
    "never_closed": _never_closed,
    "idle_release": _idle_release,
}
