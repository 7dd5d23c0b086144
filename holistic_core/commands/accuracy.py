"""`accuracy`: how far off the angles are, measured on a rendered person whose true angles are known."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from holistic_core.commands.scene_arguments import add_motion_arguments, add_scene_arguments
from holistic_core.errors import OptionsError

if TYPE_CHECKING:
    from holistic_core.detector import Detector
    from holistic_core.options import EngineName, FindOptions

NAME: Final = "accuracy"
HELP: Final = "Measure how far off the joint angles are, on a rendered person whose true angles are known."
SWEEPS: Final = ("azimuth", "distance", "light", "noise", "size")

_EPILOG: Final = """\
One clip is rendered (or a kept one taken with --clip) and measured: bias, mean absolute error, 95 % limits of agreement
(Bland and Altman) and correlation of every angle, and how often body, face and hands were found of the frames in which
they face the camera. --sweep measures single frames of one repetition while one condition changes. --detection-table
renders every movement from three sides with two people and looks with both engines; this takes some minutes.

Files in DIR: accuracy.json (loads back), accuracy.npz, angles.csv (a row a frame and angle), summary.csv, joints.csv;
of a sweep sweep.csv; of the table detection.json.

Exit code: 0 done, 1 failed or a demand of the table not met, 2 bad arguments.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `accuracy`."""
    parser.epilog = _EPILOG
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--clip", metavar="SAMPLE|FILE", help="a kept sample, or an MP4 with its truth (.json) beside it")
    what.add_argument("--sweep", choices=SWEEPS, help="measure while this changes")
    what.add_argument("--detection-table", action="store_true", help="is the rendered person detected like a real one?")
    add_motion_arguments(parser)
    add_scene_arguments(parser)
    parser.add_argument("--fps", type=float, metavar="N", help="frames a second of the clip (default: 15; table: 8)")
    find = parser.add_argument_group("detector")
    find.add_argument("--engine", choices=("litert", "mediapipe", "both"), help="default: litert; table: both")
    find.add_argument(
        "--smooth", action=argparse.BooleanOptionalAction, default=True, help="One-Euro filters over time"
    )
    find.add_argument("--complexity", type=int, choices=(0, 1, 2), default=1, help="body model (default: %(default)s)")
    find.add_argument("--stills", action="store_true", help="every frame by itself, without tracking")
    find.add_argument(
        "--min-visibility", type=float, default=0.5, metavar="P", help="of an angle's points (default: 0.5)"
    )
    table = parser.add_argument_group("with --detection-table and --sweep")
    table.add_argument("--only", nargs="+", default=[], metavar="MOTION", help="table: these movements")
    table.add_argument("--people", type=_names, default=(), metavar="A,B", help="table: these people")
    table.add_argument("--views", type=_names, default=(), metavar="A,B", help="table: these views")
    table.add_argument(
        "--offsets", action="store_true", help="table: where joints are seen relative to their true place"
    )
    table.add_argument(
        "--frames", type=int, default=10, metavar="N", help="sweep: at each value (default: %(default)s)"
    )
    output = parser.add_argument_group("output")
    output.add_argument("--out", type=Path, metavar="DIR", help="folder to write files to")
    output.add_argument("--json", action="store_true", help="print the figures for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a demand of the detection table is not met."""
    if args.detection_table:
        return _table(args)
    engine: EngineName = args.engine or "litert"
    if args.engine == "both":
        raise OptionsError("--engine both goes with --detection-table only; measure one engine after the other.")
    from holistic_core.detector import Detector  # noqa: PLC0415 -- not needed for --help
    from holistic_core.options import DetectorOptions  # noqa: PLC0415

    find = _find(args)
    with Detector(DetectorOptions(engine=engine)) as detector:
        if args.sweep:
            _sweep(args, detector, find)
        else:
            _clip(args, detector, find)
    return 0


