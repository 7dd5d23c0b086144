"""The map of the pages."""

from pathlib import Path

import streamlit as st

from ui.address import follow_language
from ui.errors import shown
from ui.texts import text
from ui.visit import begin_visit, is_workshop

begin_visit()
follow_language()
# A picture of our own: for a Material icon or an emoji in the tab the browser would ask a server on the internet.
icon = str(Path(__file__).parent / "ui" / "icon.svg")
st.set_page_config(page_title=text("app.name"), page_icon=icon, layout="wide")
st.logo(icon, size="large")
page = st.navigation(
    {
        text("nav.see"): [
            st.Page("pages/home.py", title=text("nav.home"), icon=":material/home:", default=True),
            st.Page("pages/picture.py", title=text("nav.picture"), icon=":material/image:"),
            st.Page("pages/live.py", title=text("nav.live"), icon=":material/videocam:"),
            st.Page("pages/video.py", title=text("nav.video"), icon=":material/movie:"),
        ],
        text("nav.measure"): [
            st.Page("pages/accuracy.py", title=text("nav.accuracy"), icon=":material/straighten:"),
            st.Page("pages/benchmark.py", title=text("nav.benchmark"), icon=":material/speed:"),
        ],
        text("nav.understand"): [
            st.Page("pages/xray.py", title=text("nav.xray"), icon=":material/biotech:"),
            st.Page("pages/models.py", title=text("nav.models"), icon=":material/schema:"),
        ],
    },
    position="hidden" if is_workshop() else "sidebar",
)
# Again, now that the page is known. The icon stands above, before the navigation: a browser would fetch the page's own.
st.set_page_config(page_title=f"{page.title} · {text('app.name')}")
with shown():
    page.run()
