"""Arguments that say who is rendered, what they do, and how they are photographed."""

import argparse
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holistic_core.coach.motions import MotionOptions
    from holistic_core.coach.scene import Scene

VIEWS: Final = MappingProxyType({"front": 0.0, "three-quarter": 45.0, "side": 90.0, "back": 180.0})


def add_motion_arguments(parser: argparse.ArgumentParser) -> None:
    """What the person does."""
    group = parser.add_argument_group("movement")
    group.add_argument("--motion", default="squat", metavar="NAME", help="what the person does (default: %(default)s)")
    group.add_argument("--repetitions", type=int, metavar="N", help="how often (default: once)")
    group.add_argument("--tempo", type=float, metavar="S", help="seconds for one repetition")
    group.add_argument("--depth", type=float, metavar="SHARE", help="how far the movement goes; 1 is the full one")
    group.add_argument(
        "--fault", action="append", default=[], metavar="NAME", help="a mistake on purpose; may be repeated"
    )


def add_scene_arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is, where the camera stands, and what the recording is like."""
    group = parser.add_argument_group("person and recording")
    group.add_argument("--person", metavar="NAME", help="whose body (default: the first one)")
    view = group.add_mutually_exclusive_group()
    view.add_argument("--view", choices=VIEWS, help="where the camera stands (default: side)")
    view.add_argument("--azimuth", type=float, metavar="DEG", help="0 = in front, 90 = the person's left, 180 = behind")
    group.add_argument("--distance", type=float, metavar="M", help="of the camera, in metres")
    group.add_argument("--light", type=float, metavar="PERCENT", help="100 = a well-lit room, 2 = almost dark")
    group.add_argument(
        "--noise", type=float, metavar="LEVELS", help="standard deviation of the grain, of 255 grey levels"
    )
    group.add_argument("--size", type=_size, metavar="WxH", help="of the pictures in pixels, 480x640")


def scene_of(args: argparse.Namespace) -> "Scene":
    """The scene of the arguments; OptionsError for a value out of range."""
    from holistic_core.coach.figure import FIGURES  # noqa: PLC0415 -- not needed for --help
    from holistic_core.coach.limits import in_range, one_of  # noqa: PLC0415
    from holistic_core.coach.scene import Scene  # noqa: PLC0415

    usual = Scene()
    azimuth_deg = VIEWS[args.view or "side"] if args.azimuth is None else args.azimuth
    camera = replace(usual.camera, azimuth_deg=azimuth_deg)
    if args.distance is not None:
        camera = replace(camera, distance_m=args.distance)
    light = usual.light
    if args.light is not None:
        light = replace(light, brightness=in_range("light", args.light, 2.0, 150.0, "%") / 100)
    person = one_of("person", args.person or next(iter(FIGURES)), FIGURES)
    return replace(
        usual,
        figure=FIGURES[person],
        camera=camera,
        light=light,
        noise=usual.noise if args.noise is None else args.noise,
        image_size=args.size or usual.image_size,
    )


def motion_of(args: argparse.Namespace) -> "MotionOptions":
    """The movement of the arguments; OptionsError for a name or value that is not possible."""
    from holistic_core.coach.motions import MotionOptions  # noqa: PLC0415 -- not needed for --help

    given = {
        "repetitions": 1 if args.repetitions is None else args.repetitions,
        "tempo_s": args.tempo,
        "depth": args.depth,
    }
    values = {name: value for name, value in given.items() if value is not None}
    return MotionOptions(args.motion, faults=tuple(args.fault), **values)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().replace("×", "x").partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a size like 480x640")
    return int(width), int(height)
