"""Arguments of the experiments that follow a plan, the plans themselves, and the files in which reports are kept."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from holistic_core.errors import HolisticError, OptionsError

_PARTS: Final = ("body", "body_hands", "body_face", "everything")
_CONTENDERS: Final = ("litert", "mediapipe", "separate")
_WAYS: Final = ("shared", "per_viewer", "new_closed", "never_closed", "idle_release")
_SERVICES: Final = ("latency", "throughput", "mediapipe")


def latency_arguments(parser: argparse.ArgumentParser) -> None:
    """What is timed: every combination of what is listed."""
    _source(parser)
    _list(parser, "--contenders", _CONTENDERS, "litert mediapipe", "who is timed; separate: Pose, Hands and FaceMesh")
    _numbers(parser, "--threads", "threads of LiteRT (default: number of cores)")
    _numbers(parser, "--complexity", "body model 0, 1 or 2 (default: 1)")
    _list(parser, "--face", ("plain", "refined"), "plain", "face detail")
    _list(parser, "--parts", _PARTS, "everything", "what is looked for")
    _numbers(parser, "--size", "longer sides of the picture in pixels; 0 leaves it as it is (default: 0)")
    _list(parser, "--mode", ("tracking", "still"), "tracking", "frames of a video, or stills")
    parser.add_argument("--repetitions", type=int, default=5, metavar="N", help="turns of each (default: %(default)s)")
    parser.add_argument("--frames", type=int, default=20, metavar="N", help="frames of a turn (default: %(default)s)")
    parser.add_argument("--warm-up", type=int, default=5, metavar="N", help="frames before (default: %(default)s)")
    parser.add_argument("--pause-ms", type=float, default=3.0, metavar="MS", help="rest after a frame (default: 3)")
    parser.add_argument("--no-reference", action="store_true", help="leave out MediaPipe Holistic where not asked for")
    files(parser)


def latency_plan(args: argparse.Namespace) -> Any:
    """A `LatencyPlan`; OptionsError for what cannot be measured."""
    from holistic_core.measure.benchmark.latency import LatencyPlan  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure.benchmark.settings import Grid  # noqa: PLC0415

    threads = {"threads": tuple(args.threads)} if args.threads else {}
    grid = Grid(
        contenders=tuple(args.contenders),
        complexities=tuple(args.complexity or (1,)),
        refined=tuple(each == "refined" for each in args.face),
        parts=tuple(args.parts),
        longer_px=tuple(args.size or (0,)),
        tracking=tuple(each == "tracking" for each in args.mode),
        **threads,
    )
    return LatencyPlan(
        source=source_of(args),
        settings=grid.settings(),
        repetitions=args.repetitions,
        frames=args.frames,
        warm_up=args.warm_up,
        pause_ms=args.pause_ms,
        reference=not args.no_reference,
    )


def memory_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ways to use the models, how long, and where to stop."""
    _source(parser)
    _list(parser, "--ways", _WAYS, " ".join(_WAYS), "ways to use the models")
    parser.add_argument("--calls", type=int, default=60, metavar="N", help="calls of each way (default: %(default)s)")
    parser.add_argument("--viewers", type=int, default=6, metavar="N", help="viewers of per_viewer (default: 6)")
    _limit(parser)
    files(parser)


def memory_plan(args: argparse.Namespace) -> Any:
    """A `MemoryPlan`; OptionsError for what cannot be measured."""
    from holistic_core.measure.benchmark.memory_growth import MemoryPlan  # noqa: PLC0415

    return MemoryPlan(source_of(args), tuple(args.ways), args.calls, args.viewers, args.limit_mb)


def throughput_arguments(parser: argparse.ArgumentParser) -> None:
    """How many streams, who serves them, for how long."""
    _source(parser)
    _list(parser, "--services", _SERVICES, " ".join(_SERVICES), "a mode of one detector, or mp.solutions a stream")
    _numbers(parser, "--streams", "numbers of streams, 1 to 16 (default: 1 2 4)")
    parser.add_argument("--seconds", type=float, default=3.0, metavar="S", help="of each run (default: %(default)s)")
    _limit(parser)
    files(parser)


