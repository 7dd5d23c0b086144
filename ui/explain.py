"""The expander "How this works" at the end of every page: few words and a figure made from real data."""

from collections.abc import Callable

import streamlit as st

from ui.errors import shown
from ui.texts import text
from ui.visit import is_workshop


def how_this_works(page: str, show_figure: Callable[[], None]) -> None:
    """Show the words of the page beside its figure.

    page: whose words, `explain.<page>` in the table of texts. show_figure: draws the figure and says what it shows; it
    is made when a visitor opens the expander, so that nobody waits for what is hidden.
    A workshop has a teacher instead.
    """
    if not is_workshop():
        _expander(page, show_figure)


@st.fragment
def _expander(page: str, show_figure: Callable[[], None]) -> None:
    title = st.expander(text("explain.title"), icon=":material/school:", on_change="rerun", key=f"explain-{page}")
    if not title.open:
        return
    with title, shown():
        words, figure = st.columns([3, 2], gap="large")
        words.markdown(text(f"explain.{page}"))
        with figure:
            show_figure()
            st.caption(text(f"explain.{page}_figure"))
