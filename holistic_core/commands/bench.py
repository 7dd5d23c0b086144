"""`bench`: measurements of speed, memory and robustness on the user's own machine."""

import argparse
import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

NAME: Final = "bench"
HELP: Final = "Measure speed, memory, start-up time, and what becomes of difficult files."

_EPILOG: Final = """\
Each experiment prints a table with its limits; more about one: bench EXPERIMENT --help.
Close other programs first: they slow down the engine with more threads most.

Exit code: 0 done and within the limits, 1 over a limit or failed, 2 bad arguments.
"""


@dataclass(frozen=True)
class _Experiment:
    """module: has run_NAME and format_NAME; keywords: arguments that are handed to run_NAME under their own names."""

    name: str
    module: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    keywords: tuple[str, ...] = ()
    takes: str = ""


def _picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--image",
        type=Path,
        metavar="FILE",
        help="picture of a person with face and both hands in view (default: that of the test media named by "
        "HOLISTIC_TEST_MEDIA, else the rendered person of the package)",
    )


def _engines(parser: argparse.ArgumentParser) -> None:
    _picture(parser)
    _count(parser, "--runs", 5, "pans over the picture; medians of them count")
    _count(parser, "--frames", 90, "frames of a pan")
    parser.add_argument(
        "--pause-ms",
        type=float,
        default=3.0,
        metavar="MS",
        help="rest between two calls, in which idle threads stop spinning (default: %(default)s)",
    )


def _streams(parser: argparse.ArgumentParser) -> None:
    _picture(parser)
    _count(parser, "--frames", 40, "frames of each stream")


def _cold(parser: argparse.ArgumentParser) -> None:
    _picture(parser)
    _count(parser, "--runs", 5, "fresh processes of each engine")


def _soak(parser: argparse.ArgumentParser) -> None:
    _picture(parser)
    _count(parser, "--frames", 10_000, "frames of the stream")


def _coach(parser: argparse.ArgumentParser) -> None:
    _count(parser, "--frames", 10, "frames of a squat; the median of them counts")


def _nothing(_: argparse.ArgumentParser) -> None:
    pass


def _dark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="pictures and videos")
    _count(parser, "--every", 10, "of a video, look at each N-th frame")


def _people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="pictures")
    _count(parser, "--max-people", 4, "the most people to look for")


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder with good, bad and hostile files")
    parser.add_argument("--no-detect", dest="detect", action="store_false", help="only read the files")


def _count(parser: argparse.ArgumentParser, name: str, default: int, text: str) -> None:
    parser.add_argument(name, type=_positive, default=default, metavar="N", help=f"{text} (default: %(default)s)")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


EXPERIMENTS: Final = {
    each.name: each
    for each in (
        _Experiment(
            "engines",
            "holistic_core.measure.engine_speed",
            "LiteRT against MediaPipe: wall and CPU time of the same frames, taken in turns",
            _engines,
            ("runs", "frames", "pause_ms"),
            takes="picture",
        ),
        _Experiment(
            "streams",
            "holistic_core.measure.streams",
            "many streams on one detector: do they mix, what does each cost",
            _streams,
            ("frames",),
            takes="picture",
        ),
        _Experiment(
            "cold",
            "holistic_core.measure.cold_start",
            "from import to the first result, in fresh processes",
            _cold,
            ("runs",),
            takes="picture",
        ),
        _Experiment(
            "soak",
            "holistic_core.measure.soak",
            "is memory flat along a very long stream",
            _soak,
            ("frames",),
            takes="picture",
        ),
        _Experiment(
            "coach",
            "holistic_core.measure.coach_speed",
            "the rendered person: CPU time of a frame, and how clean its edges are (takes minutes)",
            _coach,
            ("frames",),
        ),
        _Experiment("app", "holistic_core.measure.app_memory", "memory of the whole dashboard", _nothing),
        _Experiment(
            "dark",
            "holistic_core.measure.darkness",
            "what evening out the contrast gains or loses in dark files",
            _dark,
            ("every",),
            takes="paths",
        ),
        _Experiment(
            "people",
            "holistic_core.measure.people_count",
            "how many people are found, and how fast",
            _people,
            ("max_people",),
            takes="paths",
        ),
        _Experiment(
            "inputs",
            "holistic_core.measure.inputs",
            "what becomes of every file of a folder, and what it costs",
            _inputs,
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
    print(as_json(report) if args.json else getattr(module, f"format_{experiment.name}")(report))
    return 0 if _passed(report) else 1


def _what(experiment: _Experiment, args: argparse.Namespace) -> list[Any]:
    """What is looked at: a picture that is panned over, files, a folder, or nothing."""
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