def throughput_plan(args: argparse.Namespace) -> Any:
    """A `ThroughputPlan`; OptionsError for what cannot be measured."""
    from holistic_core.measure.benchmark.throughput import ThroughputPlan  # noqa: PLC0415

    streams = tuple(args.streams or (1, 2, 4))
    return ThroughputPlan(source_of(args), tuple(args.services), streams, args.seconds, args.limit_mb)


def claims_arguments(parser: argparse.ArgumentParser) -> None:
    """How long each figure is measured."""
    _source(parser)
    parser.add_argument("--frames", type=int, default=40, metavar="N", help="frames of each figure (default: 40)")
    files(parser)


def claims_plan(args: argparse.Namespace) -> Any:
    """A `ClaimsPlan`; OptionsError for what cannot be measured."""
    from holistic_core.measure.benchmark.claims import ClaimsPlan  # noqa: PLC0415

    return ClaimsPlan(source_of(args), args.frames)


def precision_plan(args: argparse.Namespace) -> Any:
    """A `PrecisionPlan`; OptionsError for what cannot be measured, VideoError for a file that is not there."""
    from holistic_core.measure.benchmark.source import Source  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure.precision import PrecisionPlan  # noqa: PLC0415

    return PrecisionPlan(tuple(map(Source.of_file, args.paths)), args.every)


def compare_arguments(parser: argparse.ArgumentParser) -> None:
    """Reports that were saved."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="REPORT", help="files of --save, or of the page")


def files(parser: argparse.ArgumentParser) -> None:
    """Where to keep the report."""
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the report as JSON, for `bench compare`")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="keep every number as a table")
    parser.add_argument("--html", type=Path, metavar="FILE", help="keep it as a page with charts, readable offline")


def write_files(args: argparse.Namespace, section: str, report: Any) -> None:
    """Write what was asked for; HolisticError names a file that cannot be written."""
    if not any((args.save, args.csv, args.html)):
        return
    from holistic_core.measure.benchmark.report import report_of, to_csv, to_json  # noqa: PLC0415
    from holistic_core.measure.benchmark.report_page import html_page  # noqa: PLC0415

    made = report_of({section: report})
    writers: tuple[tuple[Path | None, Callable[[], bytes]], ...] = (
        (args.save, lambda: to_json(made).encode()),
        (args.csv, lambda: to_csv(made).encode()),
        (args.html, lambda: b"".join(html_page(made))),
    )
    for path, make in writers:
        if path is not None:
            try:
                path.write_bytes(make())
            except OSError as error:
                raise HolisticError(f"{path.name} cannot be written: {error.strerror}. Name another file.") from error


def source_of(args: argparse.Namespace) -> Any:
    """A `Source`: the file or the sample that was named."""
    from holistic_core.measure.benchmark.source import DEFAULT_SAMPLE, Source  # noqa: PLC0415

    if args.input is not None and args.sample is not None:
        raise OptionsError("Both --sample and --input are given. Name one of them.")
    return Source.of_file(args.input) if args.input is not None else Source.of_sample(args.sample or DEFAULT_SAMPLE)


def _source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", metavar="NAME", help="kept clip or still of the rendered person")
    parser.add_argument("--input", type=Path, metavar="FILE", help="a picture or video of your own instead")


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit-mb",
        type=float,
        metavar="MB",
        help="stop at so much resident memory (default: half of what is free, in the container where it has a limit; "
        "4,000 at the most)",
    )


def _list(parser: argparse.ArgumentParser, name: str, choices: tuple[str, ...], default: str, text: str) -> None:
    parser.add_argument(
        name,
        nargs="+",
        choices=choices,
        default=default.split(),
        metavar="NAME",
        help=f"{text}: {', '.join(choices)} (default: {default})",
    )


def _numbers(parser: argparse.ArgumentParser, name: str, text: str) -> None:
    parser.add_argument(name, type=int, nargs="+", default=[], metavar="N", help=text)
