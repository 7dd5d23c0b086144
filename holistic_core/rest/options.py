"""What a program may choose, in the query of the address: one table for reading it and for the OpenAPI document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from holistic_core.drawing import DrawOptions
from holistic_core.drawing.options import Background, FaceStyle, Style
from holistic_core.options import PARTS, FindOptions
from holistic_core.rest.problem import ProblemError

Kind = Literal["parts", "fraction", "number", "whole", "flag", "choice", "colour"]
Table = Literal["landmarks", "wide", "angles"]

_FIND: Final = ("parts", "min_detection_confidence", "min_tracking_confidence", "refine_face", "segmentation")
_FIND_MORE: Final = ("model_complexity", "clahe", "drop_implausible")
_DRAW: Final = ("style", "face", "thickness", "numbers", "background", "background_colour", "cover_face")
_NEED_MASK: Final = ("blurred", "replaced")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{0,30})?([eE]-?[0-9]{1,3})?")
_COLOUR: Final = "^#[0-9A-Fa-f]{6}$"
_MOST_SHOWN: Final = 60


@dataclass(frozen=True)
class Option:
    """One option of a query. least, most: of a number. choices: allowed words. None as default: left to the library."""

    name: str
    kind: Kind
    help: str
    default: Any = None
    least: float = 0.0
    most: float = 1.0
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        if self.kind == "parts":
            return {"type": "array", "items": {"enum": list(PARTS)}, "minItems": 1, "uniqueItems": True}
        schemas: dict[Kind, dict[str, Any]] = {
            "fraction": {"type": "number", "minimum": self.least, "maximum": self.most},
            "number": {"type": "number", "minimum": self.least, "maximum": self.most},
            "whole": {"type": "integer", "minimum": int(self.least), "maximum": int(self.most)},
            "flag": {"type": "boolean"},
            "choice": {"type": "string", "enum": list(self.choices)},
            "colour": {"type": "string", "pattern": _COLOUR},
        }
        schema = schemas[self.kind]
        return schema if self.default is None else {**schema, "default": self.default}

    def read(self, text: str) -> Any:
        """The value in an address; ValueError with what it has to be."""
        if self.kind == "parts":
            names = text.split(",")
            if not set(names) <= set(PARTS) or len(set(names)) != len(names):
                raise ValueError(f"one or several of {', '.join(PARTS)}, each once")
            return frozenset(names)
        if self.kind == "flag":
            if text not in ("true", "false"):
                raise ValueError("true or false")
            return text == "true"
        if self.kind == "choice":
            if text not in self.choices:
                raise ValueError(f"one of {', '.join(self.choices)}")
            return text
        if self.kind == "colour":
            if not re.fullmatch(_COLOUR[1:-1], text):
                raise ValueError("a colour like #1A2B3C, its sign written as %23")
            return text
        return self._number(text)

    def _number(self, text: str) -> float:
        whole = self.kind == "whole"
        value = float(text) if (_WHOLE if whole else _NUMBER).fullmatch(text) else float("nan")
        if not self.least <= value <= self.most:
            raise ValueError(f"a {'whole ' if whole else ''}number from {self.least:g} to {self.most:g}")
        return int(value) if whole else value


_usual, _look = FindOptions(), DrawOptions()
OPTIONS: Final[dict[str, Option]] = {
    option.name: option
    for option in (
        Option("parts", "parts", "What is computed, separated by commas; the body always is. Without it: everything."),
        Option("people", "whole", "Up to so many people, the largest first. Without it: the one person the detector is "
               "most sure of.", least=1, most=20),
        Option("min_detection_confidence", "fraction", "How sure the detector must be that there is a person.",
               _usual.min_detection_confidence),
        Option("min_tracking_confidence", "fraction", "How sure the body model must be.",
               _usual.min_tracking_confidence),
        Option("refine_face", "flag", "478 face points with irises, instead of 468.", False),
        Option("segmentation", "flag", "Also the mask of the person, in the JSON.", False),
        Option("model_complexity", "whole", "Body model: 0 lite, 1 full, 2 heavy. 0 and 2 only where the host has "
               "installed them.", _usual.model_complexity, most=2),
        Option("clahe", "flag", "Even out the contrast first, for dark pictures.", False),
        Option("drop_implausible", "flag", "Leave out limbs of impossible length.", False),
        Option("min_visibility", "fraction", "Points less visible give no angle and are not drawn.", 0.5),
        Option("table", "choice", "Which CSV: a row a landmark, a row a person, or a row a joint angle.", "landmarks",
               choices=get_args(Table)),
        Option("draw_parts", "parts", "Which of the parts found are drawn. Without it: all that are computed."),
        Option("style", "choice", "How the skeleton is drawn.", _look.style, choices=get_args(Style)),
        Option("face", "choice", "How the face is drawn.", _look.face, choices=get_args(FaceStyle)),
        Option("thickness", "number", "Factor on the widths of lines.", _look.thickness, 0.25, 5.0),
        Option("numbers", "flag", "Write the landmark numbers into the picture.", False),
        Option("cover_face", "flag", "Hide the faces of the people found; the whole picture where nobody is.", False),
        Option("background", "choice", "What is behind the person in the picture.", _look.background,
               choices=get_args(Background)),
        Option("background_colour", "colour", "For the background `replaced`.", _look.background_colour),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What a request asks for. people: None for the person the detector is most sure of."""

    find: FindOptions
    draw: DrawOptions
    people: int | None
    min_visibility: float
    table: Table


def choice_from(query: Sequence[tuple[str, str]], *, drawn: bool) -> Choice:
    """What the query asks for; `ProblemError` names an option that is unknown, doubled or wrong.

    drawn: whether a picture is answered, for whose background a mask may be needed.
    """
    values: dict[str, Any] = {}
    for name, text in query:
        option = OPTIONS.get(name)
        if option is None:
            raise ProblemError(
                "options", f"There is no option {name[:_MOST_SHOWN]!r}. The options are {', '.join(OPTIONS)}."
            )
        if name in values:
            raise ProblemError("options", f"The option {name} is given twice; give it once.")
        try:
            values[name] = option.read(text)
        except ValueError as error:
            raise ProblemError(
                "options", f"The option {name} is {text[:_MOST_SHOWN]!r}; it must be {error}."
            ) from error
    find = {name: values[name] for name in (*_FIND, *_FIND_MORE) if name in values}
    if drawn and values.get("background") in _NEED_MASK:
        find["segmentation"] = True
    found = FindOptions(**find)
    min_visibility = values.get("min_visibility", 0.5)
    look = {name: values[name] for name in _DRAW if name in values}
    return Choice(
        find=found,
        draw=DrawOptions(parts=values.get("draw_parts", found.parts), min_visibility=min_visibility, **look),
        people=values.get("people"),
        min_visibility=min_visibility,
        table=values.get("table", "landmarks"),
    )
