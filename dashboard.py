"""The map of the pages."""

import streamlit as st

from ui.errors import shown
from ui.texts import text

st.set_page_config(page_title=text("app.name"), page_icon=":material/accessibility_new:", layout="wide")
page = st.navigation(
    {
        text("nav.see"): [
            st.Page("pages/home.py", title=text("nav.home"), icon=":material/home:", default=True),
            st.Page("pages/picture.py", title=text("nav.picture"), icon=":material/image:"),
        ],
    }
)
with shown():
    page.run()
