"""How much faster a batch is with two worker processes than with one, one thread each."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from holistic_core.coach.samples import SAMPLES, clip_mp4
from holistic_core.commands import batch
from holistic_core.commands.batch_cluster import Cluster, own_workers
from holistic_core.commands.batch_files import batch_files
from holistic_core.commands.batch_run import batch_plan, run_all
from holistic_core.commands.batch_told import Told
from holistic_core.errors import HolisticError
from holistic_core.measure.table import format_table, verdict

Progress = Callable[[str], None]

WANTED_TIMES: Final = 1.7
_WORKERS: Final = (1, 2)


@dataclass(frozen=True)
class BatchReport:
    """seconds: of every run with one worker and with two, first file to last, without starting the processes.

    start_s: starting them, with one and with two. times_faster: of the medians.
    """

    files: int
    megabytes: float
    seconds: tuple[tuple[float, ...], ...]
    start_s: tuple[float, ...]
    times_faster: float
    passed: bool


class _Silent(Told):
    """Nobody reads a line a file here."""

    def _line(self, text: str) -> None:
        pass


def run_batch(paths: Sequence[Path], *, runs: int = 3, progress: Progress | None = None) -> BatchReport:
    """The videos and pictures of `paths` (default: the kept clips of the coach), in turns with 1 and 2 workers.

    Each time every worker looks at one file before, so that libraries and models are loaded. HolisticError: a file
    failed.
    """
    say = progress or (lambda _: None)
    seconds: tuple[list[float], ...] = ([], [])
    starts: tuple[list[float], ...] = ([], [])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        folder.mkdir()
        for path in paths:
            shutil.copy(path, folder)
        for name in () if paths else SAMPLES:
            (folder / f"{name}.mp4").write_bytes(clip_mp4(name))
        for run in range(1, runs + 1):
            for place, workers in enumerate(_WORKERS):
                started_s = time.perf_counter()
                with own_workers(workers, 1) as cluster:
                    starts[place].append(time.perf_counter() - started_s)
                    _look(cluster, folder, Path(scratch, "warm"), most=workers)
                    seconds[place].append(_look(cluster, folder, Path(scratch, "out")))
                say(f"run {run}, {workers} worker{'s' if workers > 1 else ''}: {seconds[place][-1]:.2f} s")
        found = batch_files(folder, Path(scratch, "out")).files
        megabytes = sum(file.size_bytes for file in found) / 1e6
    times = median(seconds[0]) / median(seconds[1])
    return BatchReport(
        files=len(found),
        megabytes=round(megabytes, 2),
        seconds=tuple(tuple(round(each, 2) for each in of) for of in seconds),
        start_s=tuple(round(median(of), 2) for of in starts),
        times_faster=round(times, 2),
        passed=times >= WANTED_TIMES,
    )


def format_batch(report: BatchReport) -> str:
    """The measurement as a table for people."""
    rows = [
        (workers, f"{start_s:.1f}", "  ".join(f"{each:.2f}" for each in of), f"{median(of):.2f}")
        for workers, start_s, of in zip(_WORKERS, report.start_s, report.seconds, strict=True)
    ]
    title = f"{report.files} files, {report.megabytes} MB, one thread a worker; seconds from the first file to the last"
    table = format_table(("workers", "start", "runs", "median"), rows, title=title)
    return f"{table}\n\n{report.times_faster:.2f} times faster, wanted {WANTED_TIMES}: {verdict(report.passed)}"


def _look(cluster: Cluster, folder: Path, out: Path, *, most: int | None = None) -> float:
    """Seconds for all files, or for the `most` smallest ones; nothing is there before, and nothing afterwards."""
    parser = argparse.ArgumentParser()
    batch.add_arguments(parser)
    plan = batch_plan(parser.parse_args([str(folder), str(out)]))
    out.mkdir()
    files = batch_files(plan.folder, plan.out).files
    files = files if most is None else files[-most:]
    started_s = time.perf_counter()
    outcomes = run_all(cluster, files, plan, _Silent(files, as_json=False), retries=0)
    took_s = time.perf_counter() - started_s
    shutil.rmtree(out)
    for name, outcome in outcomes.items():
        if outcome["status"] != "done":
            raise HolisticError(f"{name}: {outcome.get('error', outcome['status'])}")
    return took_s
