"""Controls that several pages have, alike on each. A page says how it labels them and keeps its choices.

labelled: label, help and key of a control by its name and, for thresholds, the exercise they are of.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from holistic_core.drawing import DrawOptions
from holistic_core.exercises import EXERCISES, Thresholds
from holistic_core.options import PARTS, EngineName, FindOptions, Part
from ui.detector import DEFAULT_ENGINE, ENGINES
from ui.texts import text

_FACES: Final = ("contours", "mesh", "points")
_STYLES: Final = ("house", "classic")
_DEFAULT_FIND: Final = FindOptions()
_DEFAULT_DRAW: Final = DrawOptions()

Labelled = Callable[..., dict[str, Any]]


def named(group: str) -> Callable[[Any], str]:
    """What shows an option of `group` in words."""
    return lambda option: text(f"option.{group}.{option}")


def drawn_parts(labelled: Labelled) -> Sequence[Part]:
    """Which parts are drawn."""
    parts: Sequence[Part] = st.pills(
        **labelled("draw_parts"),
        options=PARTS,
        default=PARTS,
        selection_mode="multi",
        format_func=lambda part: text(f"part.{part}"),
    )
    return parts


def drawn_style(labelled: Labelled) -> Any:
    """In which colours."""
    return st.segmented_control(
        **labelled("style"), options=_STYLES, default=_DEFAULT_DRAW.style, required=True, format_func=named("style")
    )


def drawn_face(labelled: Labelled, found: Collection[Part], drawn: Collection[Part]) -> Any:
    """How the face is drawn; fixed where it is not."""
    return st.selectbox(
        **labelled("face"),
        options=_FACES,
        index=_FACES.index(_DEFAULT_DRAW.face),
        format_func=named("face"),
        disabled="face" not in found or "face" not in drawn,
        filter_mode=None,
    )


def line_thickness(labelled: Labelled) -> float:
    """How thick lines and points are, as a multiple of what suits the picture's size."""
    return st.slider(**labelled("thickness"), min_value=0.5, max_value=3.0, value=1.0, step=0.25, format="%.2f ×")


def thresholds_of(exercise: str, labelled: Labelled) -> Thresholds:
    """From where to where a repetition counts, and how long it takes at least."""
    usual = EXERCISES[exercise].thresholds
    low, high = EXERCISES[exercise].signal_range_deg
    near, far = sorted((usual.enter_deg, usual.leave_deg))
    # A key for each exercise: what is right for a squat is not for a curl.
    band: Sequence[float] = st.slider(
        **labelled("band", exercise),
        min_value=float(low),
        max_value=float(high),
        value=(near, far),
        step=1.0,
        format="%d°",
    )
    least_s = st.slider(
        **labelled("min_repetition", exercise),
        min_value=0.2,
        max_value=5.0,
        value=usual.min_repetition_s,
        step=0.1,
        format="%.1f s",
    )
    enter, leave = band if usual.enter_deg < usual.leave_deg else (band[1], band[0])
    return replace(usual, enter_deg=enter, leave_deg=leave, min_repetition_s=least_s)


def detector_group(labelled: Labelled) -> tuple[EngineName, dict[str, Any], float]:
    """Engine, confidences and the least visibility that is drawn."""
    engine: EngineName = st.selectbox(
        **labelled("engine"),
        options=ENGINES,
        index=ENGINES.index(DEFAULT_ENGINE),
        format_func=named("engine"),
        filter_mode=None,
    )
    confidences = {
        name: st.slider(**labelled(name), min_value=0.05, max_value=0.95, value=getattr(_DEFAULT_FIND, name), step=0.05)
        for name in ("min_detection_confidence", "min_tracking_confidence")
    }
    min_visibility = st.slider(
        **labelled("min_visibility"), min_value=0.0, max_value=1.0, value=_DEFAULT_DRAW.min_visibility, step=0.05
    )
    return engine, confidences, min_visibility
