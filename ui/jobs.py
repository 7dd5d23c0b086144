"""Long work that goes on in the background: it can be watched and cancelled, and what was done until then is kept."""

import threading
import time
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

import streamlit as st

from ui.texts import text

_T = TypeVar("_T")

_LOOK_EVERY_S: Final = 0.2
# The first steps load models and fill caches; they say little about the rest.
_STEPS_TO_JUDGE: Final = 3


class Progress:
    """How far a job is. Written by the job's thread, read by the page's.

    count: steps there will be. done: steps done. waiting: whether others are in the way.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.done = 0
        self.waiting = False
        self._cancelled = threading.Event()
        self._started_s: float | None = None
        self._done_at_start = 0

    def step(self, done: int) -> None:
        """Tell that `done` steps are done."""
        if self._started_s is None:
            self._started_s = time.monotonic()
            self._done_at_start = done
        self.done = done

    def cancel(self) -> None:
        """Ask the work to end soon, and to keep what is done."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether it was asked to end; the work looks before every step."""
        return self._cancelled.is_set()

    @property
    def left_s(self) -> float | None:
        """Seconds until the end, as far as can be told; None at the beginning."""
        if self._started_s is None or self.done - self._done_at_start < _STEPS_TO_JUDGE:
            return None
        spent_s = time.monotonic() - self._started_s
        return spent_s / (self.done - self._done_at_start) * (self.count - self.done)


class Job(Generic[_T]):
    """Work in a thread of its own; it is cancelled when nobody holds the job any more.

    question: what it answers, to tell jobs apart. work: gets the progress to tell and to look at; returns the result.
    turns: how many may run at a time on the whole server; a job waits for its turn.
    """

    def __init__(
        self, question: Hashable, count: int, work: Callable[[Progress], _T], turns: threading.BoundedSemaphore
    ) -> None:
        self.question = question
        self.progress = Progress(count)
        self._answer: dict[str, Any] = {}
        self._thread = threading.Thread(
            target=_run, args=(work, self.progress, self._answer, turns), name="job", daemon=True
        )
        # The thread does not know the job: a visitor who leaves takes it along, and the work ends.
        weakref.finalize(self, self.progress.cancel)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the work goes on."""
        return self._thread.is_alive()

    @property
    def failed(self) -> bool:
        """Whether the work raised something, which `result` raises again."""
        return "error" in self._answer

    def result(self) -> _T | None:
        """What came out; raises what the work raised. None while it runs, and when it was cancelled before its turn."""
        if "error" in self._answer:
            raise self._answer["error"]
        return self._answer.get("result")


def _run(
    work: Callable[[Progress], Any], progress: Progress, answer: dict[str, Any], turns: threading.BoundedSemaphore
) -> None:
    try:
        if not _has_turn(progress, turns):
            return
        try:
            answer["result"] = work(progress)
        finally:
            turns.release()
    except Exception as error:  # told to the visitor by the page
        answer["error"] = error


def _has_turn(progress: Progress, turns: threading.BoundedSemaphore) -> bool:
    """Wait for a turn; False when it was cancelled meanwhile."""
    while not turns.acquire(timeout=_LOOK_EVERY_S):
        progress.waiting = True
        if progress.cancelled():
            return False
    progress.waiting = False
    return True


def wait(job: Job[Any], place: Any, name: str, key: str) -> None:
    """Show progress and a button to cancel in `place`, a container of the page's, until the job is done.

    Any click in the page interrupts this; the job goes on, and the next run of the page waits again.
    """
    if not job.running:
        return
    with place.container():
        waiting = st.empty()
        bar = st.progress(0.0)
        st.button(text("job.cancel"), on_click=job.progress.cancel, key=f"{key}-cancel", icon=":material/stop:")
    while job.running:
        progress = job.progress
        if progress.waiting:
            waiting.info(text("job.waiting"), icon=":material/hourglass_top:")
        else:
            waiting.empty()
        bar.progress(min(1.0, progress.done / progress.count), text=_words(progress, name))
        time.sleep(_LOOK_EVERY_S)
    place.empty()


def _words(progress: Progress, name: str) -> str:
    number, left_s = min(progress.done + 1, progress.count), progress.left_s
    if left_s is None:
        return text("job.progress", name=name, number=number, count=progress.count)
    return text("job.progress_left", name=name, number=number, count=progress.count, seconds=left_s)
