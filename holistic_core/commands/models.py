"""`models`: which models there are, whether they are intact, and how to get those that are not installed."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from holistic_core.errors import ModelError

if TYPE_CHECKING:
    from holistic_core.engines.model_store import ModelStatus, ModelStore

NAME: Final = "models"
HELP: Final = "List the models with their SHA-256 state, check them, download the lite and heavy body models."

_DOWNLOADS: Final = ("pose_landmark_lite", "pose_landmark_heavy")
_EPILOG: Final = """\
From "wheel": ships with the installed mediapipe package. From "download": only fetched when asked for with --download,
once; needed for --complexity 0 (lite) and 2 (heavy). From "derived": cut out of another model when first needed and
kept in the cache folder ($HOLISTIC_CACHE, else holistic-lab in the user's cache).

Exit code: 0 done, 1 a download failed or --check found a model missing or damaged, 2 bad arguments.
"""
_ABSENT: Final = {"wheel": "missing", "download": "not downloaded", "derived": "built when needed"}
_PROGRESS_STEP_PERCENT: Final = 10
_HASH_CHARACTERS: Final = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `models`."""
    parser.epilog = _EPILOG
    parser.add_argument("--check", action="store_true", help="exit code 1 unless every installed model is intact")
    parser.add_argument("--download", choices=_DOWNLOADS, metavar="NAME", help=" or ".join(_DOWNLOADS))
    parser.add_argument("--json", action="store_true", help="print the list for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when the check fails."""
    from holistic_core.engines.model_store import STORE  # noqa: PLC0415 -- not needed for --help

    if args.download:
        STORE.fetch(args.download, _Progress(args.download))
    problems = _problems(STORE) if args.check else []
    statuses = STORE.statuses()
    if args.json:
        print(json.dumps([asdict(status) for status in statuses], indent=2))
    else:
        for line in _table(statuses):
            print(line)
    for problem in problems:
        print(problem, file=sys.stderr)
    if args.check and not problems:
        print("Every installed model is intact.", file=sys.stderr)
    return 1 if problems else 0


def _problems(store: "ModelStore") -> list[ModelError]:
    """What is wrong with installed models, in words; a damaged derived model is no problem, it is made again."""
    problems = []
    for status in store.statuses():
        if status.state == "damaged" or (status.origin == "wheel" and status.state == "missing"):
            try:
                store.path(status.name)
            except ModelError as error:
                problems.append(error)
    return problems


def _table(statuses: "Sequence[ModelStatus]") -> Iterator[str]:
    rows = [("name", "state", "MB", "from", "SHA-256", "file")]
    for status in statuses:
        state = _ABSENT[status.origin] if status.state == "missing" else status.state
        megabytes = "-" if status.size_bytes is None else f"{status.size_bytes / 1e6:.1f}"
        origin = {"wheel": status.source, "download": "download", "derived": f"derived from {status.source}"}
        sha256 = "-" if status.sha256 is None else f"{status.sha256[:_HASH_CHARACTERS]}…"
        rows.append((status.name, state, megabytes, origin[status.origin], sha256, status.file))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


class _Progress:
    """Says on standard error how far a download is, every ten percent."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._next_percent = 0

    def __call__(self, received: int, total: int | None) -> None:
        if not total:
            return
        percent = 100 * received // total
        if percent >= self._next_percent:
            self._next_percent = percent - percent % _PROGRESS_STEP_PERCENT + _PROGRESS_STEP_PERCENT
            print(f"{self._name}: {received / 1e6:.1f} of {total / 1e6:.1f} MB ({percent} %)", file=sys.stderr)
