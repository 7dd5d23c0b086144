"""The sidebar of the accuracy page: which clip is measured, by which detector. Every choice survives a page switch."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from holistic_core.coach.camera import Camera
from holistic_core.coach.clip import ClipOptions
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.motions import FAULTS, MOTIONS, Motion, MotionOptions
from holistic_core.coach.samples import SAMPLES
from holistic_core.coach.scene import Light, Scene
from holistic_core.measure.accuracy import DEFAULT_VISIBILITY
from holistic_core.options import EngineName, FindOptions
from ui._compat import forget_choices
from ui.common_controls import named
from ui.detector import DEFAULT_ENGINE, ENGINES
from ui.library_words import in_words
from ui.tables import size_words
from ui.texts import text
from ui.visit import KEPT

PREFIX: Final = "accuracy."
_INPUTS: Final = ("sample", "own")
# Shorter sides; the longer one is a third longer, upright or across as the movement needs it.
_RESOLUTIONS_PX: Final = (192, 240, 360, 480, 720)
_DEFAULT_FIND: Final = FindOptions()
_DEFAULT_SCENE: Final = Scene()
_DEFAULT_RESOLUTION_PX: Final = min(_DEFAULT_SCENE.image_size)
_RATES: Final = (5.0, 10.0, 15.0, 25.0)
_DEFAULT_RATE: Final = 10.0


@dataclass(frozen=True)
class Looking:
    """How the clip is looked at.

    engine: which one answers. find: its options. min_visibility: points less visible give no angle, 0-1.
    """

    engine: EngineName = DEFAULT_ENGINE
    find: FindOptions = field(default_factory=FindOptions)
    min_visibility: float = DEFAULT_VISIBILITY


@dataclass(frozen=True)
class AccuracyChoice:
    """What is measured, and how. clip: the name of a kept sample, or the options of a clip to render."""

    clip: str | ClipOptions
    looking: Looking

    @property
    def question(self) -> Hashable:
        """Everything the measurement depends on."""
        return self.clip, self.looking


def choose_accuracy() -> AccuracyChoice:
    """Draw the groups "Input", "What to find" and "Advanced"; OptionsError when a clip cannot be rendered like that."""
    with st.sidebar:
        st.subheader(text("controls.input"))
        kind = st.segmented_control(
            **_labelled("input"), options=_INPUTS, default="sample", required=True, format_func=named("accuracy_input")
        )
        with st.container(key="controls-clip"):
            made = _sample() if kind == "sample" else _own()
        st.subheader(text("controls.find"))
        with st.container(key="controls-looking"):
            engine, find = _find_group()
        with st.expander(text("controls.advanced"), icon=":material/tune:"):
            confidences, min_visibility = _advanced_group()
            st.button(
                text("controls.reset"), help=text("controls.reset_help"), on_click=_reset, icon=":material/restart_alt:"
            )
    looking = Looking(engine, FindOptions(**find, **confidences), min_visibility)
    # Made at the end, so that a wrong number is told in the page and leaves the sidebar whole.
    return AccuracyChoice(made if isinstance(made, str) else _clip(made), looking)


def _sample() -> str:
    name: str = st.selectbox(
        **_labelled("sample"),
        options=list(SAMPLES),
        format_func=lambda each: in_words(SAMPLES[each].label),
        filter_mode=None,
    )
    return name


def _own() -> dict[str, Any]:
    values: dict[str, Any] = {}
    values["motion"] = st.selectbox(
        **_labelled("motion"),
        options=list(MOTIONS),
        format_func=lambda each: in_words(MOTIONS[each].label),
        filter_mode=None,
    )
    motion = MOTIONS[values["motion"]]
    values["azimuth_deg"] = st.slider(
        **_labelled("azimuth_deg"), min_value=-180, max_value=180, value=45, step=5, format="%d°"
    )
    values["figure"] = st.selectbox(
        **_labelled("figure"), options=list(FIGURES), format_func=lambda each: FIGURES[each].label, filter_mode=None
    )
    values["repetitions"] = st.slider(**_labelled("repetitions"), min_value=1, max_value=5, value=1)
    with st.expander(text("accuracy.movement"), icon=":material/directions_run:"):
        values |= _movement(motion)
    with st.expander(text("accuracy.recording"), icon=":material/videocam:"):
        values |= _recording()
    return values


def _movement(motion: Motion) -> dict[str, Any]:
    tempo = st.slider(**_labelled("tempo"), min_value=0.5, max_value=2.0, value=1.0, step=0.1, format="%.1f ×")
    depth = st.slider(**_labelled("depth"), min_value=0.3, max_value=1.15, value=1.0, step=0.05, format="percent")
    faults: Sequence[str] = ()
    if motion.faults:
        label, key = _labelled("faults"), f"{PREFIX}faults-{motion.name}"
        # A key for each exercise: not every one can have every fault.
        faults = st.pills(
            **{**label, "key": key},
            options=motion.faults,
            selection_mode="multi",
            format_func=lambda each: in_words(FAULTS[each]),
        )
    return {"tempo_s": motion.tempo_s / tempo, "depth": depth, "faults": tuple(faults)}


def _recording() -> dict[str, Any]:
    camera, light = _DEFAULT_SCENE.camera, _DEFAULT_SCENE.light
    return {
        "brightness": st.slider(
            **_labelled("brightness"),
            min_value=0.02,
            max_value=1.5,
            value=light.brightness,
            step=0.02,
            format="percent",
        ),
        # No bounds: the message about a number out of range says why it is one.
        "distance_m": st.number_input(**_labelled("distance_m"), value=camera.distance_m, step=0.1, format="%.1f"),
        "height_m": st.number_input(**_labelled("height_m"), value=camera.height_m, step=0.1, format="%.1f"),
        "noise": st.slider(**_labelled("noise"), min_value=0.0, max_value=60.0, value=_DEFAULT_SCENE.noise, step=0.5),
        "resolution_px": st.select_slider(
            **_labelled("resolution_px"), options=_RESOLUTIONS_PX, value=_DEFAULT_RESOLUTION_PX, format_func=_pixels
        ),
        "fps": st.select_slider(
            **_labelled("fps"),
            options=_RATES,
            value=_DEFAULT_RATE,
            format_func=lambda rate: text("accuracy.rate", rate=rate),
        ),
    }


def _clip(values: dict[str, Any]) -> ClipOptions:
    motion = MOTIONS[values["motion"]]
    size = image_size(values["resolution_px"], upright=motion.upright)
    camera = Camera(
        azimuth_deg=float(values["azimuth_deg"]), height_m=values["height_m"], distance_m=values["distance_m"]
    )
    scene = Scene(
        figure=FIGURES[values["figure"]],
        camera=camera,
        light=Light(brightness=values["brightness"]),
        image_size=size,
        noise=values["noise"],
    )
    options = MotionOptions(
        name=values["motion"],
        repetitions=values["repetitions"],
        tempo_s=values["tempo_s"],
        depth=values["depth"],
        faults=values["faults"],
    )
    return ClipOptions(scene=scene, motion=options, fps=values["fps"])


def image_size(shorter_px: int, *, upright: bool) -> tuple[int, int]:
    """`(width, height)` in the shape 3:4, upright or across."""
    longer_px = shorter_px * 4 // 3
    return (shorter_px, longer_px) if upright else (longer_px, shorter_px)


def _find_group() -> tuple[EngineName, dict[str, Any]]:
    engine: EngineName = st.selectbox(
        **_shared("engine"),
        options=ENGINES,
        index=ENGINES.index(DEFAULT_ENGINE),
        format_func=named("engine"),
        filter_mode=None,
    )
    smooth = st.toggle(**_labelled("smooth"), value=_DEFAULT_FIND.smooth)
    complexity = st.segmented_control(
        **_labelled("model_complexity"),
        options=(0, 1, 2),
        default=_DEFAULT_FIND.model_complexity,
        required=True,
        format_func=named("model_complexity"),
    )
    clahe = st.toggle(**_shared("clahe"))
    return engine, {"smooth": smooth, "model_complexity": complexity, "clahe": clahe}


def _advanced_group() -> tuple[dict[str, Any], float]:
    confidences = {
        name: st.slider(**_shared(name), min_value=0.05, max_value=0.95, value=getattr(_DEFAULT_FIND, name), step=0.05)
        for name in ("min_detection_confidence", "min_tracking_confidence")
    }
    min_visibility = st.slider(
        **_shared("min_visibility"), min_value=0.0, max_value=1.0, value=DEFAULT_VISIBILITY, step=0.05
    )
    return confidences, min_visibility


def _shared(name: str) -> dict[str, Any]:
    """As `_labelled`, in the words of the picture page's control."""
    return {"label": text(f"controls.{name}"), "help": text(f"controls.{name}_help"), **_kept(name)}


def _labelled(name: str) -> dict[str, Any]:
    """Label, help text and the key that lets the choice survive a page switch."""
    return {"label": text(f"accuracy.{name}"), "help": text(f"accuracy.{name}_help"), **_kept(name)}


def _kept(name: str) -> dict[str, Any]:
    return {"key": f"{PREFIX}{name}", **KEPT}


def _pixels(shorter_px: int) -> str:
    return size_words(image_size(shorter_px, upright=True))


def _reset() -> None:
    forget_choices(PREFIX)
