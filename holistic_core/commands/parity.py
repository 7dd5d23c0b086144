"""`parity`: how far the LiteRT engine is from MediaPipe, on the user's own pictures and videos."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from holistic_core.errors import ImageError

if TYPE_CHECKING:
    from holistic_core.engines.litert import LiteRTEngine
    from holistic_core.measure.parity import NamedPicture
    from holistic_core.measure.parity_report import ParityReport
    from holistic_core.options import FindOptions

NAME: Final = "parity"
HELP: Final = "Compare the LiteRT engine with MediaPipe on pictures or videos."

_EPILOG: Final = """\
Pictures: each by itself, with a MediaPipe made anew, because its static mode carries hands and face over.
Videos: one step at a time. Before each frame, the LiteRT engine gets MediaPipe's own region of interest and last hands
and face; left to themselves, two runs drift apart, even MediaPipe from MediaPipe.
The error of a picture is the mean distance of a part's landmarks, in % of the longest side of the part's box.

Exit code: 0 within the limits, 1 over them or nothing to compare, 2 bad arguments.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `parity`."""
    parser.epilog = _EPILOG
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--images", type=Path, nargs="+", metavar="DIR", help="folders with pictures, or pictures")
    source.add_argument("--video", type=Path, nargs="+", metavar="FILE", help="videos; several are also summed up")
    parser.add_argument("--frames", type=int, metavar="N", help="only the first N frames of each video")
    parser.add_argument("--refine-face", action="store_true", help="compare 478 face points instead of 468")
    parser.add_argument("--threads", type=int, metavar="N", help="of the LiteRT engine (default: the number of cores)")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the engines agree within the limits, else 1."""
    from holistic_core.engines.litert import LiteRTEngine  # noqa: PLC0415 -- not needed for --help
    from holistic_core.measure.parity_report import format_parity  # noqa: PLC0415
    from holistic_core.measure.table import as_json  # noqa: PLC0415
    from holistic_core.options import DetectorOptions, FindOptions  # noqa: PLC0415

    find = FindOptions(refine_face=args.refine_face)
    engine = LiteRTEngine(DetectorOptions() if args.threads is None else DetectorOptions(threads=args.threads))
    try:
        reports = _stills(engine, args.images, find) if args.images else _videos(engine, args.video, find, args.frames)
    finally:
        engine.close()
    print(as_json(reports) if args.json else "\n\n".join(map(format_parity, reports)))
    # The last report sums up all of them.
    return 0 if reports[-1].passed else 1


def _stills(engine: "LiteRTEngine", arguments: list[Path], find: "FindOptions") -> "list[ParityReport]":
    from holistic_core.measure.parity import compare_stills  # noqa: PLC0415

    source = ", ".join(path.name for path in arguments)
    return [compare_stills(_pictures(arguments), engine, find, source=source, progress=_say)]


def _pictures(arguments: list[Path]) -> "Iterator[NamedPicture]":
    from holistic_core.commands.picture_files import picture_files  # noqa: PLC0415
    from holistic_core.media.pictures import read_picture  # noqa: PLC0415

    for file in picture_files(arguments):
        try:
            yield file.name, read_picture(file.path, name=file.name).rgb
        except ImageError as error:
            _say(f"{file.name} left out: {error}")


def _videos(engine: "LiteRTEngine", files: list[Path], find: "FindOptions", frames: int | None) -> "list[ParityReport]":
    from holistic_core.measure.frames import video_frames  # noqa: PLC0415
    from holistic_core.measure.parity import compare_video  # noqa: PLC0415
    from holistic_core.measure.parity_report import VIDEO_CRITERIA, Comparison  # noqa: PLC0415

    total = Comparison(VIDEO_CRITERIA)
    reports = []
    for file in files:
        session = engine.open_session(find)
        one = video_frames(file, most=frames)
        reports.append(compare_video(one, session, find, source=file.name, progress=_say, total=total))
        session.close()
    if len(reports) > 1:
        reports.append(total.report("video, one step", f"all {len(reports)} videos"))
    return reports


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
