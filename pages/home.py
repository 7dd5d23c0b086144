"""Home: what this is, the sample with its overlay, the pages there are, and how the server is."""

from typing import Final

import streamlit as st

from holistic_core.charts.timing import stage_bars
from ui._compat import sessions_now
from ui.detector import shared_detector
from ui.downloads import chart
from ui.errors import shown
from ui.explain import how_this_works
from ui.findings import session_findings
from ui.layout import page_title
from ui.picture_input import sample_source
from ui.settings import Settings
from ui.tables import stage_table
from ui.texts import text

_LOOK: Final = (
    ("picture", "pages/picture.py", ":material/image:"),
    ("live", "pages/live.py", ":material/videocam:"),
    ("video", "pages/video.py", ":material/movie:"),
)
_MEASURE: Final = (
    ("accuracy", "pages/accuracy.py", ":material/straighten:"),
    ("benchmark", "pages/benchmark.py", ":material/speed:"),
)
_UNDERSTAND: Final = (
    ("xray", "pages/xray.py", ":material/biotech:"),
    ("models", "pages/models.py", ":material/schema:"),
)
_STRIP_EVERY_S: Final = 10


def _card(name: str, page: str, icon: str) -> None:
    with st.container(border=True, height="stretch", key=f"card-{name}"):
        st.markdown(f"#### {icon} {text(f'home.card_{name}_title')}")
        st.write(text(f"home.card_{name}"))
        st.page_link(page, label=text(f"home.card_{name}_link"), icon=":material/arrow_forward:")


@st.fragment(run_every=_STRIP_EVERY_S)
def _strip() -> None:
    with shown():
        status = shared_detector().status()
        ready = text("home.detector_ready" if status.loaded else "home.detector_resting")
        memory = text("home.memory_value", mb=status.memory_mb)
        values = {
            "detector": ready,
            "engine": text(f"option.engine.{status.engine}"),
            "memory": memory,
            "viewers": str(sessions_now()),
        }
        with st.container(horizontal=True, key="tiles"):
            for name, value in values.items():
                st.metric(text(f"home.{name}"), value, help=text(f"home.{name}_help"), border=True)
        if status.memory_alert:
            st.warning(status.memory_alert, icon=":material/memory:")


page_title("home")
st.markdown(text("home.lead"))

picture_column, cards_column = st.columns([3, 2], gap="large")
with picture_column, st.container(key="figure-home"), shown():
    findings, source, settings = session_findings(), sample_source(), Settings()
    finding = findings.find(source, settings)
    landmarks = sum(person.landmark_count for person in finding.people)
    st.image(
        findings.overlay_jpeg(source, settings),
        caption=text("home.sample_caption", landmarks=landmarks, ms=finding.total_ms),
    )
with cards_column:
    for card in _LOOK:
        _card(*card)
for row in (_MEASURE, _UNDERSTAND):
    for column, card in zip(st.columns(len(row)), row, strict=True):
        with column:
            _card(*card)
_strip()

with shown():
    stages = finding.people[0].stage_ms
    how_this_works("home", lambda: chart(stage_bars(stages), "sample-timing", stage_table(stages)))
