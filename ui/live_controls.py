"""The sidebar of the live page. All but the camera's own settings take effect while it plays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES
from holistic_core.drawing import DrawOptions
from holistic_core.exercises import EXERCISES, Thresholds
from holistic_core.live.options import LiveOptions
from holistic_core.options import PARTS, EngineName, FindOptions, Part
from ui._compat import forget_choices
from ui.controls import FACES, FIND_PARTS, detector_group
from ui.library_words import in_words
from ui.live_slot import Source
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
_DEFAULT_DRAW: Final = DrawOptions()


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
            format_func=_name("live_source"),
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
            format_func=lambda size: text("picture.size", width=size[0], height=size[1]),
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
            format_func=_name("facing"),
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
        thresholds = _thresholds(name)
        sound = st.toggle(**_labelled("sound"))
        counter = st.toggle(**_labelled("counter"), value=True)
    return exercise.name, thresholds, sound, counter


def _thresholds(name: str) -> Thresholds:
    usual = EXERCISES[name].thresholds
    low, high = EXERCISES[name].signal_range_deg
    # A key for each exercise: what is right for a squat is not for a curl.
    near, far = sorted((usual.enter_deg, usual.leave_deg))
    chosen: Sequence[float] = st.slider(
        **_labelled("band", name),
        min_value=float(low),
        max_value=float(high),
        value=(near, far),
        step=1.0,
        format="%d°",
    )
    least_s = st.slider(
        **_labelled("min_repetition", name),
        min_value=0.2,
        max_value=5.0,
        value=usual.min_repetition_s,
        step=0.1,
        format="%.1f s",
    )
    enter, leave = chosen if usual.enter_deg < usual.leave_deg else (chosen[1], chosen[0])
    return replace(usual, enter_deg=enter, leave_deg=leave, min_repetition_s=least_s)


def _find_group() -> dict[str, Any]:
    parts = st.segmented_control(
        **_shared("parts"), options=list(FIND_PARTS), default="everything", required=True, format_func=_name("parts")
    )
    with_face = "face" in FIND_PARTS[parts]
    refine = st.toggle(**_shared("refine_face"), disabled=not with_face)
    smooth = st.toggle(**_labelled("smooth"), value=_DEFAULT_FIND.smooth)
    clahe = st.toggle(**_shared("clahe"))
    return {"parts": FIND_PARTS[parts], "refine_face": refine and with_face, "smooth": smooth, "clahe": clahe}


def _draw_group(found: frozenset[Part], *, mirrored: bool) -> tuple[dict[str, Any], bool]:
    privacy = st.selectbox(**_labelled("privacy"), options=_PRIVACY, format_func=_name("privacy"), filter_mode=None)
    drawn = st.pills(
        **_shared("draw_parts"),
        options=PARTS,
        default=PARTS,
        selection_mode="multi",
        format_func=lambda part: text(f"part.{part}"),
    )
    face = st.selectbox(
        **_shared("face"),
        options=FACES,
        index=FACES.index(_DEFAULT_DRAW.face),
        format_func=_name("face"),
        disabled="face" not in found or "face" not in drawn,
        filter_mode=None,
    )
    mirror = st.toggle(**_labelled("mirror"), value=True, disabled=not mirrored)
    thickness = st.slider(**_shared("thickness"), min_value=0.5, max_value=3.0, value=1.0, step=0.25, format="%.2f ×")
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


def _name(group: str) -> Any:
    return lambda option: text(f"option.{group}.{option}")


def _reset() -> None:
    forget_choices(PREFIX)
