"""The process in which many streams run at the same time, each in a thread of its own."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, get_args

from holistic_core.detector import Detector
from holistic_core.measure.benchmark.child import Tell
from holistic_core.measure.benchmark.source import Source, frame_at
from holistic_core.measure.frames import RGB
from holistic_core.options import DetectorOptions, Priority
from holistic_core.process_memory import resident_memory_mb

Service = Literal["latency", "throughput", "mediapipe"]
SERVICES: Final[tuple[Service, ...]] = get_args(Service)

_WARM_UP: Final = 3
_TELL_EVERY_S: Final = 0.25
# A stream's place in the clip, so that they do not all look at the same frame.
_APART: Final = 5


def serve(tell: Tell, service: Service, source: dict[str, Any], streams: int, seconds: float) -> None:
    """Run `streams` streams for some seconds; tell `ready`, `counts` meanwhile, and `stream` for each at the end."""
    frames = Source(**source).frames()
    with _opened(service, streams) as calls:
        for number, call in enumerate(calls):
            for each in range(_WARM_UP):
                call(frame_at(frames, number * _APART + each))
        tell(event="ready")
        _together(tell, calls, frames, seconds)


def _together(tell: Tell, calls: list[Callable[[RGB], Any]], frames: list[RGB], seconds: float) -> None:
    times_ms: list[list[float]] = [[] for _ in calls]
    failures: list[BaseException] = []
    start = threading.Barrier(len(calls) + 1)
    over = threading.Event()

    def stream(number: int) -> None:
        place = number * _APART + _WARM_UP
        try:
            start.wait()
            while not over.is_set():
                began = time.perf_counter()
                calls[number](frame_at(frames, place))
                times_ms[number].append((time.perf_counter() - began) * 1e3)
                place += 1
        except BaseException as error:  # raised again below, in the process's own thread
            failures.append(error)
            over.set()

    threads = [threading.Thread(target=stream, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    while not over.is_set() and (left_s := seconds - (time.perf_counter() - began)) > 0:
        over.wait(min(_TELL_EVERY_S, left_s))
        tell(event="counts", frames=[len(each) for each in times_ms], seconds=time.perf_counter() - began)
    over.set()
    # Frames on their way are finished, and count with the time they take: whole frames alone would be too coarse.
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    for times in times_ms:
        tell(event="stream", ms=[round(ms, 2) for ms in times], seconds=sum(times) / 1e3 or seconds)
    tell(event="memory", resident_mb=resident_memory_mb())


@contextlib.contextmanager
def _opened(service: Service, streams: int) -> Iterator[list[Callable[[RGB], Any]]]:
    with contextlib.ExitStack() as stack:
        if service == "mediapipe":
            from mediapipe.python.solutions import holistic  # noqa: PLC0415 -- seconds to load

            yield [stack.enter_context(holistic.Holistic()).process for _ in range(streams)]
            return
        detector = stack.enter_context(Detector(DetectorOptions(mode=service)))
        detector.warm_up()
        yield [stack.enter_context(detector.open_stream(priority=Priority.LIVE)).process for _ in range(streams)]
