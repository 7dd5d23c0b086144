"""The current settings as code to copy: in Python and on the command line."""

import dataclasses
import json
import shlex
from typing import Any, Final

from holistic_core.drawing import DrawOptions
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, PARTS, FindOptions, Part
from ui.settings import Settings

_LONGEST_LINE: Final = 100
_PARTS_ARGUMENT: Final = {BODY: "body", BODY_AND_HANDS: "body-hands", EVERYTHING: "everything"}
_FIND_SWITCHES: Final = ("refine_face", "segmentation", "clahe", "drop_implausible")
_FIND_NUMBERS: Final = ("min_detection_confidence", "min_tracking_confidence")
_DRAW_VALUES: Final = ("style", "face", "thickness", "background", "background_colour", "min_visibility")


def python_snippet(settings: Settings, picture_name: str) -> str:
    """A program that finds and draws what the page shows."""
    find = _call("FindOptions", _differences(settings.find, FindOptions()))
    draw = _call("DrawOptions", _differences(settings.draw, DrawOptions()))
    detector = _call("DetectorOptions", {"engine": settings.engine})
    if settings.people == "best":
        detect = "people = [detector.detect(picture.rgb, find)]"
    else:
        most = 1 if settings.people == "largest" else settings.max_people
        detect = f"people = detector.detect_people(picture.rgb, max_people={most}, find=find)"
    return f"""\
from pathlib import Path

from holistic_core import Detector, DetectorOptions, FindOptions
from holistic_core.angles import joint_angles
from holistic_core.drawing import DrawOptions, draw
from holistic_core.media.pictures import encode_picture, read_picture

picture = read_picture(Path({_quoted(picture_name)}))
find = {find}
with Detector({detector}) as detector:
    {detect}

annotated = draw(picture.rgb, people, {draw})
Path("annotated.png").write_bytes(encode_picture(annotated))
for person in people:
    for angle in joint_angles(person, min_visibility={settings.draw.min_visibility:g}):
        print(f"{{angle.definition.label}}: {{angle.deg_2d:.1f}}° in the picture, {{angle.deg_3d:.1f}}° in space")
"""


def command_snippet(settings: Settings, picture_name: str) -> str:
    """A command line that writes what the page shows, and the numbers, into the folder `out`."""
    usual_find, usual_draw = FindOptions(), DrawOptions()
    words = ["python", "-m", "holistic_core", "detect", _file_argument(picture_name), "--out", "out"]
    if settings.engine != "litert":
        words += ["--engine", settings.engine]
    if settings.find.parts != usual_find.parts:
        words += ["--parts", _PARTS_ARGUMENT[settings.find.parts]]
    if settings.people != "best":
        words += ["--people", str(1 if settings.people == "largest" else settings.max_people)]
    words += [_option(name) for name in _FIND_SWITCHES if getattr(settings.find, name)]
    for options, usual, names in (
        (settings.find, usual_find, _FIND_NUMBERS),
        (settings.draw, usual_draw, _DRAW_VALUES),
    ):
        for name in names:
            value = getattr(options, name)
            if value != getattr(usual, name):
                words += [_option(name), f"{value:g}" if isinstance(value, float) else str(value)]
    if settings.draw.numbers:
        words.append("--numbers")
    if settings.draw.cover_face:
        words.append("--cover-face")
    if not settings.draw.parts >= settings.find.parts:
        words += ["--draw-parts", ",".join(part for part in PARTS if part in settings.draw.parts)]
    return " ".join(shlex.quote(word) for word in words)


def _differences(options: Any, usual: Any) -> dict[str, Any]:
    """The fields that are not at their default, in the order they are declared."""
    values = {each.name: getattr(options, each.name) for each in dataclasses.fields(options)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def _call(name: str, arguments: dict[str, Any]) -> str:
    """The call as source code, one argument a line when it would be too long."""
    written = [f"{key}={_literal(value)}" for key, value in arguments.items()]
    line = f"{name}({', '.join(written)})"
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{name}(\n" + "".join(f"    {argument},\n" for argument in written) + ")"


def _literal(value: Any) -> str:
    if isinstance(value, frozenset):
        ordered: list[Part] = [part for part in PARTS if part in value]
        return f"frozenset({{{', '.join(map(_quoted, ordered))}}})" if ordered else "frozenset()"
    if isinstance(value, str):
        return _quoted(value)
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _quoted(value: str) -> str:
    # A JSON text is a Python text too.
    return json.dumps(value, ensure_ascii=False)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _file_argument(picture_name: str) -> str:
    # A name that starts with a dash would be taken for an option.
    return f"./{picture_name}" if picture_name.startswith("-") else picture_name
