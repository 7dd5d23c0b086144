"""How REST bears many programs at the same time: `python -m tests.rest.load`, on the loopback, a few minutes.

Three things are measured in one run: this app; the usual Flask server with `mp.solutions` and 4 workers, in turns with
it; and this app while one visitor watches live, whose frame rate is compared with what it is alone, in turns too. Where
others use the machine as well, pictures for each second of a server's processor time are the number to look at. Memory
is the proportional set size (what processes share counts once), of all processes of a server, at its highest.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from holistic_core.coach.samples import STILLS, still_jpeg
from holistic_core.measure.table import format_table
from tests.app_server import PROJECT, running_server
from tests.live.client_process import ClientProcess, measured
from tests.live.load import PAGE, encoded_clips
from tests.live.process_numbers import process_numbers
from tests.rest.clients import Answers, Programs

CLIENTS: Final = (1, 4, 16, 64)
RATE_LEAST: Final = 1.3
MEMORY_MOST: Final = 1 / 3
FRAMES_LEAST: Final = 0.8
_CLIP: Final = "squat_side"
_SETTLE_S: Final = 5.0
_PAUSE_S: Final = 1.0
_START_S: Final = 90.0


@dataclass(frozen=True)
class Row:
    """One measurement. cpu_s: processor time of the server. live_fps: of the viewer, alone and with programs, where one
    watches.
    """

    server: str
    clients: int
    answers: Answers
    memory_mb: float
    cpu_s: float
    live_fps: tuple[float, float] | None = None

    def and_then(self, later: "Row") -> "Row":
        """Both together: rounds of one measurement."""
        fps = None
        if self.live_fps and later.live_fps:
            fps = (self.live_fps[0] + later.live_fps[0], self.live_fps[1] + later.live_fps[1])
        return Row(
            self.server,
            self.clients,
            self.answers.and_then(later.answers),
            max(self.memory_mb, later.memory_mb),
            self.cpu_s + later.cpu_s,
            fps,
        )

    @property
    def a_core_second(self) -> float:
        """Pictures for each second of processor time: comparable on a machine that others use too."""
        return len(self.answers.latency_s) / self.cpu_s if self.cpu_s else float("nan")

    @property
    def live_share(self) -> float | None:
        """Frames of the viewer with programs, as a share of those without."""
        return self.live_fps[1] / self.live_fps[0] if self.live_fps else None


class MemoryWatch:
    """The highest proportional set size of a process and its children, in MB, from `with` to its end."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.highest_mb = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.highest_mb = max(self.highest_mb, sum(map(_proportional_mb, _family(self._pid))))
            if self._end.wait(0.5):
                return


