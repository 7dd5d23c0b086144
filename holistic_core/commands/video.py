"""`video`: from video files to annotated videos, joint angles, repetitions, and files for other tools."""

import argparse
from pathlib import Path
from typing import Final

from holistic_core.commands.find_arguments import add_model_arguments

NAME: Final = "video"
HELP: Final = "Follow a person through videos: annotated video, angles, repetitions, report, OpenSim, Parquet."

_EPILOG: Final = """\
Files in DIR/STEM/ (STEM is the video's name without its ending; the second of two with one stem is STEM_2):
  annotated.mp4                                 H.264 with skeleton, angles and repetitions (--mp4)
  angles.csv, landmarks.csv, repetitions.csv    tables (--csv)
  session.json                                  everything, loads back without loss (--json)
  movement.parquet                              both tables with units (--parquet)
  movement.trc, movement.mot                    markers and flexion angles for OpenSim (--trc, --mot)
  report.html                                   interactive charts and tables, offline (--report)
  STEM.zip                                      all of these in one file, the annotated video too (--zip)
  done.json                                     written last: this video is complete
Without one of these options all but the ZIP are written. What the columns mean: docs/schema.md.

Limits are those of the dashboard, from the same settings: HOLISTIC_VIDEO_MB (200, of the file), HOLISTIC_VIDEO_SECONDS
(600, of the part between --start and --end) and HOLISTIC_VIDEO_MEGAPIXELS (9, of a frame). Higher ones let more in.

Files appear complete or not at all. Called again, it goes on where it stopped: a video is skipped when its done.json
has the SHA-256 of the same content, options and versions, and every file that it names is there with the same size.
A bad video does not stop the others. One that breaks off half-way is done up to there, and the summary says so.

Exit code: 0 all videos done, 1 some video failed, 2 bad arguments.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `video`; defaults are those of VideoOptions, FindOptions and FilterSettings."""
    parser.epilog = _EPILOG
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="videos (told by content, not by name)")
    output = parser.add_argument_group("output")
    output.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to write to")
    for name, told in (
        ("csv", "tables of angles, landmarks and repetitions"),
        ("json", "everything that was found, exact"),
        ("parquet", "one table for data frames"),
        ("trc", "markers for OpenSim"),
        ("mot", "flexion angles for OpenSim"),
        ("report", "a page with interactive charts"),
        ("mp4", "the annotated video"),
        ("zip", "all of these as one ZIP for each video"),
    ):
        output.add_argument(f"--{name}", action="store_true", help=told)
    output.add_argument(
        "--json-progress",
        action="store_true",
        help="for machines: progress as JSON lines on standard error, the summary as JSON on standard output",
    )
    add_looking_arguments(parser)
    machine = parser.add_argument_group("how to run")
    add_engine_argument(machine)
    machine.add_argument("--threads", type=int, metavar="N", help="threads a frame may use (default: all cores)")


def add_looking_arguments(parser: argparse.ArgumentParser) -> None:
    """How a video is looked at, what is counted, and what is drawn."""
    movement = parser.add_argument_group("movement")
    movement.add_argument("--exercise", metavar="NAME", help="count its repetitions: squat, lunge, push_up, …")
    movement.add_argument(
        "--filter",
        metavar="KIND[:NAME=VALUE,…]",
        help="one_euro, butterworth, median or hampel for the angles in all files, such as "
        "butterworth:cutoff_hz=6,order=2 (default: as measured)",
    )
    movement.add_argument(
        "--plane",
        choices=("2d", "3d"),
        help="angles of the report and of the .mot file (default: those the exercise counts by, else 3d)",
    )
    part = parser.add_argument_group("which frames")
    part.add_argument("--start", type=float, metavar="S", default=0.0, help="from this second on (default: 0)")
    part.add_argument("--end", type=float, metavar="S", help="up to this second (default: the end)")
    part.add_argument("--every", type=int, metavar="N", default=1, help="every n-th frame (default: 1)")
    find = parser.add_argument_group("what to find")
    find.add_argument(
        "--parts",
        choices=("body", "body-hands", "everything"),
        help="what to compute (default: body, with the hands where the exercise is about them)",
    )
    add_model_arguments(find)
    find.add_argument("--clahe", action="store_true", help="even out the contrast first: for dark videos")
    drawing = parser.add_argument_group("annotated video")
    drawing.add_argument("--no-audio", action="store_true", help="without the sound of the source")
    drawing.add_argument(
        "--angles",
        type=_names,
        metavar="NAME[,NAME]",
        help="angles written beside their joints, such as left_knee (default: those the exercise counts by)",
    )
    drawing.add_argument("--style", choices=("house", "classic"), default="house", help="default: %(default)s")
    drawing.add_argument("--cover-face", action="store_true", help="hide the face of the person found")


def add_engine_argument(group: argparse._ArgumentGroup) -> None:
    """What runs the models."""
    group.add_argument("--engine", choices=("litert", "mediapipe"), default="litert", help="default: %(default)s")


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a video failed and the others were done."""
    # It loads what reads videos and runs models; --help does not wait for that.
    from holistic_core.commands.video_run import process_files  # noqa: PLC0415

    return process_files(args)
