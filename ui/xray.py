"""Inside one detection: where every model looked, what it saw, and how sure it was."""

import math
from typing import Final

import streamlit as st

from holistic_core.trace import ModelCall, Trace
from ui.downloads import data_button
from ui.findings import RGB
from ui.tables import call_table, show_table, stage_label
from ui.texts import text
from ui.xray_draw import regions_drawn

_CROP_COLUMNS: Final = 4


def show_regions(rgb: RGB, trace: Trace, full_width_px: int, *, key: str = "xray") -> None:
    """The picture with the numbered square of every call. key: tells several of a page apart."""
    with st.container(key=f"figure-{key}"):
        st.image(regions_drawn(rgb, trace.calls, full_width_px), caption=text("xray.regions"), width="stretch")


def show_calls(trace: Trace) -> None:
    """Every crop with its answer, and the table of all calls."""
    for start in range(0, len(trace.calls), _CROP_COLUMNS):
        columns = st.columns(_CROP_COLUMNS)
        shown = enumerate(trace.calls[start : start + _CROP_COLUMNS], start + 1)
        for column, (number, call) in zip(columns, shown, strict=False):
            column.image(call.crop, caption=_caption(number, call), width="stretch")
    table = call_table(trace)
    show_table(table)
    data_button("x-ray", table)


def show_trace(rgb: RGB, trace: Trace, full_width_px: int) -> None:
    """The regions on the picture, every crop with its answer, and the table of all calls."""
    show_regions(rgb, trace, full_width_px)
    show_calls(trace)


def verdict_of(call: ModelCall) -> str:
    """Score and verdict of a call in words."""
    verdict = text("xray.accepted" if call.accepted else "xray.rejected")
    return verdict if math.isnan(call.score) else text("xray.scored", score=call.score, verdict=verdict)


def _caption(number: int, call: ModelCall) -> str:
    values = {"stage": stage_label(call.stage), "model": call.model, "size": call.crop.shape[0]}
    return text("xray.caption", number=number, ms=call.model_ms, answer=verdict_of(call), **values)
