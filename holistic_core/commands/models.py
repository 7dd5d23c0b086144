"""`models`: which models there are, whether they are intact, and how to get those that are not installed."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Final

from holistic_core.errors import ModelError

if TYPE_CHECKING:
    from holistic_core.engines.model_store import ModelStore

NAME: Final = "models"
HELP: Final = "List the models and their tensors, check and time them, download the lite and heavy body models."

_DOWNLOADS: Final = ("pose_landmark_lite", "pose_landmark_heavy")
_EPILOG: Final = """\
From "wheel": ships with the installed mediapipe package. From "download": only fetched when asked for with --download,
once; needed for --complexity 0 (lite) and 2 (heavy). From "derived": cut out of another model when first needed and
kept in the cache folder ($HOLISTIC_CACHE, else holistic-lab in the user's cache).

Exit code: 0 done, 1 a download failed or --check found a model missing or damaged, 2 bad arguments.
"""
_PROGRESS_STEP_PERCENT: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `models`."""
    parser.epilog = _EPILOG
    parser.add_argument("--check", action="store_true", help="exit code 1 unless every installed model is intact")
    parser.add_argument("--download", choices=_DOWNLOADS, metavar="NAME", help=" or ".join(_DOWNLOADS))
    parser.add_argument("--tensors", action="store_true", help="list inputs and outputs: name, shape, type, range")
    parser.add_argument("--graph", action="store_true", help="show which model hands what to which, on the sample")
    parser.add_argument("--time", action="store_true", help="measure a call of each model with 1 and 2 threads")
    parser.add_argument("--json", action="store_true", help="print the list for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when the check fails."""
    from holistic_core.engines.model_store import STORE  # noqa: PLC0415 -- not needed for --help

    if args.download:
        STORE.fetch(args.download, _Progress(args.download))
    problems = _problems(STORE) if args.check else []
    _show(args, STORE)
    for problem in problems:
        print(problem, file=sys.stderr)
    if args.check and not problems:
        print("Every installed model is intact.", file=sys.stderr)
    return 1 if problems else 0


def _show(args: argparse.Namespace, store: "ModelStore") -> None:
    from holistic_core.measure.model_facts import format_models, format_tensors, model_facts  # noqa: PLC0415
    from holistic_core.measure.model_timing import time_models, timeable_models  # noqa: PLC0415
    from holistic_core.measure.table import as_json  # noqa: PLC0415

    facts = model_facts(store)
    times = time_models(timeable_models(store), store=store) if args.time else []
    if args.json:
        measured = [{"times": [time for time in times if time.name == each.name]} for each in facts] if times else []
        rows = [json.loads(as_json(each)) for each in facts]
        for row, more in zip(rows, measured or [{} for _ in rows], strict=True):
            row.update(row.pop("status"))
            row.update(json.loads(as_json(more)))
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif args.tensors:
        print(format_tensors(facts))
    elif args.graph:
        print(_graph(store))
    else:
        print(format_models(facts, times))


def _graph(store: "ModelStore") -> str:
    """The graph of models that the picture of the coach goes through."""
    from holistic_core import Detector  # noqa: PLC0415
    from holistic_core.coach.samples import still_jpeg  # noqa: PLC0415
    from holistic_core.engines.model_graph import format_graph, pipeline_graph  # noqa: PLC0415
    from holistic_core.media.pictures import read_picture  # noqa: PLC0415
    from holistic_core.trace import Trace  # noqa: PLC0415

    rgb, trace = read_picture(still_jpeg("counting_five"), name="counting_five").rgb, Trace()
    with Detector() as detector:
        detector.warm_up()
        detector.detect(rgb, trace=trace)
    return format_graph(pipeline_graph(trace, store), [status.file for status in store.statuses()])


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
