"""`detect`: landmarks of the people in picture files."""

import argparse
from pathlib import Path
from typing import Final

from holistic_core.commands.find_arguments import add_model_arguments

NAME: Final = "detect"
HELP: Final = "Find people in pictures: summary, JSON, CSV, COCO keypoints, annotated pictures."

_EPILOG: Final = """\
Files in DIR:
  STEM.json                                     one a picture (--json), loads back without loss
  STEM_annotated.png                            one a picture (--draw)
  landmarks.csv, landmarks_wide.csv, angles.csv all pictures together (--csv)
  coco_keypoints.json                           all pictures together (--coco)
STEM is the picture's name without its ending; the second of two pictures with the same stem is called STEM_2.
Files of these names that are already in DIR are replaced; your pictures never are.
Without --out, one of --json (one line a picture), --csv (long) and --coco goes to standard output, and the summary
to standard error. What the fields and columns mean: docs/schema.md.

Exit code: 0 all pictures done (also when nobody was found), 1 some picture failed, 2 bad arguments.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `detect`; defaults are those of FindOptions, DetectorOptions and DrawOptions."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILES",
        help="pictures, or folders whose pictures are taken (told by content, not by name; folders inside are not)",
    )
    output = parser.add_argument_group("output")
    output.add_argument("--out", type=Path, metavar="DIR", help="folder to write to; alone it means all four of these:")
    output.add_argument("--json", action="store_true", help="everything that was found, exact")
    output.add_argument("--csv", action="store_true", help="tables of landmarks and joint angles")
    output.add_argument("--coco", action="store_true", help="17 body keypoints for annotation tools")
    output.add_argument("--draw", action="store_true", help="pictures with the landmarks drawn on (needs --out)")
    find = parser.add_argument_group("what to find")
    find.add_argument(
        "--parts",
        choices=("body", "body-hands", "everything"),
        default="everything",
        help="what to compute (default: %(default)s)",
    )
    find.add_argument(
        "--people",
        type=int,
        metavar="N",
        help="up to N people, the largest first; 1 takes the largest person only. Without it: the one person the "
        "detector is most sure of",
    )
    find.add_argument("--refine-face", action="store_true", help="478 face points with irises, instead of 468")
    find.add_argument("--segmentation", action="store_true", help="also the mask of the person, in the JSON")
    find.add_argument("--clahe", action="store_true", help="even out the contrast first: for dark pictures")
    find.add_argument("--drop-implausible", action="store_true", help="leave out limbs of impossible length")
    add_model_arguments(find)
    machine = parser.add_argument_group("how to run")
    machine.add_argument("--engine", choices=("litert", "mediapipe"), default="litert", help="default: %(default)s")
    machine.add_argument("--threads", type=int, metavar="N", help="threads a picture may use (default: all cores)")
    drawing = parser.add_argument_group("how to draw and measure")
    drawing.add_argument(
        "--draw-parts",
        type=_part_names,
        metavar="PART[,PART]",
        help="which of the parts found are drawn: pose, face, left_hand, right_hand (default: all)",
    )
    drawing.add_argument("--style", choices=("house", "classic"), help="classic: red points, white bones")
    drawing.add_argument("--face", choices=("mesh", "contours", "points"), help="how the face is drawn")
    drawing.add_argument("--thickness", type=float, metavar="X", help="of lines, 1 is usual")
    drawing.add_argument("--numbers", action="store_true", default=None, help="write the landmark numbers")
    drawing.add_argument(
        "--cover-face",
        action="store_true",
        default=None,
        help="hide the faces of the people found; the whole picture where nobody is",
    )
    drawing.add_argument(
        "--background",
        choices=("picture", "black", "blurred", "replaced"),
        help="what is behind the person; blurred and replaced imply --segmentation",
    )
    drawing.add_argument("--background-colour", metavar="#RRGGBB", help="for --background replaced")
    drawing.add_argument(
        "--min-visibility",
        type=float,
        metavar="0-1",
        default=0.5,
        help="points less visible are not drawn and give no angle (default: %(default)s)",
    )


def _part_names(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(",")))


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a picture failed and the others were done."""
    # It loads what reads pictures and runs models; --help does not wait for that.
    from holistic_core.commands.detect_run import detect_files  # noqa: PLC0415

    return detect_files(args)
