"""A small rendered picture of what is chosen, so that nobody waits for a clip that shows something else."""

from dataclasses import replace
from typing import Final

import streamlit as st

from holistic_core.coach.clip import ClipOptions
from holistic_core.coach.motions import duration_s, moment_of
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.scene import Scene
from holistic_core.media.pictures import encode_picture
from ui.accuracy_choice import PREFIX, image_size
from ui.bounded import Bounded
from ui.texts import text

# Rendered in a fifth of a second.
_SHORTER_PX: Final = 360
_PICTURES_BYTES: Final = 6_000_000
_STEPS: Final = 40


@st.cache_resource(show_spinner=False)
def _pictures() -> Bounded[bytes]:
    return Bounded(_PICTURES_BYTES, len)


@st.fragment
def show_preview(clip: ClipOptions, frames: int) -> None:
    """One moment of the clip, to be chosen with a slider. The fragment alone runs again when it is moved."""
    seconds = duration_s(clip.motion)
    picture_column, _ = st.columns([3, 2], gap="large")
    with picture_column:
        share = st.slider(
            text("accuracy.preview_moment"),
            min_value=0.0,
            max_value=1.0,
            value=0.5,
            step=1 / _STEPS,
            format="percent",
            help=text("accuracy.preview_moment_help"),
            key=f"{PREFIX}preview_moment",
            persist_state="session",
        )
        with st.container(key="figure-preview"):
            st.image(
                preview_jpeg(clip, share * seconds),
                caption=text("accuracy.preview", frames=frames, seconds=seconds),
            )


def preview_jpeg(clip: ClipOptions, time_s: float) -> bytes:
    """A moment of a clip, small; remembered, because the slider comes back to where it was."""
    scene = _small(clip.scene)
    return _pictures().get((scene, clip.motion, time_s), lambda: _rendered(scene, clip, time_s))


def _small(scene: Scene) -> Scene:
    width, height = scene.image_size
    size = image_size(min(_SHORTER_PX, width, height), upright=height >= width)
    # Blur is in pixels of the full picture.
    return replace(scene, image_size=size, blur_px=scene.blur_px * min(size) / min(width, height))


def _rendered(scene: Scene, clip: ClipOptions, time_s: float) -> bytes:
    return encode_picture(Renderer(scene).render(moment_of(clip.motion, time_s, scene.figure).pose), "jpeg")
