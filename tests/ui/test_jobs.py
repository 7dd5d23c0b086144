import gc
import threading
import time
from collections.abc import Callable

import pytest

from ui.jobs import Job, Progress

PATIENCE_S = 10.0


def turns(count: int = 1) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(count)


def until(condition: Callable[[], bool]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up_s, "took too long"
        time.sleep(0.01)


def finished(job: Job[object]) -> Job[object]:
    until(lambda: not job.running)
    return job


def counting(progress: Progress) -> list[int]:
    """Work that goes on until it is cancelled, at most to the end, and keeps what it did."""
    done: list[int] = []
    while len(done) < progress.count and not progress.cancelled():
        done.append(len(done))
        progress.step(len(done))
        time.sleep(0.01)
    return done


def test_the_result_is_what_the_work_returned() -> None:
    job = finished(Job("question", 5, counting, turns()))
    assert job.result() == [0, 1, 2, 3, 4]
    assert (job.question, job.progress.done) == ("question", 5)


def test_what_was_done_before_a_cancel_is_kept() -> None:
    job = Job("question", 10_000, counting, turns())
    until(lambda: job.progress.done >= 3)
    assert job.running and job.result() is None
    job.progress.cancel()
    kept = finished(job).result()
    assert kept is not None and 3 <= len(kept) < 10_000


def test_an_error_reaches_whoever_asks_for_the_result() -> None:
    def broken(_: Progress) -> None:
        raise ZeroDivisionError("the work failed")

    shared = turns()
    job = finished(Job("question", 1, broken, shared))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError, match="the work failed"):
            job.result()
    assert shared.acquire(blocking=False), "its turn was given back"


def test_a_job_waits_for_its_turn_and_says_so() -> None:
    shared = turns()
    first = Job("first", 10_000, counting, shared)
    until(lambda: first.progress.done > 0)
    second = Job("second", 3, counting, shared)
    until(lambda: second.progress.waiting)
    assert second.progress.done == 0
    first.progress.cancel()
    assert finished(second).result() == [0, 1, 2]
    assert not second.progress.waiting


def test_a_job_cancelled_while_it_waits_never_starts() -> None:
    shared = turns()
    assert shared.acquire(blocking=False)
    job = Job("question", 3, counting, shared)
    until(lambda: job.progress.waiting)
    job.progress.cancel()
    assert finished(job).result() is None and job.progress.done == 0


def test_a_visitor_who_leaves_takes_the_job_along() -> None:
    job = Job("question", 10_000, counting, turns())
    progress = job.progress
    until(lambda: progress.done > 0)
    assert not progress.cancelled()
    del job
    gc.collect()
    until(progress.cancelled)


def test_the_time_left_is_told_once_it_can_be() -> None:
    progress = Progress(10)
    assert progress.left_s is None
    for done in range(1, 4):
        progress.step(done)
        assert progress.left_s is None
    time.sleep(0.03)
    progress.step(4)
    assert progress.left_s is not None and 0.05 < progress.left_s < 5
    progress.step(10)
    assert progress.left_s == 0
