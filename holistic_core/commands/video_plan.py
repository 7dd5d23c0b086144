"""What the arguments of `video` ask for, checked before the first video is opened, and what tells two plans apart."""

import argparse
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from holistic_core.angles import ANGLES
from holistic_core.drawing import DrawOptions
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES
from holistic_core.export.movement_files import FILES_OF, MovementFormat
from holistic_core.export.session import SESSION_VERSION
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, DetectorOptions, FindOptions
from holistic_core.video.options import VideoOptions

_PARTS: Final = {"body": BODY, "body-hands": BODY_AND_HANDS, "everything": EVERYTHING}
_WHOLE_NUMBERS: Final = frozenset({"order"})
_SWITCHES: Final = {"true": True, "false": False}
# Counted up when the same options would give other files.
_PLAN_VERSION: Final = 1
_PACKAGES: Final = ("mediapipe", "ai-edge-litert", "plotly")


@dataclass(frozen=True)
class Plan:
    """What is done with every video. options: without the place of the annotated video. filter: None = as measured.

    annotated: the annotated video as a file of its own. zipped: everything, the annotated video too, as one ZIP.
    """

    options: VideoOptions
    detector: DetectorOptions
    formats: frozenset[MovementFormat]
    annotated: bool
    zipped: bool
    filter: FilterSettings | None
    in_space: bool

    def fingerprint(self, path: Path) -> str:
        """SHA-256 over a video's content, its name, everything that was chosen, and versions. OSError if unreadable."""
        told = json.dumps({**self.chosen(), "name": path.name}, sort_keys=True, default=_plain)
        return content_digest(path, told)

    def chosen(self) -> dict[str, Any]:
        """Everything on which the outputs depend besides the video: what was chosen, and versions."""
        chosen: dict[str, Any] = {each.name: getattr(self.options, each.name) for each in fields(self.options)}
        chosen |= {"find": asdict(self.options.find), "draw": asdict(self.options.draw), "engine": self.detector.engine}
        chosen |= {"formats": self.formats, "annotated": self.annotated, "in_space": self.in_space}
        chosen["zipped"] = self.zipped
        chosen |= {"filter": self.filter and asdict(self.filter), "plan": _PLAN_VERSION, "schema": SESSION_VERSION}
        return chosen | installed_versions()

    def digest(self, more: Mapping[str, Any]) -> str:
        """SHA-256 of what was `chosen`, and of more."""
        told = json.dumps({**self.chosen(), **more}, sort_keys=True, default=_plain)
        return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def installed_versions() -> dict[str, str]:
    """Versions of the packages on which the outputs depend."""
    return {package: metadata.version(package) for package in _PACKAGES}


def content_digest(path: Path, told: str = "") -> str:
    """SHA-256 over a text and a file's content; OSError if it cannot be read."""
    digest = hashlib.sha256(told.encode("utf-8", "surrogateescape"))
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def plan_of(args: argparse.Namespace) -> Plan:
    """OptionsError for arguments that are out of range, unknown, or contradict each other."""
    exercise = args.exercise
    if exercise is not None and exercise not in EXERCISES:
        raise OptionsError(f"There is no exercise {exercise!r}; choose one of {', '.join(EXERCISES)}.")
    counted = () if exercise is None else EXERCISES[exercise].signal.joints
    hands = any(each.name == f"left_{joint}" and each.group == "left_hand" for each in ANGLES for joint in counted)
    parts = _PARTS[args.parts] if args.parts else BODY_AND_HANDS if hands else BODY
    if hands and not parts >= BODY_AND_HANDS:
        raise OptionsError(f"{EXERCISES[exercise].label} needs the hands: leave out --parts, or use body-hands.")
    find = FindOptions(
        parts=parts,
        min_detection_confidence=args.min_detection_confidence,
        min_tracking_confidence=args.min_tracking_confidence,
        model_complexity=args.complexity,
        clahe=args.clahe,
    )
    beside = () if hands else tuple(f"{side}_{joint}" for joint in counted for side in ("left", "right"))
    options = VideoOptions(
        find=find,
        draw=DrawOptions(parts=parts, style=args.style, cover_face=args.cover_face),
        exercise=exercise,
        start_s=args.start,
        end_s=args.end,
        every=args.every,
        keep_audio=not args.no_audio,
        angles=beside if args.angles is None else args.angles,
        keep_face="face" in parts,
    )
    chosen = frozenset(name for name in FILES_OF if getattr(args, name))
    everything = not (chosen or args.mp4 or args.zip)
    plane = args.plane or ("3d" if exercise is None else EXERCISES[exercise].signal.plane)
    detector = DetectorOptions(engine=args.engine)
    return Plan(
        options=options,
        detector=detector if args.threads is None else replace(detector, threads=args.threads),
        formats=frozenset(FILES_OF) if everything else chosen,
        annotated=everything or args.mp4,
        zipped=args.zip,
        filter=None if args.filter is None else filter_of(args.filter),
        in_space=plane == "3d",
    )


def filter_of(text: str) -> FilterSettings | None:
    """`KIND` or `KIND:NAME=VALUE,…`; None for "none". OptionsError that says what is wrong."""
    kind, _, rest = text.partition(":")
    known = {each.name for each in fields(FilterSettings)} - {"kind"}
    values: dict[str, Any] = {}
    for part in filter(None, rest.split(",")):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or name not in known:
            raise OptionsError(f"--filter has {part!r}; write NAME=VALUE with one of {', '.join(sorted(known))}.")
        values[name] = _value(name, value)
    settings = FilterSettings(kind=kind, **values)  # type: ignore[arg-type]  # it checks the kind itself
    return None if settings.kind == "none" else settings


def _value(name: str, text: str) -> float | bool:
    if name == "outliers":
        if text not in _SWITCHES:
            raise OptionsError(f"--filter has outliers={text}; it must be true or false.")
        return _SWITCHES[text]
    try:
        return int(text) if name in _WHOLE_NUMBERS else float(text)
    except ValueError as error:
        raise OptionsError(f"--filter has {name}={text}, which is no number.") from error


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
