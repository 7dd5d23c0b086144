"""The pool: turns, time-outs, replacement of a stuck set, idle release."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from holistic_core.engines.interpreters import InterpreterSet
from holistic_core.engines.pool import Pool
from holistic_core.errors import BusyError, ImageError, ModelError
from holistic_core.options import Priority
from tests.waiting import wait_until

MakePool = Callable[..., Pool]


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    pools: list[Pool] = []

    def make(**changes: Any) -> Pool:
        options = {"sets": 1, "timeout_s": 5.0, "max_waiting": 16} | changes
        pools.append(Pool(lambda: InterpreterSet(threads=1), **options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


class Gate:
    """A job that occupies the only set until it is opened."""

    def __init__(self, pool: Pool) -> None:
        self.opened, self.entered = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=lambda: pool.run(self._hold, Priority.LIVE))
        self.thread.start()
        assert self.entered.wait(5)

    def _hold(self, _: InterpreterSet) -> None:
        self.entered.set()
        assert self.opened.wait(10)

    def open(self) -> None:
        self.opened.set()
        self.thread.join()


def test_a_job_gets_its_result_and_its_waiting_time(make_pool: MakePool) -> None:
    result, waited_ms = make_pool().run(lambda _: 42, Priority.PICTURE)
    assert result == 42
    assert 0 <= waited_ms < 1000


def test_more_urgent_jobs_overtake_and_equals_keep_their_order(make_pool: MakePool) -> None:
    pool = make_pool()
    gate, order = Gate(pool), []
    kinds = [Priority.BENCHMARK, Priority.VIDEO, Priority.PICTURE, Priority.LIVE, Priority.LIVE]
    threads = []
    for number, kind in enumerate(kinds):
        work = lambda _, n=number, k=kind: order.append((k, n))  # noqa: E731
        threads.append(threading.Thread(target=pool.run, args=(work, kind)))
        threads[-1].start()
        wait_until(lambda n=number: pool.waiting == n + 1)
    gate.open()
    for thread in threads:
        thread.join()
    assert order == [
        (Priority.LIVE, 3),
        (Priority.LIVE, 4),
        (Priority.PICTURE, 2),
        (Priority.VIDEO, 1),
        (Priority.BENCHMARK, 0),
    ]


def test_a_patient_job_is_not_starved_by_live_viewers(make_pool: MakePool) -> None:
    pool, stop = make_pool(), threading.Event()

    def live() -> int:
        frames = 0
        while not stop.is_set():
            pool.run(lambda _: time.sleep(0.01), Priority.LIVE)
            frames += 1
        return frames

    with ThreadPoolExecutor(4) as viewers:
        shares = [viewers.submit(live) for _ in range(3)]
        start = time.monotonic()
        pool.run(lambda _: None, Priority.BENCHMARK)
        waited_s = time.monotonic() - start
        stop.set()
        frames = [share.result() for share in shares]
    assert waited_s < 3
    assert max(frames) <= 2 * min(frames), "viewers of one kind take turns"


def test_an_error_reaches_its_caller_only(make_pool: MakePool) -> None:
    pool = make_pool()

    def fail(_: InterpreterSet) -> None:
        raise ImageError("This picture is upside down.")

    with pytest.raises(ImageError, match="upside down"):
        pool.run(fail, Priority.PICTURE)
    with pytest.raises(ModelError, match="loaded anew"):
        pool.run(lambda _: 1 / 0, Priority.PICTURE)
    assert pool.run(lambda _: "fine", Priority.PICTURE)[0] == "fine"
    assert pool.replaced == 0


def test_a_stuck_set_is_replaced_and_only_its_caller_gets_an_error(make_pool: MakePool) -> None:
    pool, never = make_pool(timeout_s=0.3), threading.Event()
    errors: list[BaseException] = []

    def stuck() -> None:
        try:
            pool.run(lambda _: never.wait(20), Priority.PICTURE)
        except ModelError as error:
            errors.append(error)

    caller = threading.Thread(target=stuck)
    caller.start()
    wait_until(lambda: pool.waiting == 0)
    time.sleep(0.15)  # the next caller comes while the set hangs, but has its own time to wait
    assert pool.run(lambda _: "served", Priority.PICTURE)[0] == "served"
    caller.join()
    assert len(errors) == 1
    assert "did not answer within" in str(errors[0])
    assert pool.replaced == 1
    never.set()


def test_a_full_queue_refuses_politely(make_pool: MakePool) -> None:
    pool = make_pool(max_waiting=1)
    gate = Gate(pool)
    waiting = threading.Thread(target=lambda: pool.run(lambda _: None, Priority.PICTURE))
    waiting.start()
    wait_until(lambda: pool.waiting == 1)
    with pytest.raises(BusyError, match="1 pictures are waiting already"):
        pool.run(lambda _: None, Priority.LIVE)
    gate.open()
    waiting.join()


def test_a_turn_that_does_not_come_in_time_is_given_up(make_pool: MakePool) -> None:
    pool = make_pool(timeout_s=0.4)

    def run() -> str:
        try:
            pool.run(lambda _: time.sleep(0.15), Priority.LIVE)
        except BusyError as error:
            return str(error)
        return "served"

    with ThreadPoolExecutor(8) as callers:
        answers = [each.result() for each in [callers.submit(run) for _ in range(8)]]
    assert "served" in answers
    assert any("waited 0.4 s for its turn" in answer for answer in answers)
    assert pool.waiting == 0
    assert pool.replaced == 0


def test_closing_ends_waiting_jobs_and_is_idempotent(make_pool: MakePool) -> None:
    pool = make_pool()
    gate, errors = Gate(pool), []

    def wait() -> None:
        try:
            pool.run(lambda _: None, Priority.PICTURE)
        except BusyError as error:
            errors.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    wait_until(lambda: pool.waiting == 1)
    gate.opened.set()
    pool.close()
    pool.close()
    waiting.join()
    with pytest.raises(BusyError, match="closed"):
        pool.run(lambda _: None, Priority.LIVE)
    assert len(errors) <= 1  # it may have had its turn just before


def test_idle_models_are_released_and_loaded_again(make_pool: MakePool) -> None:
    pool = make_pool(idle_release_s=0.1)
    pool.run(lambda models: models["face_landmark"], Priority.PICTURE)
    assert pool.loaded
    wait_until(lambda: not pool.loaded)
    assert pool.run(lambda models: models["face_landmark"].size, Priority.PICTURE)[0] == 192


def test_work_for_each_set_reaches_every_one(make_pool: MakePool) -> None:
    pool = make_pool(sets=3)
    seen: set[int] = set()
    pool.for_each_set(lambda models: seen.add(id(models)))
    assert len(seen) == 3


def test_a_slow_frame_costs_other_viewers_half_a_second_and_its_substitute_goes_again(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holistic_core.engines.pool._SUBSTITUTE_STAYS_S", 0.3)
    pool = make_pool()
    gate = Gate(pool)
    start = time.monotonic()
    assert pool.run(lambda _: "served", Priority.LIVE)[0] == "served"
    assert 0.4 < time.monotonic() - start < 2
    assert pool.sets == 2
    start = time.monotonic()
    for _ in range(20):
        pool.run(lambda _: None, Priority.LIVE)
    assert time.monotonic() - start < 0.4, "the substitute stays as long as the slow frame does"
    gate.open()
    wait_until(lambda: pool.run(lambda _: None, Priority.LIVE) and pool.sets == 1)
    assert pool.run(lambda _: "served", Priority.LIVE)[0] == "served"
    assert pool.replaced == 0


@pytest.mark.slow
def test_only_live_viewers_get_a_substitute_and_there_are_few(make_pool: MakePool) -> None:
    pool = make_pool()
    gates = [Gate(pool)]
    picture = threading.Thread(target=lambda: pool.run(lambda _: None, Priority.PICTURE))
    picture.start()
    time.sleep(0.8)
    assert pool.sets == 1
    for sets in (2, 3):
        gates.append(Gate(pool))
        assert pool.sets == sets
        time.sleep(0.6)
    with ThreadPoolExecutor(1) as callers:
        last = callers.submit(pool.run, lambda _: "served", Priority.LIVE)
        time.sleep(0.8)
        assert pool.sets == 3
        for gate in gates:
            gate.open()
        assert last.result()[0] == "served"
    picture.join()