def _family(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            numbers = children.read_text().split()
        except FileNotFoundError:  # this thread has just ended
            continue
        for number in numbers:
            found += _family(int(number))
    return found


def _proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


@contextmanager
def flask_server(workers: int, log: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of the usual server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--timeout", "120", "tests.rest.flask_app:app"], cwd=PROJECT, stdout=out, stderr=out
        )
    try:
        give_up_s = time.monotonic() + _START_S
        while not _answers(f"http://127.0.0.1:{port}/health"):
            if process.poll() is not None or time.monotonic() > give_up_s:
                raise RuntimeError(f"The Flask server did not come up:\n{log.read_text(errors='replace')}")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/detect", process.pid
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def row(
    programs: Programs, server: str, url: str, pid: int, pictures: Sequence[bytes], clients: int, seconds: float
) -> Row:
    before_s = _cpu_s(pid)
    with MemoryWatch(pid) as memory:
        answers = programs.load(url, pictures, clients, seconds)
    return Row(server, clients, answers, memory.highest_mb, _cpu_s(pid) - before_s)


def _cpu_s(pid: int) -> float:
    return sum(process_numbers(each).cpu_s for each in _family(pid))


def compared(
    pictures: Sequence[bytes],
    clients: Sequence[int],
    seconds: float,
    rounds: int,
    mode: str,
    workers: int,
    folder: Path,
) -> list[Row]:
    """This app and the usual server in turns, nobody live."""
    rows = []
    environment = {"HOLISTIC_MODE": mode, "HOLISTIC_LOG": "off"}
    with (
        running_server(folder, environment=environment) as ours,
        flask_server(workers, folder / "flask.log") as (flask_url, flask_pid),
        Programs() as programs,
    ):
        servers = {
            f"Holistic Lab, {mode}": (f"{ours.url}/api/v1/detect", ours.process.pid),
            f"Flask, {workers} workers": (flask_url, flask_pid),
        }
        # Each loads its models, and each of its workers has seen pictures.
        for url, _ in servers.values():
            programs.load(url, pictures, workers * 2, 3.0)
        for count in clients:
            found: dict[str, Row] = {}
            for _ in range(rounds):
                for name, (url, pid) in servers.items():
                    one = row(programs, name, url, pid, pictures, count, seconds)
                    found[name] = found[name].and_then(one) if name in found else one
            rows += [_said(each) for each in found.values()]
    return rows


def watched(
    pictures: Sequence[bytes], clients: Sequence[int], seconds: float, rounds: int, mode: str, folder: Path
) -> list[Row]:
    """This app while one visitor watches live."""
    reels = encoded_clips([_CLIP])
    rows = []
    environment = {"HOLISTIC_MODE": mode, "HOLISTIC_LOG": "off"}
    with (
        running_server(folder, environment=environment) as ours,
        ClientProcess(ours.url, PAGE, reels) as viewer,
        Programs() as programs,
    ):
        url, pid = f"{ours.url}/api/v1/detect", ours.process.pid
        programs.load(url, pictures, 2, 2.0)
        viewer.do("open")
        viewer.do("start")
        time.sleep(_SETTLE_S)
        for count in clients:
            found: Row | None = None
            for _ in range(rounds):
                # In turns, because the machine is not the same from minute to minute.
                alone_fps = measured([viewer], seconds)[0].processed_fps
                from_s = time.monotonic()
                one = row(programs, f"Holistic Lab, {mode}, one live", url, pid, pictures, count, seconds)
                one = replace(one, live_fps=(alone_fps, viewer.counts(from_s, from_s + seconds).processed_fps))
                found = found.and_then(one) if found else one
                time.sleep(_PAUSE_S)
            assert found is not None
            rows.append(_said(found))
        viewer.do("close")
    return rows


def _said(found: Row) -> Row:
    live = "" if found.live_share is None else f", live {found.live_share:.0%}"
    sys.stderr.write(f"{found.server}, {found.clients} clients: {found.answers.rate:.1f} pictures/s{live}\n")
    return found


def report(rows: Sequence[Row]) -> str:
    """The measurements as a table, and whether they are as wanted."""
    header = (
        "server",
        "clients",
        "pictures/s",
        "a core second",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "refused",
        "failed",
        "MB",
        "live",
    )
    cells = [
        (
            found.server,
            str(found.clients),
            f"{found.answers.rate:.1f}",
            f"{found.a_core_second:.1f}",
            *(f"{found.answers.latency_ms(percent):.0f}" for percent in (50, 95, 99)),
            str(found.answers.refused),
            str(len(found.answers.failed)),
            f"{found.memory_mb:.0f}",
            "" if found.live_share is None else f"{found.live_share:.0%}",
        )
        for found in rows
    ]
    return "\n".join([format_table(header, cells), "", *verdicts(rows)])


def verdicts(rows: Sequence[Row]) -> list[str]:
    lines = []
    for count in dict.fromkeys(found.clients for found in rows):
        alone = [found for found in rows if found.clients == count and found.live_share is None]
        if len(alone) == 2:
            ours, usual = alone
            cpu = ours.a_core_second / usual.a_core_second
            rate, memory = ours.answers.rate / usual.answers.rate, ours.memory_mb / usual.memory_mb
            good = rate >= RATE_LEAST and memory <= MEMORY_MOST
            lines.append(
                f"{'PASS' if good else 'FAIL'}  {count} clients: {rate:.2f} x the pictures a second (wanted "
                f"{RATE_LEAST}; {cpu:.2f} x a core second), {memory:.2f} of the memory (wanted {MEMORY_MOST:.2f})"
            )
    for found in rows:
        if found.live_share is not None:
            good = found.live_share >= FRAMES_LEAST
            lines.append(
                f"{'PASS' if good else 'FAIL'}  {found.clients} clients: the live viewer keeps {found.live_share:.0%} "
                f"of its frames (wanted {FRAMES_LEAST:.0%})"
            )
    failed = [reason for found in rows for reason in found.answers.failed]
    lines.append(f"{'FAIL' if failed else 'PASS'}  {len(failed)} failed{': ' + failed[0] if failed else ''}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rest.load", description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS, help="at the same time (default 1 4 16 64)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round (default 5)")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement, in turns (default 3)")
    parser.add_argument("--mode", choices=("latency", "throughput"), default="throughput", help="of the detector")
    parser.add_argument("--workers", type=int, default=4, help="of the Flask server (default 4)")
    parser.add_argument("--pictures", type=Path, help="folder with JPEG pictures instead of the coach's stills")
    parser.add_argument("--without-flask", action="store_true")
    parser.add_argument("--without-live", action="store_true")
    args = parser.parse_args(arguments)
    if args.pictures:
        pictures = [path.read_bytes() for path in sorted(args.pictures.glob("*.jpg"))]
    else:
        pictures = [still_jpeg(name) for name in STILLS]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        if not args.without_flask:
            rows += compared(pictures, args.clients, args.seconds, args.rounds, args.mode, args.workers, Path(folder))
        if not args.without_live:
            rows += watched(pictures, args.clients, args.seconds, args.rounds, args.mode, Path(folder))
    sys.stdout.write(f"{os.cpu_count()} cores, {len(pictures)} pictures\n{report(rows)}\n")
    return 1 if any(line.startswith("FAIL") for line in verdicts(rows)) else 0


if __name__ == "__main__":
    sys.exit(main())
