"""What `batch` says: a line for every file on standard error, how far it is, and the summary at the end."""

import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from holistic_core.commands.batch_files import BatchFile
from holistic_core.commands.picture_files import on_one_line
from holistic_core.commands.video_progress import repetitions_in_words

_OVER: Final = "\r\x1b[K"
_TERMINAL_EVERY_S: Final = 1.0
_LOG_EVERY_S: Final = 30.0
_MINUTE_S, _HOUR_S = 60, 3600
_MB: Final = 1e6
_STATUSES: Final = {"done": "done", "skipped": "done before", "failed": "failed"}


@dataclass
class Told:
    """Tells how a batch of `files` goes on. as_json: one object a line, for machines."""

    files: Sequence[BatchFile]
    as_json: bool
    _started_s: float = field(default_factory=time.monotonic, init=False)
    _last_s: float = field(default=-math.inf, init=False)
    _open: bool = field(default=False, init=False)
    _count: int = field(default=0, init=False)
    _work_bytes: int = field(default=0, init=False)
    _left_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self._left_bytes = sum(file.size_bytes for file in self.files)

    def start(self, where: str, dashboard: str) -> None:
        """Where it runs, and where that can be watched."""
        sizes_mb = self._left_bytes / _MB
        if self.as_json:
            self._event("start", files=len(self.files), where=where, dashboard=dashboard)
        else:
            self._line(f"{_files(len(self.files))}, {sizes_mb:.1f} MB, largest first; {where}.")
            self._line(f"Dask's dashboard: {dashboard}")

    def left_out(self, names: Sequence[str], most: int = 10) -> None:
        """Files that are neither picture nor video."""
        if names and not self.as_json:
            more = ", …" if len(names) > most else ""
            named = ", ".join(map(on_one_line, names[:most]))
            self._line(f"{_files(len(names))} left out, neither picture nor video: {named}{more}")

    def file(self, file: BatchFile, summary: Mapping[str, Any]) -> None:
        """What became of one file."""
        self._count += 1
        self._left_bytes -= file.size_bytes
        if summary["status"] != "skipped":
            self._work_bytes += file.size_bytes
        if self.as_json:
            self._event("file", file=file.name, number=self._count, of=len(self.files), **summary)
        elif summary["status"] != "skipped":
            self._line(f"[{self._count}/{len(self.files)}] {on_one_line(file.name)}: {_outcome(summary)}")
        self.tick()

    def interrupted(self) -> None:
        """The last words when somebody stops it before its end."""
        if not self.as_json:
            self._line(f"{self._count} of {_files(len(self.files))} are done and stay; call again to go on.")

    def tick(self, workers: int | None = None) -> None:
        """How far it is, when it is time to say so. workers: None when not asked."""
        terminal = sys.stderr.isatty()
        now_s = time.monotonic()
        if self.as_json or now_s - self._last_s < (_TERMINAL_EVERY_S if terminal else _LOG_EVERY_S):
            return
        if not terminal and self._last_s == -math.inf:
            self._last_s = now_s  # the first words come with the first files
            return
        self._last_s = now_s
        text = self._progress(workers, now_s)
        if terminal:
            self._open = True
            print(f"{_OVER}{text}", end="", file=sys.stderr, flush=True)
        else:
            self._line(text)

    def summary(self, report: Mapping[str, Any]) -> None:
        """The last words, on standard output. report: what `batch.json` has."""
        if self.as_json:
            print(json.dumps(report))
            return
        if self._open:
            print(_OVER, end="", file=sys.stderr, flush=True)
        counts = ", ".join(f"{report[status]} {word}" for status, word in _STATUSES.items())
        print(f"{_files(len(self.files))}: {counts}, in {_duration(report['seconds'])}. Dataset: {report['dataset']}")
        for failure in report["failures"]:
            print(f"  {on_one_line(failure['file'])}: {failure['error']}")

    def _progress(self, workers: int | None, now_s: float) -> str:
        parts = [f"{self._count} of {_files(len(self.files))}"]
        if workers == 0:
            parts.append("no worker is there: waiting for one")
        elif self._work_bytes:
            rate = self._work_bytes / (now_s - self._started_s)
            parts.append(f"{rate / _MB:.2f} MB/s, about {_duration(self._left_bytes / rate)} left")
        return ", ".join(parts)

    def _line(self, text: str) -> None:
        print(f"{_OVER if self._open else ''}{text}", file=sys.stderr, flush=True)
        self._open = False

    def _event(self, kind: str, **values: Any) -> None:
        print(json.dumps({"event": kind, **values}), file=sys.stderr, flush=True)


def _outcome(summary: Mapping[str, Any]) -> str:
    if summary["status"] == "failed":
        return f"failed. {summary['error']}"
    found = f"{summary['frames']} frames" if "frames" in summary else _people(summary["people"])
    counted = f", {repetitions_in_words(summary['repetitions'])}" if summary.get("repetitions") is not None else ""
    took = f" in {summary['seconds']:.1f} s" if "seconds" in summary else ""
    return " ".join([f"{found}{took}{counted}.", *summary["notes"]])


def _people(count: int) -> str:
    return {0: "nobody found", 1: "1 person"}.get(count, f"{count} people")


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _duration(seconds: float) -> str:
    whole = math.ceil(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02d} min"
    return f"{whole // _HOUR_S}:{whole % _HOUR_S // _MINUTE_S:02d} h"