def _clip(args: argparse.Namespace, detector: "Detector", find: "FindOptions") -> None:
    from holistic_core.commands.accuracy_clip import open_clip  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure import accuracy_files  # noqa: PLC0415
    from holistic_core.measure.accuracy import measure_clip  # noqa: PLC0415
    from holistic_core.measure.accuracy_table import accuracy_figures, format_accuracy  # noqa: PLC0415
    from holistic_core.measure.table import as_json  # noqa: PLC0415

    clip = open_clip(args)
    report = measure_clip(
        clip.frames,
        clip.scene,
        detector,
        find,
        fps=clip.fps,
        source=clip.name,
        tracked=not args.stills,
        min_visibility=args.min_visibility,
        progress=lambda number: _say(f"frame {number} of {clip.count}") if number % 10 == 0 else None,
    )
    _write(
        args.out,
        {
            "accuracy.json": accuracy_files.to_json,
            "accuracy.npz": accuracy_files.to_npz,
            "angles.csv": accuracy_files.frames_csv,
            "summary.csv": accuracy_files.summary_csv,
            "joints.csv": accuracy_files.joints_csv,
        },
        report,
    )
    print(as_json(accuracy_figures(report)) if args.json else format_accuracy(report))


def _sweep(args: argparse.Namespace, detector: "Detector", find: "FindOptions") -> None:
    from holistic_core.commands.scene_arguments import motion_of, scene_of  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure.accuracy_sweep import format_sweep, run_sweep, sweep_csv, sweep_figures  # noqa: PLC0415
    from holistic_core.measure.coach_frames import rendered_frames, spread_times_s  # noqa: PLC0415
    from holistic_core.measure.table import as_json  # noqa: PLC0415

    motion = motion_of(args)
    times_s = spread_times_s(motion, args.frames)
    table = run_sweep(
        args.sweep,
        scene_of(args),
        lambda scene: rendered_frames(scene, motion, times_s),
        detector,
        find,
        source=motion.name,
        min_visibility=args.min_visibility,
        progress=lambda step, number, count: _say(f"{number + 1} of {count}: {step}"),
    )
    _write(args.out, {"sweep.csv": sweep_csv}, table)
    print(as_json(sweep_figures(table)) if args.json else format_sweep(table))


def _table(args: argparse.Namespace) -> int:
    from holistic_core.commands.scene_arguments import scene_of  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure.coach_detection import ENGINES, FPS, run_detection_table  # noqa: PLC0415
    from holistic_core.measure.coach_verdict import format_detection, format_row, judge  # noqa: PLC0415
    from holistic_core.measure.joint_offsets import OffsetFit, format_offsets  # noqa: PLC0415
    from holistic_core.measure.table import as_json  # noqa: PLC0415

    fit = OffsetFit() if args.offsets else None
    rows = run_detection_table(
        motions=args.only,
        views=args.views,
        people=args.people,
        engines=ENGINES if args.engine in (None, "both") else (args.engine,),
        find=_find(args),
        fps=FPS if args.fps is None else args.fps,
        scene=scene_of(args),
        offsets=fit,
        progress=_say,
    )
    done = []
    for row in rows:
        _say("  " + "  ".join(map(str, format_row(row)[3:])))
        done.append(row)
    report = judge(done)
    offsets = fit.offsets() if fit is not None else ()
    document = {"detection": report, "passed": report.passed, "offsets": offsets}
    _write(args.out, {"detection.json": as_json}, document)
    if args.json:
        print(as_json(document))
    else:
        print("\n\n".join([format_detection(report), *([format_offsets(offsets)] if offsets else [])]))
    return 0 if report.passed else 1


def _find(args: argparse.Namespace) -> "FindOptions":
    from holistic_core.options import FindOptions  # noqa: PLC0415 -- not needed for --help

    return FindOptions(smooth=args.smooth, model_complexity=args.complexity)


def _write(out: Path | None, files: dict[str, Any], report: Any) -> None:
    """Each file's text or bytes, made from the report by its function."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise OptionsError(f"--out {out.name} is a file; name a folder.")
    out.mkdir(parents=True, exist_ok=True)
    for name, make in files.items():
        content = make(report)
        (out / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        _say(f"{name} written")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
