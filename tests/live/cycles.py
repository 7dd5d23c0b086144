"""Whether visitors who come and go leave anything behind: `python -m tests.live.cycles --cycles 30`.

Each visitor connects, watches, and leaves in one of four ways, in turn: STOP, a closed tab, another page, a killed
client. After some visits to warm up, and again at the end, the server is looked at once it is at rest: threads, live
viewers, open streams, resident memory.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from holistic_core.measure.table import as_json, format_table, verdict
from tests.app_server import Server, running_server
from tests.live.client_process import ClientProcess
from tests.live.load import PAGE
from tests.live.process_numbers import ProcessNumbers, process_numbers
from tests.live.reel import Reel, clip_pictures, encoded
from tests.live.server_watch import live_status, wait_until_empty

GROWTH_LIMIT_MB: Final = 20.0
_WATCH_S: Final = 1.0
_EMPTY_S: Final = 60.0
# A connection that fell silent is given up by aiortc after some 30 s; its threads end then.
REST_S: Final = 45.0
# Pools of the event loop and of the libraries start a thread when they first need one more, and keep it.
THREADS_SLACK: Final = 3
# Streamlit keeps what a closed tab had for 120 s, in case it comes back: here it shall be gone sooner.
_SESSION_S: Final = 5


@dataclass(frozen=True)
class Cycle:
    """One visit. way: how it ended. freed_s: until nobody watched and no stream was open. Numbers: then."""

    way: str
    connect_s: float
    freed_s: float
    threads: int
    resident_mb: float


@dataclass(frozen=True)
class CyclesReport:
    """before, after: the server at rest. left: what the app says of its viewers and streams at the end."""

    cycles: tuple[Cycle, ...]
    before: ProcessNumbers
    after: ProcessNumbers
    left: Mapping[str, int]

    @property
    def growth_mb(self) -> float:
        return self.after.resident_mb - self.before.resident_mb

    @property
    def passed(self) -> bool:
        empty = self.left["viewers"] == 0 and self.left["streams"] == 0
        return empty and self.after.threads <= self.before.threads + THREADS_SLACK and self.growth_mb <= GROWTH_LIMIT_MB


def _stop(client: ClientProcess) -> None:
    client.do("stop")
    client.do("close")


def _close_tab(client: ClientProcess) -> None:
    client.do("close_tab")


def _change_page(client: ClientProcess) -> None:
    client.do("leave_for", "")
    client.do("close")


def _kill(client: ClientProcess) -> None:
    client.kill()


WAYS: Final[dict[str, Callable[[ClientProcess], None]]] = {
    "STOP": _stop,
    "closed tab": _close_tab,
    "page change": _change_page,
    "killed client": _kill,
}


def run_cycles(
    cycles: int,
    reels: Mapping[str, Reel],
    folder: Path,
    warm_up: Sequence[str] = tuple(WAYS) * 2,
    rest_s: float = REST_S,
) -> CyclesReport:
    """Visits one after the other, after those to warm up. rest_s: how long the server rests before it is looked at."""
    environment = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(_SESSION_S)}
    with running_server(folder, environment=environment) as server:
        for way in warm_up:
            _visit(server, reels, way)
        time.sleep(rest_s)
        before = process_numbers(server.process.pid)
        visits = tuple(_visit(server, reels, way) for way in islice(cycle(WAYS), cycles))
        after = _at_rest(server.process.pid, before)
        return CyclesReport(visits, before, after, live_status(server.url))


def _visit(server: Server, reels: Mapping[str, Reel], way: str) -> Cycle:
    with ClientProcess(server.url, PAGE, reels) as client:
        client.do("open")
        connect_s = client.do("start")
        time.sleep(_WATCH_S)
        if live_status(server.url)["viewers"] != 1:
            raise RuntimeError(f"one watches, but the app says {live_status(server.url)}")
        WAYS[way](client)
    freed_s = wait_until_empty(server.url, _EMPTY_S)
    numbers = process_numbers(server.process.pid)
    visit = Cycle(way, connect_s, freed_s, numbers.threads, numbers.resident_mb)
    sys.stderr.write(
        f"{way}: connected in {connect_s:.1f} s, free after {freed_s:.1f} s, {visit.threads} threads, "
        f"{visit.resident_mb:.0f} MB\n"
    )
    return visit


def _at_rest(pid: int, before: ProcessNumbers) -> ProcessNumbers:
    """The server after its last sessions have expired: as soon as it is like before, or after `REST_S`."""
    until_s = time.monotonic() + REST_S
    time.sleep(2 * _SESSION_S)
    while True:
        numbers = process_numbers(pid)
        like_before = numbers.threads <= before.threads and numbers.resident_mb <= before.resident_mb + GROWTH_LIMIT_MB
        if like_before or time.monotonic() > until_s:
            return numbers
        time.sleep(1)


def format_cycles(report: CyclesReport) -> str:
    """Times by the way of leaving, what was before and after, and the verdict."""
    rows = []
    for way in WAYS:
        visits = [each for each in report.cycles if each.way == way]
        if visits:
            connect_s = [each.connect_s for each in visits]
            freed_s = [each.freed_s for each in visits]
            rows.append([way, len(visits), f"{max(connect_s):.1f}", f"{min(freed_s):.1f}", f"{max(freed_s):.1f}"])
    headers = ["left by", "visits", "slowest connection s", "free after s", "at the latest"]
    numbers = [
        ["before", report.before.threads, f"{report.before.resident_mb:.1f}"],
        ["after", report.after.threads, f"{report.after.resident_mb:.1f}"],
    ]
    return "\n\n".join(
        [
            format_table(headers, rows, title=f"{len(report.cycles)} visits"),
            format_table(["at rest", "threads", "resident MB"], numbers),
            f"left: {report.left['viewers']} viewers, {report.left['streams']} streams; {report.growth_mb:+.1f} MB "
            f"(limit {GROWTH_LIMIT_MB:g}): {verdict(report.passed)}",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.live.cycles", description=__doc__)
    parser.add_argument("--cycles", type=int, default=30, help="visits that count (default 30)")
    parser.add_argument("--json", action="store_true", help="for machines")
    args = parser.parse_args(arguments)
    reels = {"clip": encoded(clip_pictures("squat_side", seconds=2.0))}
    with tempfile.TemporaryDirectory() as folder:
        report = run_cycles(args.cycles, reels, Path(folder))
    sys.stdout.write(f"{as_json(report) if args.json else format_cycles(report)}\n")
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
