"""What can be chosen about the drawing."""

import math
import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from holistic_core.errors import OptionsError
from holistic_core.options import EVERYTHING, PARTS, Part

Style = Literal["house", "classic"]
FaceStyle = Literal["mesh", "contours", "points"]
Background = Literal["picture", "black", "blurred", "replaced"]

_THICKNESS_RANGE: Final = (0.25, 5.0)
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """How results are drawn; any value outside its range is an OptionsError.

    parts: which parts are drawn. style: "house" colours the person's sides, "classic" is red points and white bones.
    face: all triangles, the outlines of eyes, lips and so on, or the points alone.
    thickness: factor on all widths, 0.25-5; at 1 they follow the size of the picture, finer on parts small in it.
    numbers: write the index of each landmark beside it, leaving out those that would cover another.
    background: the picture as it is, black, blurred, or one `background_colour` (`#RRGGBB`); the last two keep the
        person and need the result's segmentation.
    min_visibility: points less visible than this are left out, 0-1.
    cover_face: put a patch of one colour over the face of everybody found, below what is drawn. Where nobody is found,
        or where a found person's head is, is not known, the whole picture is blurred beyond recognition instead.
        People in the picture who are not among the results stay as they are.
    """

    parts: frozenset[Part] = EVERYTHING
    style: Style = "house"
    face: FaceStyle = "contours"
    thickness: float = 1.0
    numbers: bool = False
    background: Background = "picture"
    background_colour: str = "#FFFFFF"
    min_visibility: float = 0.5
    cover_face: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.parts) - set(PARTS))
        if unknown:
            raise OptionsError(f"Unknown parts {unknown}; choose from {', '.join(PARTS)}.")
        object.__setattr__(self, "parts", frozenset(self.parts))
        choices = (("style", get_args(Style)), ("face", get_args(FaceStyle)), ("background", get_args(Background)))
        for name, allowed in choices:
            if getattr(self, name) not in allowed:
                raise OptionsError(f"{name} is {getattr(self, name)!r}; choose one of {', '.join(map(repr, allowed))}.")
        low, high = _THICKNESS_RANGE
        if not (math.isfinite(self.thickness) and low <= self.thickness <= high):
            raise OptionsError(f"thickness is {self.thickness!r}; it must be a number from {low:g} to {high:g}.")
        if not _COLOUR.fullmatch(self.background_colour):
            raise OptionsError(f"background_colour is {self.background_colour!r}; write it as #RRGGBB.")
        if not 0.0 <= self.min_visibility <= 1.0:
            raise OptionsError(f"min_visibility is {self.min_visibility!r}; it must be a number from 0 to 1.")
