"""Inside one detection: where every model looked, what it saw, and how sure it was."""

import math
from typing import Final

import cv2
import numpy as np
import streamlit as st

from holistic_core import palette
from holistic_core.geometry import Points, rect_corners
from holistic_core.trace import ModelCall, Trace
from ui.downloads import data_button
from ui.findings import RGB
from ui.tables import call_table, show_table, stage_label
from ui.texts import text

_CROP_COLUMNS: Final = 4
_SHIFT: Final = 4
_GREY: Final = 128


def regions_drawn(rgb: RGB, trace: Trace, full_width_px: int) -> RGB:
    """The picture with the square of every model call, numbered in the order of the calls.

    rgb: the picture, perhaps scaled down. full_width_px: width of the picture the trace was made on.
    A square may reach beyond the picture: the canvas does then too, up to a quarter of the picture on each side.
    """
    squares = [rect_corners(call.roi) * (rgb.shape[1] / full_width_px) for call in trace.calls]
    canvas, moved = _roomy(rgb, squares)
    unit = max(canvas.shape[:2]) / 600
    for number, (call, square) in enumerate(zip(trace.calls, squares, strict=True), 1):
        corners = square + moved
        fixed = np.round(corners * (1 << _SHIFT)).astype(np.int32)
        for colour, width in (((255, 255, 255), 4 * unit), (palette.rgb_of(_colour(call)), 2 * unit)):
            cv2.polylines(canvas, [fixed], True, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)
        _write_number(canvas, str(number), corners[number % 4], palette.rgb_of(_colour(call)), unit)
    return canvas


def _roomy(rgb: RGB, squares: list[Points]) -> tuple[RGB, Points]:
    """The picture on a grey canvas that holds the squares, and by how much it moved, `(x, y)`."""
    size = np.array([rgb.shape[1], rgb.shape[0]])
    points = np.concatenate([*squares, np.array([[0, 0], size])])
    before = np.clip(np.ceil(-points.min(axis=0)), 0, size // 4).astype(int)
    after = np.clip(np.ceil(points.max(axis=0) - size), 0, size // 4).astype(int)
    canvas = cv2.copyMakeBorder(
        rgb, before[1], after[1], before[0], after[0], cv2.BORDER_CONSTANT, value=(_GREY, _GREY, _GREY)
    )
    return np.asarray(canvas, np.uint8), before.astype(np.float64)


def _write_number(canvas: RGB, number: str, corner: Points, colour: tuple[int, int, int], unit: float) -> None:
    # Different corners for consecutive squares, which often share one; never outside of the canvas.
    radius = 11 * unit
    limits = np.array([canvas.shape[1], canvas.shape[0]]) - radius - 1
    centre = tuple(np.round(np.clip(corner, radius, limits)).astype(int).tolist())
    cv2.circle(canvas, centre, round(radius), (255, 255, 255), -1, cv2.LINE_AA)
    cv2.circle(canvas, centre, round(radius), colour, max(1, round(2 * unit)), cv2.LINE_AA)
    scale, width = 0.5 * unit, max(1, round(1.5 * unit))
    (text_width, text_height), _ = cv2.getTextSize(number, cv2.FONT_HERSHEY_SIMPLEX, scale, width)
    origin = centre[0] - text_width // 2, centre[1] + text_height // 2
    cv2.putText(canvas, number, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, (0, 0, 0), width, cv2.LINE_AA)


def show_trace(rgb: RGB, trace: Trace, full_width_px: int) -> None:
    """The regions on the picture, every crop with its answer, and the table of all calls."""
    with st.container(key="figure-xray"):
        st.image(regions_drawn(rgb, trace, full_width_px), caption=text("xray.regions"), width="stretch")
    for start in range(0, len(trace.calls), _CROP_COLUMNS):
        columns = st.columns(_CROP_COLUMNS)
        shown = enumerate(trace.calls[start : start + _CROP_COLUMNS], start + 1)
        for column, (number, call) in zip(columns, shown, strict=False):
            column.image(call.crop, caption=_caption(number, call), width="stretch")
    table = call_table(trace)
    show_table(table)
    data_button("x-ray", table)


def _caption(number: int, call: ModelCall) -> str:
    verdict = text("xray.accepted" if call.accepted else "xray.rejected")
    answer = verdict if math.isnan(call.score) else text("xray.scored", score=call.score, verdict=verdict)
    values = {"stage": stage_label(call.stage), "model": call.model, "size": call.crop.shape[0], "answer": answer}
    return text("xray.caption", number=number, ms=call.model_ms, **values)


def _colour(call: ModelCall) -> str:
    for part, colour in (("left", palette.LEFT), ("right", palette.RIGHT), ("face", palette.FACE)):
        if call.stage.startswith(part):
            return colour
    return palette.MIDDLE
