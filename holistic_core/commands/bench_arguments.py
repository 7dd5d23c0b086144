"""Arguments of the experiments of `bench` that are no plans: pictures, files, and how often."""

import argparse
from pathlib import Path

from holistic_core.commands import bench_plans as plans


def picture(parser: argparse.ArgumentParser) -> None:
    """The picture that is looked at."""
    parser.add_argument(
        "--image",
        type=Path,
        metavar="FILE",
        help="picture of a person with face and both hands in view (default: that of the test media named by "
        "HOLISTIC_TEST_MEDIA, else the rendered person of the package)",
    )


def engines(parser: argparse.ArgumentParser) -> None:
    """Of `bench engines`."""
    picture(parser)
    _count(parser, "--runs", 5, "pans over the picture; medians of them count")
    _count(parser, "--frames", 90, "frames of a pan")
    parser.add_argument(
        "--pause-ms",
        type=float,
        default=3.0,
        metavar="MS",
        help="rest between two calls, in which idle threads stop spinning (default: %(default)s)",
    )


def streams(parser: argparse.ArgumentParser) -> None:
    """Of `bench streams`."""
    picture(parser)
    _count(parser, "--frames", 40, "frames of each stream")


def cold(parser: argparse.ArgumentParser) -> None:
    """Of `bench cold`."""
    picture(parser)
    _count(parser, "--runs", 5, "fresh processes of each engine, with and without warm-up")
    plans.files(parser)


def soak(parser: argparse.ArgumentParser) -> None:
    """Of `bench soak`."""
    picture(parser)
    _count(parser, "--frames", 10_000, "frames of the stream")


def coach(parser: argparse.ArgumentParser) -> None:
    """Of `bench coach`."""
    _count(parser, "--frames", 10, "frames of a squat; the median of them counts")


def nothing(_: argparse.ArgumentParser) -> None:
    """None."""


def dark(parser: argparse.ArgumentParser) -> None:
    """Of `bench dark`."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="pictures and videos")
    _count(parser, "--every", 10, "of a video, look at each N-th frame")


def people(parser: argparse.ArgumentParser) -> None:
    """Of `bench people`."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="pictures")
    _count(parser, "--max-people", 4, "the most people to look for")


def precision(parser: argparse.ArgumentParser) -> None:
    """Of `bench precision`."""
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILES", help="pictures and videos beside the coach's")
    _count(parser, "--every", 12, "of a clip, look at each N-th frame")
    plans.files(parser)


def repetitions(parser: argparse.ArgumentParser) -> None:
    """Of `bench repetitions`."""
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILES", help="videos (default: the kept clips)")
    parser.add_argument("--exercise", metavar="NAME", help="what is done in FILES, for example squat or push-up")
    _manifest(parser, "count the videos of a table")


def video(parser: argparse.ArgumentParser) -> None:
    """Of `bench video`."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="videos")
    _count(parser, "--runs", 3, "times through each video; the median counts")


def videos(parser: argparse.ArgumentParser) -> None:
    """Of `bench videos`."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="FILES", help="videos, and folders with videos in them")
    _manifest(parser, "compare counts with a table")


def batch(parser: argparse.ArgumentParser) -> None:
    """Of `bench batch`."""
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILES", help="default: the coach's kept clips")
    _count(parser, "--runs", 3, "times with each number of workers; the median counts")


def inputs(parser: argparse.ArgumentParser) -> None:
    """Of `bench inputs`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder with good, bad and hostile files")
    parser.add_argument("--no-detect", dest="detect", action="store_false", help="only read the files")


def _count(parser: argparse.ArgumentParser, name: str, default: int, text: str) -> None:
    parser.add_argument(name, type=_positive, default=default, metavar="N", help=f"{text} (default: %(default)s)")


def _manifest(parser: argparse.ArgumentParser, text: str) -> None:
    told = f"{text} with the columns file, exercise_expected and reps_expected"
    parser.add_argument("--manifest", type=Path, metavar="CSV", help=told)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)
