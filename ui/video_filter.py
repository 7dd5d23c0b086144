"""The sidebar group "Filter": what the curves go through. Nothing is found anew for it."""

from typing import Any, Final

import streamlit as st

from holistic_core.movement.filter_settings import FILTER_KINDS, PARAMETERS, FilterKind, FilterSettings
from ui.common_controls import named
from ui.texts import text
from ui.video_controls import labelled

_USUAL: Final = FilterSettings()
_STEPS: Final = {
    "cutoff_hz": 0.5, "order": 1, "min_cutoff_hz": 0.05, "beta": 0.01,
    "window_s": 0.05, "outlier_window_s": 0.1, "outlier_sigmas": 0.5, "max_gap_s": 0.05,
}  # fmt: skip
_CLEANING: Final = ("outlier_window_s", "outlier_sigmas", "max_gap_s")


def choose_filter() -> FilterSettings:
    """Draw the group: a filter, its own parameters, and below them how outliers and gaps are dealt with."""
    kind: FilterKind = st.selectbox(
        **labelled("filter"),
        options=FILTER_KINDS,
        index=FILTER_KINDS.index(_USUAL.kind),
        format_func=named("filter"),
        filter_mode=None,
    )
    st.caption(text(f"video.filter_{kind}"))
    chosen: dict[str, Any] = {}
    own = [name for name, parameter in PARAMETERS.items() if kind in parameter.kinds]
    for name in own:
        if name not in _CLEANING:
            chosen[name] = _slider(name)
    cleaning = [name for name in own if name in _CLEANING]
    if cleaning:
        with st.expander(text("video.cleaning"), icon=":material/cleaning_services:"):
            outliers = kind == "hampel" or st.toggle(**labelled("outliers"), value=_USUAL.outliers)
            for name in cleaning:
                if outliers or not name.startswith("outlier"):
                    chosen[name] = _slider(name)
        chosen["outliers"] = outliers
    return FilterSettings(kind=kind, **chosen)


def _slider(name: str) -> float | int:
    parameter, usual, step = PARAMETERS[name], getattr(_USUAL, name), _STEPS[name]
    if isinstance(usual, int):
        return int(
            st.slider(**labelled(name), min_value=int(parameter.low), max_value=int(parameter.high), value=usual)
        )
    unit = f" {parameter.unit}" if parameter.unit else ""
    return float(
        st.slider(
            **labelled(name),
            min_value=float(parameter.low),
            max_value=float(parameter.high),
            value=float(usual),
            step=float(step),
            format=f"%.2f{unit}",
        )
    )
