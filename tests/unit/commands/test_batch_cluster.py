"""Scheduler and workers as processes of their own; one is killed in the middle: nothing is lost, nothing twice."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from holistic_core.coach.samples import clip_mp4

ROOT = Path(__file__).parents[3]
PATIENCE_S = 120
CLIPS = 6
LOOPBACK = ("--host", "127.0.0.1")


def started(stack: ExitStack, module: str, *arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", module, *map(str, arguments)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = stack.enter_context(subprocess.Popen(command, cwd=ROOT, **quiet))
    stack.callback(process.kill)
    return process


@contextmanager
def cluster(folder: Path, workers: int) -> "Iterator[tuple[str, list[subprocess.Popen[bytes]]]]":
    """Address of a scheduler, and its workers, as the help of `batch` says to start them."""
    told = folder / "scheduler.json"
    with ExitStack() as stack:
        options = ("--port", 0, "--no-dashboard", "--no-show", "--scheduler-file", told)
        started(stack, "distributed.cli.dask_scheduler", *LOOPBACK, *options)
        wait_until(told.exists)
        address = json.loads(told.read_bytes())["address"]
        options = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--local-directory", folder)
        yield (
            address,
            [
                started(stack, "distributed.cli.dask_worker", address, *LOOPBACK, *options, "--name", name)
                for name in range(workers)
            ],
        )


def wait_until(condition: Callable[[], object]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up_s, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.slow
def test_a_worker_is_killed_in_the_middle_and_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(CLIPS):
        (folder / f"{number}.mp4").write_bytes(clip_mp4("curl_front"))
    dataset = out / "dataset"
    with cluster(tmp_path, 2) as (address, workers):
        command = [sys.executable, "-m", "holistic_core", "batch", str(folder), str(out), "--scheduler", address]
        with subprocess.Popen([*command, "--json"], cwd=ROOT, stdout=-1, stderr=-1, text=True) as batch:
            # Both are at work by then: there are more files than one of them could have begun.
            wait_until(lambda: len(list(dataset.glob("*.parquet"))) >= 2 or batch.poll() is not None)
            workers[0].kill()
            workers[0].wait()
            told, events = batch.communicate(timeout=PATIENCE_S)
        assert batch.returncode == 0, events
    summary = json.loads(told)
    assert (summary["done"], summary["skipped"], summary["failed"]) == (CLIPS, 0, 0)
    files = [event["file"] for event in map(json.loads, events.splitlines()) if event["event"] == "file"]
    assert sorted(files) == [f"{number}.mp4" for number in range(CLIPS)]
    assert workers[1].pid in {each["pid"] for each in summary["files"]}
    assert len(list(out.rglob("*.parquet"))) == CLIPS
    counts = ds.dataset(dataset).to_table(["source"])["source"].value_counts().to_pylist()
    assert len({each["counts"] for each in counts}) == 1, "the same clip has the same number of frames"
    assert {each["values"] for each in counts} == set(files)
