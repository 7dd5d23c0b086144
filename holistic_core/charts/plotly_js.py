"""Plotly's program for browsers, and figures as JSON for it: what a page needs to show charts without a server."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def plotly_js() -> str:
    """The whole program, minified (4.8 MB), from the installed package."""
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 -- plotly is loaded when a chart is made

    text: str = get_plotlyjs()
    return text


def figure_json(figure: "Figure") -> str:
    """`{"data": …, "layout": …}` that can stand in a script of an HTML page: it holds no "<"."""
    text: str = figure.to_json()
    return text.replace("<", "\\u003c")
