"""The sidebar of the live page. All but the camera's own settings take effect while it plays."""

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES
from holistic_core.drawing import DrawOptions
from holistic_core.exercises import EXERCISES, Thresholds
from holistic_core.live.options import LiveOptions
from holistic_core.options import EngineName, FindOptions, Part
from ui._compat import forget_choices
from ui.common_controls import detector_group, drawn_face, drawn_parts, line_thickness, named, thresholds_of
from ui.controls import FIND_PARTS
from ui.library_words import in_words
from ui.live_slot import Source
from ui.tables import size_words
from ui.texts import text
from ui.visit import KEPT

PREFIX: Final = "live."
SOURCES: Final[tuple[Source, ...]] = ("camera", "coach", "snapshot")
SIZES_PX: Final = ((320, 240), (640, 480), (960, 720), (1280, 720))
_RATES_FPS: Final = (10, 15, 24, 30)
_FACINGS: Final = ("user", "environment")
_PRIVACY: Final = ("none", "cover", "blur", "black")
_NO_EXERCISE: Final = "none"
_DEFAULT_FIND: Final = FindOptions()


@dataclass(frozen=True)
class CameraChoice:
    """What the browser is asked for. size_px: `(width, height)`. facing: "user" (front) or "environment" (back)."""

    size_px: tuple[int, int]
    rate_fps: int
    facing: str

    @property
    def constraints(self) -> dict[str, Any]:
        """For `getUserMedia`; wishes, so that a camera that cannot do this delivers what it can."""
        width, height = self.size_px
        return {
            "video": {
                "width": {"ideal": width},
                "height": {"ideal": height},
                "frameRate": {"ideal": self.rate_fps, "max": self.rate_fps},
                "facingMode": {"ideal": self.facing},
            },
            "audio": False,
        }


@dataclass(frozen=True)
class LiveChoice:
    """All choices of the live page. clip: kept sample that the coach plays. sound: repetitions can be heard."""

    source: Source
    camera: CameraChoice
    clip: str
    engine: EngineName
    options: LiveOptions
    sound: bool


def choose_live(*, playing: bool) -> LiveChoice:
    """Draw the sidebar. playing: the camera's own settings are fixed while it plays."""
    with st.sidebar:
        st.subheader(text("controls.input"))
        source: Source = st.segmented_control(
            **_labelled("source"),
            options=SOURCES,
            default="camera",
            required=True,
            format_func=named("live_source"),
        )
        camera, clip = _input_group(source, playing=playing)
        st.subheader(text("live.exercise_title"))
        exercise, thresholds, sound, counter = _exercise_group()
        st.subheader(text("controls.find"))
        find = _find_group()
        st.subheader(text("controls.draw"))
        draw, mirror = _draw_group(find["parts"], mirrored=source == "camera")
        with st.expander(text("controls.advanced"), icon=":material/tune:"):
            engine, confidences, min_visibility = detector_group(_shared)
            st.button(
                text("controls.reset"), help=text("controls.reset_help"), on_click=_reset, icon=":material/restart_alt:"
            )
    options = LiveOptions(
        find=FindOptions(**find, **confidences, segmentation=draw["background"] == "blurred"),
        draw=DrawOptions(**draw, min_visibility=min_visibility),
        mirror=mirror,
        exercise=exercise,
        thresholds=thresholds,
        counter=counter,
        stills=source == "snapshot",
    )
    return LiveChoice(source, camera, clip, engine, options, sound)


def _input_group(source: Source, *, playing: bool) -> tuple[CameraChoice, str]:
    clip = next(iter(SAMPLES))
    camera = CameraChoice(SIZES_PX[1], _RATES_FPS[-1], _FACINGS[0])
    if source == "coach":
        clip = st.selectbox(
            **_labelled("clip"),
            options=list(SAMPLES),
            format_func=lambda name: in_words(SAMPLES[name].label),
            filter_mode=None,
        )
    elif source == "camera":
        size_px = st.selectbox(
            **_labelled("size"),
            options=SIZES_PX,
            index=SIZES_PX.index(camera.size_px),
            format_func=size_words,
            disabled=playing,
            filter_mode=None,
        )
        rate_fps = st.select_slider(
            **_labelled("rate"),
            options=_RATES_FPS,
            value=camera.rate_fps,
            format_func=lambda rate: text("live.rate_value", rate=rate),
            disabled=playing,
        )
        facing = st.segmented_control(
            **_labelled("facing"),
            options=_FACINGS,
            default=camera.facing,
            required=True,
            format_func=named("facing"),
            disabled=playing,
        )
        camera = CameraChoice(size_px, rate_fps, facing)
        if playing:
            st.caption(text("live.fixed_while_playing"))
    return camera, clip


def _exercise_group() -> tuple[str | None, Thresholds | None, bool, bool]:
    name = st.selectbox(
        **_labelled("exercise"),
        options=(_NO_EXERCISE, *EXERCISES),
        index=1,
        format_func=lambda each: text("live.no_exercise" if each == _NO_EXERCISE else f"exercise.{each}"),
        filter_mode=None,
    )
    if name == _NO_EXERCISE:
        return None, None, False, False
    exercise = EXERCISES[name]
    with st.expander(text("live.thresholds"), icon=":material/tune:"):
        thresholds = thresholds_of(name, _labelled)
        sound = st.toggle(**_labelled("sound"))
        counter = st.toggle(**_labelled("counter"), value=True)
    return exercise.name, thresholds, sound, counter


def _find_group() -> dict[str, Any]:
    parts = st.segmented_control(
        **_shared("parts"), options=list(FIND_PARTS), default="everything", required=True, format_func=named("parts")
    )
    with_face = "face" in FIND_PARTS[parts]
    refine = st.toggle(**_shared("refine_face"), disabled=not with_face)
    smooth = st.toggle(**_labelled("smooth"), value=_DEFAULT_FIND.smooth)
    clahe = st.toggle(**_shared("clahe"))
    return {"parts": FIND_PARTS[parts], "refine_face": refine and with_face, "smooth": smooth, "clahe": clahe}


def _draw_group(found: frozenset[Part], *, mirrored: bool) -> tuple[dict[str, Any], bool]:
    privacy = st.selectbox(**_labelled("privacy"), options=_PRIVACY, format_func=named("privacy"), filter_mode=None)
    drawn = drawn_parts(_shared)
    face = drawn_face(_shared, found, drawn)
    mirror = st.toggle(**_labelled("mirror"), value=True, disabled=not mirrored)
    thickness = line_thickness(_shared)
    background = {"blur": "blurred", "black": "black"}.get(privacy, "picture")
    draw = {
        "parts": frozenset(drawn),
        "face": face,
        "background": background,
        "cover_face": privacy == "cover",
        "thickness": thickness,
    }
    return draw, mirror and mirrored


def _shared(name: str) -> dict[str, Any]:
    """As `_labelled`, in the words of the picture page's control."""
    return {"label": text(f"controls.{name}"), "help": text(f"controls.{name}_help"), **_kept(name)}


def _labelled(name: str, of: str = "") -> dict[str, Any]:
    """Label, help text and the key that lets the choice survive a page switch. of: the key is of this alone."""
    return {"label": text(f"live.{name}"), "help": text(f"live.{name}_help"), **_kept(f"{name}-{of}" if of else name)}


def _kept(name: str) -> dict[str, Any]:
    return {"key": f"{PREFIX}{name}", **KEPT}


def _reset() -> None:
    forget_choices(PREFIX)
