"""A process of its own tells what it does, and is ended at a limit, at a wish, and with its error told."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from holistic_core.errors import HolisticError, OptionsError
from holistic_core.measure.benchmark import child
from holistic_core.measure.benchmark.child import Event, watch_child

WORK = """
import os, sys, time
from holistic_core.errors import OptionsError
def count(tell, number):
    print("noise on stdout")
    for each in range(number):
        tell(number=each, pid=os.getpid())
def fail(tell):
    raise OptionsError("too much of it")
def crash(tell):
    raise ValueError("unforeseen")
def sleep(tell):
    tell(pid=os.getpid())
    time.sleep(60)
def grow(tell, pieces=[]):
    while True:
        pieces.append(bytearray(os.urandom(1)) * 20_000_000)
        tell(pieces=len(pieces))
        time.sleep(0.02)
def kill(tell):
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "bench_work.py").write_text(WORK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def run(function: str, *arguments: Any, **options: Any) -> tuple[str, list[Event]]:
        events: list[Event] = []
        stop = options.pop("stop", lambda _: False)
        ending = watch_child(
            "bench_work", function, *arguments, on_event=events.append, cancelled=lambda: stop(events), **options
        )
        return ending, events

    return run


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_what_it_tells_arrives_in_order(watch: Any) -> None:
    ending, events = watch("count", 50)
    assert ending == "done"
    assert [each["number"] for each in events] == list(range(50))
    assert events[0]["pid"] != os.getpid()


@pytest.mark.parametrize(
    ("function", "kind", "told"),
    [("fail", OptionsError, "^too much of it$"), ("crash", HolisticError, "code 1.*unforeseen")],
)
def test_its_errors_are_told(watch: Any, function: str, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind, match=told):
        watch(function)


def test_cancelled_it_ends_at_once(watch: Any) -> None:
    start = time.monotonic()
    ending, events = watch("sleep", stop=bool)
    assert ending == "cancelled" and time.monotonic() - start < 20
    assert gone(events[0]["pid"])


def test_it_is_ended_at_the_limit(watch: Any) -> None:
    seen: list[float] = []
    ending, events = watch("grow", limit_mb=200.0, on_memory=lambda _, memory_mb: seen.append(memory_mb))
    assert ending == "limit"
    assert len(events) < 30 and max(seen) > 200.0 > min(seen)


def test_who_hangs_is_ended(watch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_SILENCE_S", 1.0)
    with pytest.raises(HolisticError, match="did not go on for 1 s"):
        watch("sleep")


def test_killed_by_the_system(watch: Any) -> None:
    assert watch("kill")[0] == "killed"
