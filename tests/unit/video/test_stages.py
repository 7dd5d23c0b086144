"""Stages overlap, stop together, and hand their first error on."""

import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from holistic_core.video.stages import Line


def wait(line: Line) -> None:
    while not line.wait(0.05):
        pass


def doubled(items: Iterator[int]) -> Iterator[int]:
    return (2 * item for item in items)


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("holistic-test")]


def test_everything_arrives_in_order() -> None:
    line = Line()
    arrived: list[int] = []
    made = line.middle("test-b", line.source("test-a", lambda: range(100), 2), doubled, 2)
    line.sink("test-c", made, arrived.extend)
    wait(line)
    assert arrived == list(range(0, 200, 2))
    assert threads() == []


def test_stages_overlap() -> None:
    """Three stages of 10 ms and 20 items take a third of what they would one after the other."""

    def slow(items: Iterator[int]) -> Iterator[int]:
        for item in items:
            time.sleep(0.01)
            yield item

    line = Line()
    start_s = time.monotonic()
    made = line.middle("test-b", line.source("test-a", lambda: slow(iter(range(20))), 2), slow, 2)
    line.sink("test-c", made, lambda items: [None for _ in slow(items)] and None)
    wait(line)
    assert time.monotonic() - start_s < 0.45


def test_few_items_are_on_their_way() -> None:
    made, taken, most = 0, 0, 0

    def source() -> Iterator[int]:
        nonlocal made, most
        for item in range(50):
            made += 1
            most = max(most, made - taken)
            yield item

    def sink(items: Iterator[int]) -> None:
        nonlocal taken
        for _ in items:
            time.sleep(0.002)
            taken += 1

    line = Line()
    line.sink("test-b", line.source("test-a", source, 2), sink)
    wait(line)
    assert most <= 5


@pytest.mark.parametrize("failing", ["source", "middle", "sink"])
def test_the_error_of_any_stage_arrives_and_no_thread_stays(failing: str) -> None:
    def stage(name: str, items: Iterator[int]) -> Iterator[int]:
        for item in items:
            if name == failing and item == 5:
                raise ValueError(name)
            yield item

    def sink(items: Iterator[int]) -> None:
        for _ in stage("sink", items):
            pass

    line = Line()
    numbers = line.source("test-a", lambda: stage("source", iter(range(1000))), 1)
    line.sink("test-c", line.middle("test-b", numbers, lambda items: stage("middle", items), 1), sink)
    with pytest.raises(ValueError, match=failing):
        wait(line)
    line.stop()
    assert threads() == []


def test_a_stop_ends_stages_that_wait() -> None:
    line = Line()
    line.sink("test-b", line.source("test-a", lambda: range(10**9), 1), lambda items: time.sleep(0.3))
    line.stop()
    assert threads() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_the_last_stage_gives_way_and_nobody_else_does() -> None:
    line, priorities = Line(), dict[str, int]()

    def note(name: str) -> None:
        priorities[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def first() -> Iterator[int]:
        note("first")
        yield 1

    def last(numbers: Iterator[int]) -> None:
        note("last")
        assert list(numbers) == [1]

    line.sink("last", line.source("first", first, 1), last)
    wait(line)
    note("caller")
    assert priorities["last"] > priorities["first"] == priorities["caller"]
