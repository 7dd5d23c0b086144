"""One look for all charts: light and dark pages, laptop and phone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from holistic_core import palette
from holistic_core.options import Part
from holistic_core.topology import Side

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS: Final[Mapping[Side, str]] = MappingProxyType(
    {"left": palette.LEFT, "right": palette.RIGHT, "middle": palette.MIDDLE, "face": palette.FACE}
)
SYMBOLS: Final[Mapping[Side, str]] = MappingProxyType(
    {"left": "circle", "right": "diamond", "middle": "square", "face": "cross"}
)
SIDE_LABELS: Final[Mapping[Side, str]] = MappingProxyType(
    {"left": "Left", "right": "Right", "middle": "Middle", "face": "Face"}
)
# Grey that is seen on white and on black; text never gets a colour, the page's theme gives it one.
FAINT: Final = "rgba(128, 128, 128, 0.35)"
# WebGL does not blend the lines of 3D axes.
GRID: Final = "#858585"
NEUTRAL: Final = "rgba(128, 128, 128, 0.9)"

_TITLE_PX: Final = 44
_LEGEND_PX: Final = 36


def apply_look(figure: "Figure", *, title: str, height: int, legend: bool = False) -> "Figure":
    """Give a figure the title, margins and legend of the house; returns the same figure.

    height: pixels. legend: a row of entries below the chart, where a narrow screen has room for it.
    Colours of texts and backgrounds stay those of the page's theme, so saved pictures are readable too.
    """
    figure.update_layout(
        title={
            "text": title,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "yanchor": "top",
            "y": 1,
            "yref": "container",
            "pad": {"t": 10, "l": 4},
        },
        template="plotly_white",
        height=height,
        margin={"l": 8, "r": 24, "t": _TITLE_PX, "b": 8},
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"},
        hoverlabel={"namelength": -1},
        dragmode=False,
        bargap=0.35,
    )
    figure.update_xaxes(automargin=True, zeroline=False)
    figure.update_yaxes(automargin=True, zeroline=False)
    if legend:
        figure.update_layout(margin_b=_LEGEND_PX + 8)
    return figure


def config(file_name: str = "chart") -> dict[str, Any]:
    """Options for whoever shows the figure: no logo, and a button that saves a PNG at twice the size on screen.

    file_name: of the saved picture, without ending.
    """
    return {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d"],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
    }


def landmark_label(part: Part, name: str) -> str:
    """A landmark in words for people: "Left knee", "Left hand: index tip"."""
    words = name.replace("_", " ")
    return f"{part.replace('_', ' ').capitalize()}: {words}" if part.endswith("hand") else words.capitalize()
