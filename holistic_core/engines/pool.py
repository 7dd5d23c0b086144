"""Interpreter sets, each with a thread of its own, behind one queue.

A caller hands in a job and waits; a job that never ends costs its own caller an error and the pool one set, which is
replaced. Fairness is earliest-deadline-first: a job's deadline is when it came plus the patience of its priority. So
live viewers overtake benchmarks, viewers of one kind take turns, and nobody waits for ever.

A set that is busy for unusually long is given company while live viewers wait: a substitute set, so that one bad frame
costs the others half a second and not the whole time-out. Substitutes go when there was no such frame for a while.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from holistic_core.engines.interpreters import InterpreterSet
from holistic_core.errors import BusyError, HolisticError, ModelError
from holistic_core.options import Priority
from holistic_core.process_memory import return_freed_memory

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_PATIENCE_S: Final = {Priority.LIVE: 0.0, Priority.PICTURE: 0.25, Priority.VIDEO: 0.5, Priority.BENCHMARK: 1.0}
_JOIN_S: Final = 5.0
# A live frame takes some 30 ms, and loading all models a few hundred.
_SLOW_S: Final = 0.5
_MOST_SUBSTITUTES: Final = 2
_SUBSTITUTE_STAYS_S: Final = 10.0


@dataclass(order=True)
class _Job:
    deadline_s: float
    number: int
    work: Callable[[InterpreterSet], Any] = field(compare=False)
    future: "Future[Any]" = field(compare=False, default_factory=Future)
    came_s: float = field(compare=False, default_factory=time.monotonic)
    started_s: float | None = field(compare=False, default=None)
    worker: "_Worker | None" = field(compare=False, default=None)


class Pool:
    """Runs jobs on interpreter sets; safe to use from any thread.

    make_set: makes one set. sets: how many. timeout_s, max_waiting, idle_release_s: see `DetectorOptions`.
    """

    def __init__(
        self,
        make_set: Callable[[], InterpreterSet],
        *,
        sets: int,
        timeout_s: float,
        max_waiting: int,
        idle_release_s: float | None = None,
    ) -> None:
        self._make_set = make_set
        self._timeout_s = timeout_s
        self._max_waiting = max_waiting
        self.idle_release_s = idle_release_s
        self._queue: list[_Job] = []
        self._numbers = itertools.count()
        self.changed = threading.Condition()
        self._closed = False
        self._replaced = 0
        self._slow_seen_s = float("-inf")
        self._workers = [_Worker(self, make_set()) for _ in range(sets)]

    def run(self, work: Callable[[InterpreterSet], _T], priority: Priority) -> tuple[_T, float]:
        """The result of `work`, and the milliseconds it waited for its turn.

        BusyError: too many wait already, the turn did not come in time, or the pool was closed.
        ModelError: the models failed or did not answer in time. What `work` itself raises is passed on.
        """
        return self.start(work, priority)()

    def start(self, work: Callable[[InterpreterSet], _T], priority: Priority) -> Callable[[], tuple[_T, float]]:
        """As `run`, but at once: what is given back waits for the result, once, and raises what `run` raises."""
        job = self._enqueue(work, priority)

        def result() -> tuple[_T, float]:
            try:
                found: _T = self._awaited(job, priority)
            except FutureTimeoutError:
                found = self._late_result(job)
            except CancelledError:
                raise BusyError("The detector was closed while this picture waited; start it again.") from None
            started_s = job.started_s or job.came_s
            return found, (started_s - job.came_s) * 1e3

        return result

    @property
    def waiting(self) -> int:
        """Jobs that wait for their turn."""
        return len(self._queue)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._queue) or any(worker.job is not None for worker in self._workers)

    @property
    def replaced(self) -> int:
        """Sets that were replaced because they did not answer."""
        return self._replaced

    @property
    def sets(self) -> int:
        """Interpreter sets there are, substitutes included."""
        return len(self._workers)

    @property
    def loaded(self) -> bool:
        """Whether any set holds models in memory."""
        return any(worker.models.loaded for worker in self._workers)

    def for_each_set(self, work: Callable[[InterpreterSet], object]) -> None:
        """Run `work` once on every set, one after the other, before further jobs of that set."""
        for worker in list(self._workers):
            job = _Job(float("-inf"), next(self._numbers), work)
            with self.changed:
                if self._closed:
                    raise BusyError("The detector was closed; make a new one.")
                worker.own_jobs.append(job)
                self.changed.notify_all()
            try:
                job.future.result(self._timeout_s)
            except FutureTimeoutError:
                self._late_result(job)

    def close(self) -> None:
        """Stop all threads and free the models; jobs that still wait get a `BusyError`. Closing twice does nothing."""
        with self.changed:
            self._closed = True
            waiting, self._queue = self._queue, []
            self.changed.notify_all()
        for job in waiting:
            job.future.cancel()
        for worker in self._workers:
            worker.join(_JOIN_S)
        return_freed_memory()

    def next_job(self, worker: "_Worker") -> _Job | None:
        """The most urgent job, waiting for one if need be; None when `worker` has to stop."""
        with self.changed:
            worker.job = None
            while not (self._closed or worker.abandoned or self._has_served(worker)):
                job = worker.own_jobs.pop() if worker.own_jobs else heapq.heappop(self._queue) if self._queue else None
                if job is not None and job.future.set_running_or_notify_cancel():
                    job.started_s, job.worker = time.monotonic(), worker
                    worker.job = job
                    return job
                patience_s = _SUBSTITUTE_STAYS_S if worker.substitute else self.idle_release_s
                if job is None and not self.changed.wait(patience_s) and worker.models.loaded and not worker.substitute:
                    worker.models.release()
                    return_freed_memory()
                    _log.info("released the models after %.0f s without work", self.idle_release_s)
            return None

    def _enqueue(self, work: Callable[[InterpreterSet], Any], priority: Priority) -> _Job:
        with self.changed:
            if self._closed:
                raise BusyError("The detector was closed; make a new one.")
            if len(self._queue) >= self._max_waiting:
                raise BusyError(
                    f"{len(self._queue)} pictures are waiting already, which is the limit; try again in a moment."
                )
            deadline_s = time.monotonic() + _PATIENCE_S[priority]
            job = _Job(deadline_s, next(self._numbers), work)
            heapq.heappush(self._queue, job)
            if priority is Priority.LIVE:
                self._substitute_slow_ones()
            # Every worker wakes: which one may take the job depends on its state.
            self.changed.notify_all()
            return job

    def _awaited(self, job: _Job, priority: Priority) -> Any:
        """The result within the time-out; a live frame that waits for long looks after the reason once."""
        if priority is not Priority.LIVE or self._timeout_s <= _SLOW_S:
            return job.future.result(self._timeout_s)
        try:
            return job.future.result(_SLOW_S)
        except FutureTimeoutError:
            with self.changed:
                if job.started_s is None and not self._closed:
                    self._substitute_slow_ones()
        return job.future.result(self._timeout_s - _SLOW_S)

    def _substitute_slow_ones(self) -> None:
        """One substitute for every set that is busy for too long, up to a limit. Call it with `changed` held."""
        now_s = time.monotonic()
        regular = [worker for worker in self._workers if not worker.substitute]
        slow = sum(worker.busy_s(now_s) > _SLOW_S for worker in self._workers)
        if slow:
            self._slow_seen_s = now_s
        while len(self._workers) - len(regular) < min(slow, _MOST_SUBSTITUTES):
            self._workers.append(_Worker(self, self._make_set(), substitute=True))
            _log.warning("an interpreter set has been busy for over %g s; a substitute serves the others", _SLOW_S)

    def _has_served(self, worker: "_Worker") -> bool:
        """Whether a substitute is no longer needed; it is then forgotten."""
        if not worker.substitute or time.monotonic() - self._slow_seen_s < _SUBSTITUTE_STAYS_S:
            return False
        self._workers.remove(worker)
        return True

    def _late_result(self, job: _Job) -> Any:
        """The result of a job whose caller has waited as long as a frame may take."""
        if job.future.cancel():
            with self.changed:
                self._queue = [each for each in self._queue if each is not job]
                heapq.heapify(self._queue)
            raise BusyError(
                f"This picture waited {self._timeout_s:g} s for its turn, which is the limit; try again in a moment."
            )
        while True:
            left_s = self._timeout_s - (time.monotonic() - (job.started_s or job.came_s))
            try:
                return job.future.result(max(left_s, 0))
            except FutureTimeoutError:
                if left_s <= 0:
                    break
        self._replace(job.worker)
        raise ModelError(
            f"The models did not answer within {self._timeout_s:g} s, which is the limit for one picture; they were "
            "replaced. Try again, with a smaller picture if it happens again."
        )

    def _replace(self, worker: "_Worker | None") -> None:
        with self.changed:
            if worker is None or worker.abandoned or worker not in self._workers:
                return
            worker.abandoned = True
            self._replaced += 1
            self._workers[self._workers.index(worker)] = _Worker(self, self._make_set(), substitute=worker.substitute)
            self.changed.notify_all()
        _log.error("an interpreter set did not answer within %g s and was replaced", self._timeout_s)


class _Worker:
    """One interpreter set and the thread that alone uses it. substitute: it goes when it is no longer needed."""

    def __init__(self, pool: Pool, models: InterpreterSet, *, substitute: bool = False) -> None:
        self.models = models
        self.substitute = substitute
        self.abandoned = False
        self.job: _Job | None = None
        self.own_jobs: list[_Job] = []
        self._pool = pool
        # A daemon: a model that never returns must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name="holistic-models", daemon=True)
        self._thread.start()

    def busy_s(self, now_s: float) -> float:
        """For how long it has been at its present job; 0 when it has none."""
        job = self.job
        return 0.0 if job is None or job.started_s is None else now_s - job.started_s

    def join(self, timeout_s: float) -> None:
        # The garbage collector may close a forgotten pool on any thread, this one included.
        if self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while (job := self._pool.next_job(self)) is not None:
            try:
                result = job.work(self.models)
            except HolisticError as error:
                job.future.set_exception(error)
            except Exception as error:  # the caller gets it; the thread and its other callers go on
                _log.exception("a model failed")
                self.models.release()
                failure = ModelError("The models failed on this picture and were loaded anew; try again.")
                failure.__cause__ = error
                job.future.set_exception(failure)
            else:
                job.future.set_result(result)
                del result
            # Neither the job's picture nor its result may stay alive until the next one comes.
            self.job = None
            del job
        self.models.release()
