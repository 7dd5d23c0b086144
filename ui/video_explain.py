"""How the video page works, with what the frames of this very clip cost."""

import streamlit as st

from holistic_core.charts.timing import stage_bars
from ui.downloads import chart
from ui.tables import stage_table
from ui.video_runs import VideoResult


def show_steps(result: VideoResult) -> None:
    """Medians of each step over the frames."""
    stages = {name: ms for name, ms in result.movement.stage_ms.items() if name != "detect"}
    if stages:
        chart(stage_bars(stages), "video-timing", stage_table(stages))
    else:
        st.empty()
