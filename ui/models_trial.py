"""Try-out on the models page: one model by itself on a region of a picture, its input and its decoded answer."""

import math
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from holistic_core.engines.crop import whole_picture
from holistic_core.geometry import Rect
from holistic_core.measure.model_trial import ModelTrial, try_model
from ui.findings import RGB, Findings
from ui.models_words import meaning_of
from ui.picture_input import Source
from ui.settings import Settings
from ui.tables import show_table
from ui.texts import text
from ui.visit import KEPT
from ui.xray_draw import answer_drawn, as_seen, region_drawn

_REGIONS: Final = ("pipeline", "whole", "own")
_PERCENT: Final = 100


def show_trial(name: str, source: Source, findings: Findings) -> None:
    """Choose a region and see what the model makes of it."""
    rgb = findings.display(source)
    roi = _region(name, source, findings, rgb)
    with st.spinner(text("models.running", name=name)):
        trial = try_model(name, rgb, roi)
    where, seen, answered = st.columns(3, gap="medium")
    with where, st.container(key="figure-where"):
        st.image(region_drawn(rgb, roi), caption=text("models.where"), width="stretch")
    with seen, st.container(key="figure-seen"):
        st.image(as_seen(trial.crop), caption=text("models.seen", size=trial.crop.shape[0]), width="stretch")
    with answered, st.container(key="figure-answer"):
        drawn = answer_drawn(trial.crop, trial.points, trial.candidates, trial.map)
        st.image(drawn, caption=_answer_words(trial), width="stretch")
    show_table(_outputs(trial))


def _region(name: str, source: Source, findings: Findings, rgb: RGB) -> Rect:
    kind = st.segmented_control(
        text("models.region"),
        _REGIONS,
        default=_REGIONS[0],
        required=True,
        format_func=lambda option: text(f"option.region.{option}"),
        help=text("models.region_help"),
        key="models.region",
        **KEPT,
    )
    height, width = rgb.shape[:2]
    if kind == "own":
        with st.container(horizontal=True, key="model-region"):
            x, y, side, turn = (
                st.slider(
                    text(f"models.region_{part}"), low, high, value, step=1, format=unit, key=f"models.region_{part}",
                    help=text(f"models.region_{part}_help"),
                )
                for part, low, high, value, unit in (
                    ("x", 0, _PERCENT, 50, "%d %%"), ("y", 0, _PERCENT, 50, "%d %%"),
                    ("side", 5, 200, 100, "%d %%"), ("turn", -180, 180, 0, "%d°"),
                )
            )  # fmt: skip
        length = side / _PERCENT * min(width, height)
        return Rect(x / _PERCENT * width, y / _PERCENT * height, length, length, math.radians(turn))
    if kind == "pipeline":
        found = _used_region(name, source, findings, width)
        if found is not None:
            return found
        st.caption(text("models.region_unused"))
    return whole_picture((width, height))


def _used_region(name: str, source: Source, findings: Findings, width: int) -> Rect | None:
    """Where the pipeline ran this model, or its stock or derived sibling, on this picture."""
    family = name.removesuffix("_dense").removesuffix("_no_segmentation").removesuffix("_lite").removesuffix("_full")
    full_width = findings.find(source, Settings()).image_size[0]
    for call in findings.x_ray(source, Settings()).calls:
        if call.model.startswith(family):
            cx, cy, side, _, rotation = call.roi
            scale = width / full_width
            return Rect(cx * scale, cy * scale, side * scale, side * scale, rotation)
    return None


def _answer_words(trial: ModelTrial) -> str:
    if math.isnan(trial.score):
        return text("models.answer", ms=trial.ms)
    return text("models.answer_scored", ms=trial.ms, score=trial.score)


def _outputs(trial: ModelTrial) -> pd.DataFrame:
    rows = [
        (
            meaning_of(output.meaning),
            " × ".join(map(str, output.shape)),
            *np.round((output.least, output.mean, output.most), 3),
        )
        for output in trial.outputs
    ]
    columns = [text(f"models.{name}") for name in ("output", "shape", "least", "mean", "most")]
    return pd.DataFrame(rows, columns=columns)
