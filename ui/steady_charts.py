"""Charts that are refreshed several times a second: one plot that moves on, instead of a new one each time.

`st.plotly_chart` takes a chart's identity from its data: the browser would throw a refreshed chart away and build a new
one. This component hands every new figure to the plot that is there already, and only while it is on the screen.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from ui.library_words import figure_in_words
from ui.plotly_file import PLOTLY_ADDRESS
from ui.texts import text

# How often the live page asks for newer numbers and figures.
REFRESH_MS: Final = 400
_FOLDER: Final = Path(__file__).parent


@cache
def component_file(*names: str) -> str:
    """The texts of files of this folder, one after the other."""
    return "\n".join((_FOLDER / name).read_text("utf-8") for name in names)


def steady_chart(figure: Any, name: str, *, feed: str | None = None) -> None:
    """Draw a Plotly figure in place of the one of this name that was drawn before; None: no chart yet.

    feed: where the browser finds newer figures of this name.
    """
    # Declared on every run: it belongs to the running server, of which a test has one for each page.
    chart = st.components.v2.component(
        "steady_chart",
        html="<div></div>",
        js=component_file("live_feed.js", "steady_chart.js"),
        isolate_styles=False,
    )
    data = {
        "name": name,
        "figure": None if figure is None else figure_in_words(figure).to_json(),
        "feed": feed,
        "every_ms": REFRESH_MS,
        "plotly": PLOTLY_ADDRESS,
        "words": {"failed": text("live.chart_failed")},
    }
    chart(key=f"steady-{name}", data=data)
