"""The sidebar: what to find, how to draw it, and the advanced choices. Every choice survives a page switch."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from holistic_core.drawing import DrawOptions
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, PARTS, EngineName, FindOptions, Part
from ui._compat import forget_choices
from ui.detector import DEFAULT_ENGINE, ENGINES
from ui.settings import DEFAULT_MAX_PEOPLE, MOST_PEOPLE, PEOPLE, Settings
from ui.texts import text
from ui.visit import KEPT

FIND_PARTS: Final[dict[str, frozenset[Part]]] = {
    "body": BODY,
    "body_hands": BODY_AND_HANDS,
    "everything": EVERYTHING,
}
_STYLES: Final = ("house", "classic")
FACES: Final = ("contours", "mesh", "points")
_BACKGROUNDS: Final = ("picture", "black", "blurred", "replaced")
_NEEDS_MASK: Final = frozenset({"blurred", "replaced"})
_PREFIX: Final = "choice."
_DEFAULT_FIND: Final = FindOptions()
_DEFAULT_DRAW: Final = DrawOptions()


def choose_settings() -> Settings:
    """Draw the groups "What to find", "How to draw" and "Advanced" in the sidebar, and give back what is chosen."""
    with st.sidebar:
        st.subheader(text("controls.find"))
        with st.container(key="controls-find"):
            find, people = _find_group()
        st.subheader(text("controls.draw"))
        with st.container(key="controls-draw"):
            draw = _draw_group(find["parts"])
        with st.expander(text("controls.advanced"), icon=":material/tune:"):
            engine, confidences, min_visibility = _advanced_group()
            st.button(
                text("controls.reset"), help=text("controls.reset_help"), on_click=_reset, icon=":material/restart_alt:"
            )
    # The reference engine looks at one person only.
    chosen_people = people if engine == "litert" else {}
    return Settings(
        engine=engine,
        **chosen_people,
        find=FindOptions(**find, **confidences, segmentation=draw["background"] in _NEEDS_MASK),
        draw=DrawOptions(**draw, min_visibility=min_visibility),
    )


def _find_group() -> tuple[dict[str, Any], dict[str, Any]]:
    parts = st.segmented_control(
        **_labelled("parts"), options=list(FIND_PARTS), default="everything", required=True, format_func=_name("parts")
    )
    engine = st.session_state.get(f"{_PREFIX}engine", DEFAULT_ENGINE)
    one_person = engine != "litert"
    people = st.selectbox(
        **_labelled("people"), options=PEOPLE, format_func=_name("people"), disabled=one_person, filter_mode=None
    )
    if one_person:
        st.caption(text("controls.people_reference"))
    max_people = DEFAULT_MAX_PEOPLE
    if people == "several" and not one_person:
        max_people = st.slider(**_labelled("max_people"), min_value=2, max_value=MOST_PEOPLE, value=DEFAULT_MAX_PEOPLE)
    refine = st.toggle(**_labelled("refine_face"), disabled="face" not in FIND_PARTS[parts])
    clahe = st.toggle(**_labelled("clahe"))
    find = {"parts": FIND_PARTS[parts], "refine_face": refine and "face" in FIND_PARTS[parts], "clahe": clahe}
    return find, {"people": people, "max_people": max_people}


def _draw_group(found: frozenset[Part]) -> dict[str, Any]:
    drawn = st.pills(
        **_labelled("draw_parts"),
        options=PARTS,
        default=PARTS,
        selection_mode="multi",
        format_func=lambda part: text(f"part.{part}"),
    )
    style = st.segmented_control(
        **_labelled("style"), options=_STYLES, default=_DEFAULT_DRAW.style, required=True, format_func=_name("style")
    )
    face = st.selectbox(
        **_labelled("face"),
        options=FACES,
        index=FACES.index(_DEFAULT_DRAW.face),
        format_func=_name("face"),
        disabled="face" not in found or "face" not in drawn,
        filter_mode=None,
    )
    background = st.selectbox(
        **_labelled("background"), options=_BACKGROUNDS, format_func=_name("background"), filter_mode=None
    )
    colour = _DEFAULT_DRAW.background_colour
    if background == "replaced":
        colour = st.color_picker(**_labelled("background_colour"), value=colour).upper()
    thickness = st.slider(**_labelled("thickness"), min_value=0.5, max_value=3.0, value=1.0, step=0.25, format="%.2f ×")
    numbers = st.toggle(**_labelled("numbers"))
    cover_face = st.toggle(**_labelled("cover_face"))
    return {
        "parts": frozenset(drawn),
        "style": style,
        "face": face,
        "background": background,
        "background_colour": colour,
        "thickness": thickness,
        "numbers": numbers,
        "cover_face": cover_face,
    }


def _advanced_group() -> tuple[EngineName, dict[str, Any], float]:
    engine, confidences, min_visibility = detector_group(_labelled)
    drop = st.toggle(**_labelled("drop_implausible"))
    return engine, {**confidences, "drop_implausible": drop}, min_visibility


def detector_group(labelled: Callable[[str], dict[str, Any]]) -> tuple[EngineName, dict[str, Any], float]:
    """Engine, confidences and the least visibility that is drawn: alike on every page.

    labelled: label, help and key of a control by its name, as the page keeps its choices.
    """
    engine: EngineName = st.selectbox(
        **labelled("engine"),
        options=ENGINES,
        index=ENGINES.index(DEFAULT_ENGINE),
        format_func=_name("engine"),
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


def _labelled(name: str) -> dict[str, Any]:
    """Label, help text and the key that lets the choice survive a page switch."""
    return {
        "label": text(f"controls.{name}"),
        "help": text(f"controls.{name}_help"),
        "key": f"{_PREFIX}{name}",
        **KEPT,
    }


def _name(group: str) -> Any:
    return lambda option: text(f"option.{group}.{option}")


def _reset() -> None:
    forget_choices(_PREFIX)
