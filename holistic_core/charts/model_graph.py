"""The models behind one result as a graph: which call hands a region to which."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from holistic_core.charts.look import COLOURS, NEUTRAL, apply_look

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from holistic_core.engines.model_graph import GraphNode

_ROW_PX: Final = 104
_TEXT_PX: Final = 13
_FRAME_PX: Final = 60
_BOX: Final = (0.92, 0.76)


def model_graph(nodes: Sequence["GraphNode"], *, title: str, picture: str, before: str) -> "Figure":
    """Boxes from top to bottom in the order of the work, arrows from what a region of interest came from.

    title, picture, before: words for the chart, for the picture, and for the frame before.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- charts load plotly only when one is made

    places = _places(nodes)
    figure = go.Figure()
    for node in nodes:
        _arrow(figure, places[node.origin], places[node.stage])
    texts = []
    for origin, words in (("picture", picture), ("previous_frame", before)):
        if origin in places:
            _box(figure, places[origin], NEUTRAL)
            texts.append((*places[origin], f"<b>{words}</b>"))
    for node in nodes:
        _box(figure, places[node.stage], _colour(node.stage), dash="solid" if node.accepted else "dot")
        words = f"<b>{_wrapped(node.stage)}</b><br>{node.megabytes:.1f} MB<br>{node.ms:.1f} ms"
        texts.append((*places[node.stage], words))
    x, y, words_of = zip(*texts, strict=True) if texts else ((), (), ())
    # The page's theme colours texts of traces for reading, those of annotations paler.
    figure.add_scatter(x=x, y=y, text=words_of, mode="text", textfont={"size": _TEXT_PX}, hoverinfo="skip")
    figure.add_scatter(
        x=[places[node.stage][0] for node in nodes],
        y=[places[node.stage][1] for node in nodes],
        mode="markers",
        marker={"size": 50, "opacity": 0},
        customdata=[node.model if math.isnan(node.score) else f"{node.model}, {node.score:.2f}" for node in nodes],
        hovertemplate="%{customdata}<extra></extra>",
    )
    columns, rows = (max((place[axis] for place in places.values()), default=0) for axis in (0, 1))
    apply_look(figure, title=title, height=_FRAME_PX + _ROW_PX * (round(rows) + 1))
    figure.update_xaxes(visible=False, range=[-0.5, columns + 0.5])
    figure.update_yaxes(visible=False, range=[rows + 0.5, -0.5])
    return figure.update_layout(hovermode="closest")


def _places(nodes: Sequence["GraphNode"]) -> Mapping[str, tuple[float, float]]:
    """Row by depth, column by branch: a call stands in the column of what it goes on to, parents in the middle."""
    children: dict[str, list[str]] = {}
    for node in nodes:
        children.setdefault(node.origin, []).append(node.stage)
    depth = {node.stage: float(node.depth) for node in nodes}
    places: dict[str, tuple[float, float]] = {}
    column = 0.0

    def place(name: str) -> float:
        nonlocal column
        below = [place(child) for child in children.get(name, [])]
        if not below:
            below = [column]
            column += 1
        x = (below[0] + below[-1]) / 2
        places[name] = x, depth.get(name, 0.0)
        return x

    for origin in ("previous_frame", "picture"):
        if origin in children:
            place(origin)
    return places


def _box(figure: "Figure", place: tuple[float, float], colour: str, dash: str = "solid") -> None:
    x, y = place
    half_x, half_y = _BOX[0] / 2, _BOX[1] / 2
    figure.add_shape(
        type="rect",
        x0=x - half_x,
        x1=x + half_x,
        y0=y - half_y,
        y1=y + half_y,
        line={"color": colour, "width": 3, "dash": dash},
    )


def _arrow(figure: "Figure", start: tuple[float, float], end: tuple[float, float]) -> None:
    figure.add_annotation(
        x=end[0],
        y=end[1] - _BOX[1] / 2,
        ax=start[0],
        ay=start[1] + _BOX[1] / 2,
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=2,
        arrowcolor=NEUTRAL,
    )


def _wrapped(stage: str) -> str:
    """The stage in words, in two lines: three boxes stand side by side on a phone."""
    first, _, last = stage.replace("_", " ").capitalize().rpartition(" ")
    return f"{first}<br>{last}" if first else last


def _colour(stage: str) -> str:
    for start, side in (("left", "left"), ("right", "right"), ("face", "face")):
        if stage.startswith(start):
            return COLOURS[side]  # type: ignore[index]
    return COLOURS["middle"]
