"""The two looks as data: colours and widths of every part."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from holistic_core import palette
from holistic_core.drawing.brush import Colour
from holistic_core.drawing.options import Style
from holistic_core.topology import Side

_DARK: Final = (24, 24, 24)
_WHITE: Final = (255, 255, 255)
_RED: Final = (255, 0, 0)
_BONE: Final = (224, 224, 224)
_SIDES: Final[Mapping[Side, Colour]] = MappingProxyType(
    {
        "left": palette.rgb_of(palette.LEFT),
        "right": palette.rgb_of(palette.RIGHT),
        "middle": palette.rgb_of(palette.MIDDLE),
        "face": palette.rgb_of(palette.FACE),
    }
)


def _all(colour: Colour) -> Mapping[Side, Colour]:
    return MappingProxyType(dict.fromkeys(_SIDES, colour))


@dataclass(frozen=True)
class Look:
    """How one part is drawn; widths and radii in pixels of a picture whose shorter side is 480.

    bone_colours, dot_colours: by the side a bone or point belongs to.
    bone_px: width. rim_px: of the rim on both sides of a bone, 0 = none. dot_px: radius. ring_px: white ring around a
    dot, 0 = none. extent_px: a part that is smaller than this is drawn finer, so that it is not buried.
    """

    bone_colours: Mapping[Side, Colour]
    dot_colours: Mapping[Side, Colour]
    bone_px: float
    dot_px: float
    rim_px: float = 0.0
    rim: Colour = _DARK
    ring_px: float = 0.0
    extent_px: float = 0.0


LOOKS: Final[Mapping[tuple[Style, str], Look]] = MappingProxyType(
    {
        ("house", "body"): Look(_SIDES, _SIDES, bone_px=3.0, dot_px=2.8, rim_px=1.0, ring_px=1.2, extent_px=240),
        ("house", "head"): Look(_SIDES, _SIDES, bone_px=2.0, dot_px=1.8, rim_px=0.8, ring_px=0.8, extent_px=50),
        ("house", "hand"): Look(_SIDES, _SIDES, bone_px=2.0, dot_px=1.8, rim_px=0.8, ring_px=0.8, extent_px=90),
        ("house", "contours"): Look(_SIDES, _SIDES, bone_px=1.0, dot_px=0, rim_px=0.9, rim=_WHITE, extent_px=120),
        ("house", "mesh"): Look(_SIDES, _SIDES, bone_px=0.5, dot_px=0, extent_px=120),
        ("house", "points"): Look(_SIDES, _SIDES, bone_px=0, dot_px=1.2, extent_px=120),
        ("classic", "body"): Look(_all(_BONE), _all(_RED), bone_px=2.0, dot_px=3.0, ring_px=0.8, extent_px=240),
        ("classic", "head"): Look(_all(_BONE), _all(_RED), bone_px=1.5, dot_px=2.0, ring_px=0.6, extent_px=50),
        ("classic", "hand"): Look(_all(_BONE), _all(_RED), bone_px=1.5, dot_px=2.0, ring_px=0.6, extent_px=90),
        ("classic", "contours"): Look(_all(_BONE), _all(_RED), bone_px=1.0, dot_px=0, extent_px=120),
        ("classic", "mesh"): Look(_all(_BONE), _all(_RED), bone_px=0.5, dot_px=0, extent_px=120),
        ("classic", "points"): Look(_all(_BONE), _all(_RED), bone_px=0, dot_px=1.0, extent_px=120),
    }
)
