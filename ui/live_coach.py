"""The coach on the live page: a kept clip goes through the same pipeline on the server, for those without a camera."""

import base64
from typing import Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import BusyError
from holistic_core.media.pictures import encode_picture
from ui.errors import message_for, shown
from ui.library_words import in_words
from ui.live_controls import LiveChoice
from ui.live_slot import LiveSlot
from ui.texts import text

# Pictures travel through the page itself, where no video can be had: a few a second are enough to follow a movement.
_PICTURE_EVERY_S: Final = 0.2
_QUALITY: Final = 80


def show_coach(slot: LiveSlot, choice: LiveChoice) -> None:
    """Draw the playing clip with its buttons."""
    playing = slot.live and slot.source == "coach"
    if playing and slot.clip != choice.clip:
        slot.enter_coach(choice.engine, choice.options, choice.clip)
    with st.container(horizontal=True):
        if playing:
            st.button(text("live.stop"), on_click=slot.leave, icon=":material/stop:", key="coach-stop")
        else:
            started = st.button(
                text("live.play_coach"), type="primary", icon=":material/play_arrow:", key="coach-start"
            )
            if started:
                _start(slot, choice)
    if slot.ended_because:
        st.warning(text(f"live.ended_{slot.ended_because}"), icon=":material/videocam_off:")
    _picture(slot, choice.clip)


def _start(slot: LiveSlot, choice: LiveChoice) -> None:
    try:
        slot.enter_coach(choice.engine, choice.options, choice.clip)
    except BusyError as error:
        st.info(message_for(error), icon=":material/hourglass_top:")
    else:
        st.rerun()


def _picture(slot: LiveSlot, clip: str) -> None:
    truth = sample_truth(clip)
    count = truth.frames[-1].repetitions
    caption = text("live.coach_caption", label=in_words(SAMPLES[clip].label), count=count)

    @st.fragment(run_every=_PICTURE_EVERY_S if slot.live else None)
    def show() -> None:
        with shown(), st.container(key="figure-coach"):
            overlay = None if slot.viewer is None or slot.source != "coach" else slot.viewer.overlay
            if overlay is None:
                st.info(text("live.coach_idle"), icon=":material/sports_gymnastics:")
            else:
                # In the page itself: a file of its own would be gone before a busy browser asks for it.
                encoded = base64.b64encode(encode_picture(overlay.rgb, "jpeg", _QUALITY)).decode("ascii")
                st.image(f"data:image/jpeg;base64,{encoded}", caption=caption)

    show()
