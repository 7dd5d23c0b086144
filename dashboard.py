"""The map of the pages."""

from pathlib import Path

import streamlit as st

from ui.errors import shown
from ui.texts import text

# A picture of our own: for a Material icon or an emoji in the tab the browser would ask a server on the internet.
icon = str(Path(__file__).parent / "ui" / "icon.svg")
st.set_page_config(page_title=text("app.name"), page_icon=icon, layout="wide")
st.logo(icon, size="large")
page = st.navigation(
    {
        text("nav.see"): [
            st.Page("pages/home.py", title=text("nav.home"), icon=":material/home:", default=True),
            st.Page("pages/picture.py", title=text("nav.picture"), icon=":material/image:"),
        ],
        text("nav.measure"): [
            st.Page("pages/accuracy.py", title=text("nav.accuracy"), icon=":material/straighten:"),
        ],
    }
)
with shown():
    page.run()
