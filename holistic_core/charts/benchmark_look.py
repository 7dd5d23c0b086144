"""How those that are compared by a benchmark are told apart: colour, dash, symbol and pattern, never colour alone."""

import textwrap
from dataclasses import dataclass
from typing import Final, Literal

from holistic_core import palette
from holistic_core.charts.look import GRID
from holistic_core.palette import rgb_of

Kind = Literal["ours", "theirs", "warning"]

# What belongs to no side of a person has colours of its own.
_COLOURS: Final[dict[Kind, str]] = {"ours": palette.OURS, "theirs": GRID, "warning": palette.WARNING}
# Of a name beside a bar: a phone has to have room for the bar as well.
_NAME_CHARACTERS: Final = 21
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SYMBOLS: Final = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "triangle-down")
PATTERNS: Final = ("", "/", ".", "x", "\\", "+", "-", "|")


@dataclass(frozen=True)
class Style:
    """colour: `#RRGGBB`. dash, symbol: names of Plotly. pattern: of a filled area, "" for none."""

    colour: str
    dash: str
    symbol: str
    pattern: str

    @property
    def fill(self) -> str:
        """The colour for areas, through which the grid is seen."""
        return f"rgba{(*rgb_of(self.colour), 0.35)}"


def style_of(kind: Kind, number: int) -> Style:
    """The style of the `number`-th of a chart's entries, which counts on from kind to kind."""
    return Style(
        _COLOURS[kind],
        _DASHES[number % len(_DASHES)],
        _SYMBOLS[number % len(_SYMBOLS)],
        PATTERNS[number % len(PATTERNS)],
    )


def row_name(label: str) -> str:
    """A label as a name beside a bar, in lines short enough for a phone."""
    return "<br>".join(textwrap.wrap(label, _NAME_CHARACTERS, break_long_words=False))


def sentence(words: str) -> str:
    """The words with a capital at the beginning; units stay as they are."""
    return words[:1].upper() + words[1:]
