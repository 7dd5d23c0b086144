"""`coach`: render the person whose true joint angles are known: a clip, a still, a fake camera, or the kept samples."""

import argparse
import json
from pathlib import Path
from typing import Final

from holistic_core.commands.scene_arguments import add_motion_arguments, add_scene_arguments

NAME: Final = "coach"
HELP: Final = "Render a person whose true joint angles are known: clips, stills, a fake camera's file."

_RENDER_EPILOG: Final = """\
For example, a clip of five squats seen from the side, and the picture at its second second:
  coach render --motion squat --view side --repetitions 5 --out squat.mp4
  coach render --motion squat --view side --still 2 --out squat.png

Beside the video or picture stands its truth: clip.json (or clip.npz) with the joints in metres and pixels, what is
hidden, the joint angles, the phase and the count of repetitions, frame by frame. Names: coach list.
Files appear when they are complete; Ctrl-C leaves nothing behind. The samples in this package are made by
  coach render --samples holistic_core/data/coach

Exit code: 0 done, 1 failed, 2 bad arguments.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `coach`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    render = actions.add_parser(
        "render",
        help="render a clip, a still, or the samples of the package",
        epilog=_RENDER_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    output = render.add_argument_group("output")
    output.add_argument("--out", type=Path, metavar="FILE", help="an .mp4, or with --still a .png or .jpg")
    output.add_argument("--y4m", type=Path, metavar="FILE", help="uncompressed, for a browser's fake camera")
    output.add_argument("--still", type=float, metavar="S", help="one picture, at this second of the clip")
    output.add_argument("--truth", choices=("json", "npz", "both", "none"), default="json", help="default: %(default)s")
    output.add_argument("--samples", type=Path, metavar="DIR", help="render the samples of the package into a folder")
    output.add_argument("--truth-only", action="store_true", help="with --samples: their truth without pictures")
    output.add_argument("--json", action="store_true", help="print what was written for machines")
    add_motion_arguments(render)
    add_scene_arguments(render)
    more = render.add_argument_group("more of the recording")
    more.add_argument("--fps", type=float, default=25.0, metavar="N", help="frames a second (default: %(default)g)")
    more.add_argument("--camera-height", type=float, metavar="M", help="of the lens above the floor")
    more.add_argument("--focal-length", type=float, metavar="MM", help="as on 35 mm film; 50 is the usual one")
    more.add_argument(
        "--light-azimuth", type=float, metavar="DEG", help="where the main light comes from, as --azimuth"
    )
    more.add_argument("--light-elevation", type=float, metavar="DEG", help="its height above the horizon")
    more.add_argument("--blur", type=float, metavar="PX", help="of the lens, standard deviation in pixels")
    more.add_argument("--seed", type=int, metavar="N", help="of the noise")
    listing = actions.add_parser("list", help="list movements, people, views, faults and samples", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="print the list for machines")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; errors are raised."""
    if args.action == "list":
        _print_list(as_json=args.json)
        return 0
    from holistic_core.commands import coach_render  # noqa: PLC0415 -- not needed for --help

    written = coach_render.render(args)
    if args.json:
        print(json.dumps({"written": [str(path) for path in written]}, indent=2))
    else:
        for path in written:
            print(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")
    return 0


def _print_list(*, as_json: bool) -> None:
    from holistic_core.coach.figure import FIGURES  # noqa: PLC0415 -- not needed for --help
    from holistic_core.coach.motions import FAULTS, MOTIONS  # noqa: PLC0415
    from holistic_core.coach.samples import SAMPLES, STILLS  # noqa: PLC0415
    from holistic_core.commands.scene_arguments import VIEWS  # noqa: PLC0415

    lists = {
        "motions": {name: f"{motion.label}: {motion.repetition}" for name, motion in MOTIONS.items()},
        "faults": {
            name: f"{meaning} ({', '.join(key for key, motion in MOTIONS.items() if name in motion.faults)})"
            for name, meaning in FAULTS.items()
        },
        "people": {name: f"{each.label}, {each.height_m:.2f} m" for name, each in FIGURES.items()},
        "views": {name: f"camera at {azimuth_deg:g}°" for name, azimuth_deg in VIEWS.items()},
        "clips": {name: sample.label for name, sample in SAMPLES.items()},
        "stills": {name: sample.label for name, sample in STILLS.items()},
    }
    if as_json:
        print(json.dumps(lists, indent=2, ensure_ascii=False))
        return
    for title, rows in lists.items():
        print(title)
        for name, meaning in rows.items():
            print(f"  {name:20} {meaning}")
