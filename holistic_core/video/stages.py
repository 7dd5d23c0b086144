"""Stages of a pipeline: each on a thread of its own, with small queues between them, so that they overlap."""

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")

# How soon a stage that waits notices that everything was stopped.
_LOOK_EVERY_S: Final = 0.1
_GIVES_WAY: Final = 10  # of `nice`, from 0 (nobody goes first) to 19


class Stopped(Exception):  # noqa: N818 -- no error: it only ends a stage
    """Raised inside of stages when all of them have to stop."""


class Line:
    """Stages that stop together. The first error of any of them is raised by `wait`, and by what reads from them."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._error: BaseException | None = None

    def source(self, name: str, items: Callable[[], Iterable[_Out]], places: int) -> "Belt[_Out]":
        """A stage that makes items from nothing. places: how many may wait for the next stage."""
        belt: Belt[_Out] = Belt(self, places)
        self._start(name, lambda: self._feed(items(), belt))
        return belt

    def middle(
        self, name: str, belt: "Belt[_In]", work: Callable[[Iterator[_In]], Iterable[_Out]], places: int
    ) -> "Belt[_Out]":
        """A stage that makes items from items."""
        made: Belt[_Out] = Belt(self, places)
        self._start(name, lambda: self._feed(work(iter(belt)), made))
        return made

    def sink(self, name: str, belt: "Belt[_In]", work: Callable[[Iterator[_In]], None]) -> None:
        """A stage that takes items until there are no more, in what time the others leave: none waits for its work."""

        def last() -> None:
            _give_way()
            work(iter(belt))

        self._start(name, last)

    def wait(self, timeout_s: float) -> bool:
        """Whether all stages have ended, after waiting for up to so many seconds; raises the first error of any."""
        self._threads[-1].join(timeout_s)
        if any(thread.is_alive() for thread in self._threads):
            return False
        self.check()
        return True

    def stop(self) -> None:
        """Stop all stages and wait until no thread of them is left."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def check(self) -> None:
        """Raise the first error of any stage, or `Stopped` when they were stopped."""
        if self._error is not None:
            raise self._error
        if self._stop.is_set():
            raise Stopped

    @property
    def stopped(self) -> bool:
        """Whether stages have to end, because they were stopped or one of them failed."""
        return self._stop.is_set()

    def _start(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Stopped:
                pass
            except BaseException as error:
                # Handed to whoever waits for the stages.
                with self._lock:
                    self._error = self._error or error
                self._stop.set()

        thread = threading.Thread(target=run, name=f"holistic-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _feed(self, items: Iterable[_Out], belt: "Belt[_Out]") -> None:
        for item in items:
            belt.put(item)
            # Nobody holds on to an item that was handed over: in a video it is a whole picture.
            del item
        belt.end()


def _give_way() -> None:
    """Let other threads go first where the processor is short. Only Linux knows this of single threads."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GIVES_WAY)


class Belt(Generic[_In]):
    """A short queue between two stages. places: how many items may wait."""

    def __init__(self, line: Line, places: int) -> None:
        self._line = line
        # In boxes that are emptied when they are opened.
        self._queue: queue.Queue[list[_In] | None] = queue.Queue(places)

    def put(self, item: _In) -> None:
        """Hand an item over, waiting for room; raises when the line was stopped."""
        self._put([item])

    def end(self) -> None:
        """There are no more items."""
        self._put(None)

    def __iter__(self) -> Iterator[_In]:
        while True:
            try:
                box = self._queue.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                self._line.check()
                continue
            if box is None:
                return
            yield box.pop()

    def _put(self, box: list[_In] | None) -> None:
        while True:
            if self._line.stopped:
                self._line.check()
            try:
                self._queue.put(box, timeout=_LOOK_EVERY_S)
            except queue.Full:
                continue
            return
