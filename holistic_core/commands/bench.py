"""`bench`: measurements of speed, memory and robustness on the user's own machine."""

import argparse
import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from holistic_core.commands import bench_arguments as arguments
from holistic_core.commands import bench_plans as plans

NAME: Final = "bench"
HELP: Final = "Measure speed, memory, start-up time, and what becomes of difficult files."

_EPILOG: Final = """\
Each experiment prints a table with its limits; more about one: bench EXPERIMENT --help.
Close other programs first: they slow down the engine with more threads most.

Exit code: 0 done and within the limits, 1 over a limit or failed, 2 bad arguments.
"""


@dataclass(frozen=True)
class _Experiment:
    """module: has run_NAME and format_NAME; keywords: arguments that are handed to run_NAME under their own names.

    takes: "picture", or the argument that is handed over. plan: makes what is handed over instead. section: of the
    report files that can be written.
    """

    name: str
    module: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    keywords: tuple[str, ...] = ()
    takes: str = ""
    plan: Callable[[argparse.Namespace], Any] | None = None
    section: str = ""


_BENCHMARK: Final = "holistic_core.measure.benchmark"
EXPERIMENTS: Final = {
    each.name: each
    for each in (
        _Experiment(
            "engines",
            "holistic_core.measure.engine_speed",
            "LiteRT against MediaPipe: wall and CPU time of the same frames, taken in turns",
            arguments.engines,
            ("runs", "frames", "pause_ms"),
            takes="picture",
        ),
        _Experiment(
            "streams",
            "holistic_core.measure.streams",
            "many streams on one detector: do they mix, what does each cost",
            arguments.streams,
            ("frames",),
            takes="picture",
        ),
        _Experiment(
            "cold",
            "holistic_core.measure.cold_start",
            "from import to the first and second frame, in fresh processes, with and without warm-up",
            arguments.cold,
            ("runs",),
            takes="picture",
            section="cold",
        ),
        _Experiment(
            "latency",
            f"{_BENCHMARK}.latency",
            "time of a frame: engines, threads, complexity, face detail, parts, sizes, tracking and stills",
            plans.latency_arguments,
            plan=plans.latency_plan,
            section="latency",
        ),
        _Experiment(
            "memory",
            f"{_BENCHMARK}.memory_growth",
            "memory over time for the ways people use these models, in fresh processes",
            plans.memory_arguments,
            plan=plans.memory_plan,
            section="memory",
        ),
        _Experiment(
            "throughput",
            f"{_BENCHMARK}.throughput",
            "frames a second of 1 to 16 streams at the same time, and whether each gets its share",
            plans.throughput_arguments,
            plan=plans.throughput_plan,
            section="throughput",
        ),
        _Experiment(
            "claims",
            f"{_BENCHMARK}.claims",
            "what tutorials say about speed and memory, beside what is measured here (takes minutes)",
            plans.claims_arguments,
            plan=plans.claims_plan,
            section="claims",
        ),
        _Experiment(
            "system", f"{_BENCHMARK}.machine", "processor, cores, memory, limits and versions", arguments.nothing
        ),
        _Experiment(
            "compare",
            f"{_BENCHMARK}.compare",
            "saved reports of several machines or versions, side by side",
            plans.compare_arguments,
            takes="paths",
        ),
        _Experiment(
            "soak",
            "holistic_core.measure.soak",
            "is memory flat along a very long stream",
            arguments.soak,
            ("frames",),
            takes="picture",
        ),
        _Experiment(
            "coach",
            "holistic_core.measure.coach_speed",
            "the rendered person: CPU time of a frame, and how clean its edges are (takes minutes)",
            arguments.coach,
            ("frames",),
        ),
        _Experiment("app", "holistic_core.measure.app_memory", "memory of the whole dashboard", arguments.nothing),
        _Experiment(
            "dark",
            "holistic_core.measure.darkness",
            "what evening out the contrast gains or loses in dark files",
            arguments.dark,
            ("every",),
            takes="paths",
        ),
        _Experiment(
            "people",
            "holistic_core.measure.people_count",
            "how many people are found, and how fast",
            arguments.people,
            ("max_people",),
            takes="paths",
        ),
        _Experiment(
            "precision",
            "holistic_core.measure.precision",
            "8-bit body and hand models built here: speed, size, error and presence against float (takes minutes)",
            arguments.precision,
            plan=plans.precision_plan,
            section="precision",
        ),
        _Experiment(
            "repetitions",
            "holistic_core.measure.repetitions",
            "are repetitions counted right: rendered clips, and videos whose count is known",
            arguments.repetitions,
            ("exercise", "manifest"),
            takes="paths",
        ),
        _Experiment(
            "video",
            "holistic_core.measure.video_speed",
            "from a video to an annotated video: frames a second against the usual loop",
            arguments.video,
            ("runs",),
            takes="paths",
        ),
        _Experiment(
            "batch",
            "holistic_core.measure.batch_speed",
            "a batch with one and with two worker processes, one thread each",
            arguments.batch,
            ("runs",),
            takes="paths",
        ),
        _Experiment(
            "videos",
            "holistic_core.measure.video_outcomes",
            "what becomes of every video, how long it takes, and how much memory",
            arguments.videos,
            ("manifest",),
            takes="paths",
        ),
        _Experiment(
            "inputs",
            "holistic_core.measure.inputs",
            "what becomes of every file of a folder, and what it costs",
            arguments.inputs,
            ("detect",),
            takes="folder",
        ),
    )
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The experiments, each with its own arguments."""
    parser.epilog = _EPILOG
    experiments = parser.add_subparsers(title="experiments", metavar="EXPERIMENT", dest="experiment", required=True)
    for each in EXPERIMENTS.values():
        one = experiments.add_parser(each.name, help=each.help, description=each.help, allow_abbrev=False)
        each.add_arguments(one)
        one.add_argument("--json", action="store_true", help="print the figures for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a figure is over its limit."""
    from holistic_core.measure.table import as_json  # noqa: PLC0415 -- not needed for --help

    experiment = EXPERIMENTS[args.experiment]
    module = importlib.import_module(experiment.module)
    keywords = {name: getattr(args, name) for name in experiment.keywords}
    measure: Any = getattr(module, f"run_{experiment.name}")
    report = measure(*_what(experiment, args), progress=_say, **keywords)
    if experiment.section:
        plans.write_files(args, experiment.section, report)
    print(as_json(report) if args.json else getattr(module, f"format_{experiment.name}")(report))
    return 0 if _passed(report) else 1


def _what(experiment: _Experiment, args: argparse.Namespace) -> list[Any]:
    """What is looked at: a picture that is panned over, files, a folder, or nothing."""
    if experiment.plan is not None:
        return [experiment.plan(args)]
    if experiment.takes != "picture":
        return [getattr(args, experiment.takes)] if experiment.takes else []
    from holistic_core.measure.sources import default_picture  # noqa: PLC0415 -- not needed for --help

    picture = default_picture(args.image)
    _say(f"picture: {picture.name}, {picture.rgb.shape[1]} × {picture.rgb.shape[0]} pixels")
    return [picture.rgb]


def _passed(report: Any) -> bool:
    """Whether everything with a limit is within it; reports without limits always pass."""
    if isinstance(report, list):
        return all(map(_passed, report))
    return bool(getattr(report, "passed", True))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
