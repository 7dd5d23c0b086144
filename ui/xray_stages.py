"""The X-ray step by step: one stage of the pipeline at a time, with what it did to this very picture."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from holistic_core.charts.timing import stage_bars
from holistic_core.geometry import Rect, rect_corners
from holistic_core.topology import POSE
from holistic_core.trace import ModelCall, Trace, TrackingChoice
from ui.downloads import chart
from ui.findings import RGB
from ui.tables import listed, show_table, stage_table
from ui.texts import text
from ui.visit import KEPT
from ui.xray import verdict_of
from ui.xray_draw import Colour, answer_drawn, as_seen, colour_of, moves_drawn, squares_drawn
from ui.xray_tables import tracking_table

# Files of MediaPipe v0.10.21 in which each stage can be read.
_SOURCES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "letterbox": ("pose_detection_cpu.pbtxt", "image_to_tensor_calculator.cc"),
        "anchors": (
            *("ssd_anchors_calculator.cc", "tensors_to_detections_calculator.cc"),
            "non_max_suppression_calculator.cc",
        ),
        "region": ("pose_detection_to_roi.pbtxt", "alignment_points_to_rects_calculator.cc"),
        "body": ("pose_landmark_by_roi_cpu.pbtxt", "tensors_to_landmarks_calculator.cc"),
        "heatmap": ("refine_landmarks_from_heatmap_calculator.cc", "landmark_projection_calculator.cc"),
        "filters": ("pose_landmark_filtering.pbtxt", "landmarks_smoothing_calculator.cc", "one_euro_filter.cc"),
        "hands": ("hand_landmarks_from_pose_cpu.pbtxt", "hand_recrop_by_roi_cpu.pbtxt", "hand_landmark_cpu.pbtxt"),
        "face": ("face_landmarks_from_pose_cpu.pbtxt", "face_detection_short_range_cpu.pbtxt"),
        "tracking": ("hand_tracking.pbtxt", "face_tracking.pbtxt", "roi_tracking_calculator.cc"),
        "time": ("holistic_landmark_cpu.pbtxt",),
    }
)
STAGES: Final = tuple(_SOURCES)
_TRACKED: Final = (213, 94, 0)
_FRESH: Final = (0, 114, 178)
_MOST_ROWS: Final = 12


class Look:
    """One frame with its trace. rgb: as shown. full_width_px: of the picture the trace was made on."""

    def __init__(self, rgb: RGB, trace: Trace, full_width_px: int, stage_ms: Mapping[str, float]) -> None:
        self.rgb = rgb
        self.trace = trace
        self.scale = rgb.shape[1] / full_width_px
        self.stage_ms = stage_ms

    def call(self, stage: str) -> ModelCall | None:
        """The call of a stage, if it ran."""
        return next((call for call in self.trace.calls if call.stage == stage), None)

    def choice(self, part: str) -> TrackingChoice | None:
        """Where a part was looked for, if it was."""
        return next((choice for choice in self.trace.tracking if choice.part == part), None)


def show_stages(look: Look) -> None:
    """Choose a stage, read what it is, see what it did."""
    # Ten of them need two rows: pills can have them, a segmented control would look broken there.
    stage = st.pills(
        text("xray.stage"),
        STAGES,
        default=STAGES[0],
        required=True,
        format_func=_numbered,
        help=text("xray.stage_help"),
        key="xray.stage",
        **KEPT,
    )
    figure, words = st.columns([3, 2], gap="large")
    with words:
        st.markdown(f"#### {_numbered(stage)}")
        st.markdown(text(f"xray.stage_{stage}"))
        st.caption(text("xray.sources", files=listed(_SOURCES[stage])))
    with figure:
        _SHOW[stage](look)
    if stage == "tracking" and look.trace.tracking:
        # Too wide for a column.
        table = tracking_table([look.trace.tracking]).drop(columns=text("xray.column_frame"))
        show_table(table.dropna(axis="columns", how="all"))


def _numbered(stage: str) -> str:
    return text("xray.numbered", number=STAGES.index(stage) + 1, stage=text(f"option.stage.{stage}"))


def _letterbox(look: Look) -> None:
    call = look.call("pose_detector")
    if call is None:
        _did_not_run(look)
        return
    _picture(as_seen(call.crop), text("xray.letterboxed", size=call.crop.shape[0]))


def _anchors(look: Look) -> None:
    call = look.call("pose_detector")
    if call is None:
        _did_not_run(look)
        return
    _detector(call)
    _anchor_table(call)


def _region(look: Look) -> None:
    call = look.call("pose_landmarks")
    if call is None:
        _nobody()
        return
    _squares(look, [(call.roi, colour_of(call.stage))], text("xray.region_caption", turn=_degrees(call.roi)))


def _body(look: Look) -> None:
    call = look.call("pose_landmarks")
    if call is None:
        _nobody()
        return
    seen, answered = st.columns(2)
    with seen:
        _picture(as_seen(call.crop), text("xray.crop_caption", size=call.crop.shape[0]), "seen")
    with answered:
        drawn = answer_drawn(call.crop, call.refined)
        _picture(drawn, text("xray.answer_caption", answer=verdict_of(call), ms=call.model_ms), "answer")


def _heatmap(look: Look) -> None:
    call = look.call("pose_landmarks")
    if call is None or call.heatmap is None or call.points is None or call.refined is None:
        _nobody()
        return
    index = st.selectbox(
        text("xray.landmark"),
        range(len(POSE.names)),
        index=POSE.names.index("left_wrist"),
        format_func=lambda each: POSE.names[each].replace("_", " ").capitalize(),
        help=text("xray.landmark_help"),
        key="xray.landmark",
        filter_mode=None,
    )
    one = slice(index, index + 1)
    drawn = answer_drawn(call.crop, call.refined[one], heat=call.heatmap[:, :, index], before=call.points[one])
    moved_px = float(np.linalg.norm(call.refined[index] - call.points[index])) * call.crop.shape[0]
    most = float(call.heatmap[:, :, index].max())
    _picture(drawn, text("xray.heatmap_caption", moved=moved_px, most=most))


def _filters(look: Look) -> None:
    step = look.trace.filters
    if step is None:
        st.info(text("xray.still"), icon=":material/photo:")
        return
    drawn = moves_drawn(look.rgb, step.before_px * look.scale, step.after_px * look.scale)
    moved = np.linalg.norm(step.after_px - step.before_px, axis=1)
    _picture(drawn, text("xray.filters_caption", middle=float(np.median(moved)), most=float(moved.max())))


def _hands(look: Look) -> None:
    for side in ("left_hand", "right_hand"):
        recrop, landmarks = look.call(f"{side}_recrop"), look.call(f"{side}_landmarks")
        st.markdown(f"**{text(f'part.{side}')}**")
        if recrop is None:
            st.caption(text("xray.no_wrist"))
            continue
        first, second = st.columns(2)
        own = colour_of(side)
        with first:
            drawn = answer_drawn(recrop.crop, recrop.points, colour=own)
            _picture(drawn, text("xray.recrop_caption", turn=_degrees(recrop.roi)), f"{side}-recrop")
        if landmarks is not None:
            with second:
                drawn = answer_drawn(landmarks.crop, landmarks.points, colour=own)
                words = text("xray.answer_caption", answer=verdict_of(landmarks), ms=landmarks.model_ms)
                _picture(drawn, words, side)


def _face(look: Look) -> None:
    detector, landmarks = look.call("face_detector"), look.call("face_landmarks")
    if detector is None:
        _nobody()
        return
    first, second = st.columns(2)
    with first:
        _detector(detector)
    if landmarks is not None:
        with second:
            drawn = answer_drawn(landmarks.crop, landmarks.points)
            words = text("xray.answer_caption", answer=verdict_of(landmarks), ms=landmarks.model_ms)
            _picture(drawn, words, "face")
    _anchor_table(detector)


def _tracking(look: Look) -> None:
    if not look.trace.tracking:
        _nobody()
        return
    squares = [
        (rect, colour)
        for choice in look.trace.tracking
        for rect, colour in ((choice.tracked, _TRACKED), (choice.fresh, _FRESH))
        if rect is not None
    ]
    _squares(look, squares, text("xray.tracking_caption"))


def _time(look: Look) -> None:
    chart(stage_bars(look.stage_ms), "x-ray-time", stage_table(look.stage_ms))


_SHOW: Final[Mapping[str, Callable[[Look], None]]] = MappingProxyType(
    {
        "letterbox": _letterbox,
        "anchors": _anchors,
        "region": _region,
        "body": _body,
        "heatmap": _heatmap,
        "filters": _filters,
        "hands": _hands,
        "face": _face,
        "tracking": _tracking,
        "time": _time,
    }
)


def _detector(call: ModelCall) -> None:
    candidates = call.candidates
    if candidates is None:
        return
    drawn = answer_drawn(call.crop, None, candidates)
    words = text(
        "xray.anchors_caption", passed=len(candidates.scores), count=candidates.anchor_count, answer=verdict_of(call)
    )
    _picture(drawn, words, call.stage)


def _anchor_table(call: ModelCall) -> None:
    candidates = call.candidates
    if candidates is None:
        return
    rows = [
        (round(float(score), 3), *np.round(anchor, 3), *np.round(box[2:] - box[:2], 3))
        for score, anchor, box in zip(candidates.scores, candidates.anchors, candidates.boxes, strict=True)
    ]
    columns = [text(f"xray.column_{name}") for name in ("score", "anchor_x", "anchor_y", "box_width", "box_height")]
    show_table(pd.DataFrame(rows[:_MOST_ROWS], columns=columns))


def _picture(rgb: RGB, caption: str, key: str = "stage") -> None:
    with st.container(key=f"figure-xray-{key}"):
        st.image(rgb, caption=caption, width="stretch")


def _squares(look: Look, squares: list[tuple[Rect, Colour]], caption: str) -> None:
    drawn = squares_drawn(look.rgb, [(rect_corners(rect) * look.scale, colour, "") for rect, colour in squares])
    _picture(drawn, caption)


def _degrees(rect: Rect) -> float:
    return math.degrees(rect.rotation)


def _did_not_run(look: Look) -> None:
    choice = look.choice("pose")
    if choice is not None and choice.kept:
        st.info(text("xray.detector_rests"), icon=":material/bedtime:")
    else:
        _nobody()


def _nobody() -> None:
    st.info(text("xray.not_reached"), icon=":material/person_off:")
