"""The sidebar: what to find, how to draw it, and the advanced choices. Every choice survives a page switch."""

from typing import Any, Final

import streamlit as st

from holistic_core.drawing import DrawOptions
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, EngineName, FindOptions, Part
from ui._compat import forget_choices
from ui.common_controls import detector_group, drawn_face, drawn_parts, drawn_style, line_thickness, named
from ui.detector import DEFAULT_ENGINE
from ui.settings import DEFAULT_MAX_PEOPLE, MOST_PEOPLE, PEOPLE, Settings
from ui.texts import text
from ui.visit import KEPT

FIND_PARTS: Final[dict[str, frozenset[Part]]] = {
    "body": BODY,
    "body_hands": BODY_AND_HANDS,
    "everything": EVERYTHING,
}
_BACKGROUNDS: Final = ("picture", "black", "blurred", "replaced")
_NEEDS_MASK: Final = frozenset({"blurred", "replaced"})
_PREFIX: Final = "choice."
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
        **_labelled("parts"), options=list(FIND_PARTS), default="everything", required=True, format_func=named("parts")
    )
    engine = st.session_state.get(f"{_PREFIX}engine", DEFAULT_ENGINE)
    one_person = engine != "litert"
    people = st.selectbox(
        **_labelled("people"), options=PEOPLE, format_func=named("people"), disabled=one_person, filter_mode=None
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
    drawn = drawn_parts(_labelled)
    style = drawn_style(_labelled)
    face = drawn_face(_labelled, found, drawn)
    background = st.selectbox(
        **_labelled("background"), options=_BACKGROUNDS, format_func=named("background"), filter_mode=None
    )
    colour = _DEFAULT_DRAW.background_colour
    if background == "replaced":
        colour = st.color_picker(**_labelled("background_colour"), value=colour).upper()
    thickness = line_thickness(_labelled)
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


def _labelled(name: str) -> dict[str, Any]:
    """Label, help text and the key that lets the choice survive a page switch."""
    return {
        "label": text(f"controls.{name}"),
        "help": text(f"controls.{name}_help"),
        "key": f"{_PREFIX}{name}",
        **KEPT,
    }


def _reset() -> None:
    forget_choices(_PREFIX)
