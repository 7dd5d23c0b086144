"""Snapshots on the live page: one picture at a time, for those whose network or camera lets no video through."""

import hashlib
from typing import Final

import numpy as np
import streamlit as st

from holistic_core.errors import HolisticError
from holistic_core.media.pictures import encode_picture, read_picture
from holistic_core.media.scaling import scaled_to
from ui.errors import show_error
from ui.live_controls import LiveChoice
from ui.live_slot import LiveSlot
from ui.texts import text

_SEEN: Final = "live-snapshot-seen"
_LONGEST_PX: Final = 1280
_WAIT_S: Final = 10.0
_QUALITY: Final = 90


def show_snapshots(slot: LiveSlot, choice: LiveChoice) -> None:
    """Draw the camera's shutter, a place for files, and the last picture with its overlay."""
    st.caption(text("live.snapshot_lead"))
    taken = st.camera_input(text("live.snapshot_take"), key="live-snapshot")
    dropped = st.file_uploader(text("live.snapshot_drop"), key="live-snapshot-file")
    for picture in (taken, dropped):
        if picture is not None:
            data = picture.getvalue()
            _look(slot, choice, data, picture.name)
    overlay = None if slot.viewer is None or slot.source != "snapshot" else slot.viewer.overlay
    if overlay is not None:
        with st.container(key="figure-snapshot"):
            st.image(encode_picture(overlay.rgb, "jpeg", _QUALITY), caption=text("live.snapshot_caption"))


def _look(slot: LiveSlot, choice: LiveChoice, data: bytes, name: str) -> None:
    """Look at a picture once for each set of options."""
    digest = hashlib.sha256(data).hexdigest()
    question = (digest, choice.engine, choice.options)
    seen: dict[str, object] = st.session_state.setdefault(_SEEN, {})
    if seen.get(digest) == question and slot.source == "snapshot":
        return
    try:
        rgb = scaled_to(read_picture(data, name=name).rgb, _LONGEST_PX)
        if not (slot.live and slot.source == "snapshot"):
            slot.enter_snapshots(choice.engine, choice.options)
        slot.configure(choice.engine, choice.options)
    except HolisticError as error:
        show_error(error)
        return
    viewer = slot.viewer
    if viewer is None:
        return
    with st.spinner(text("live.snapshot_looking")):
        viewer.offer(lambda: np.asarray(rgb))
        if not viewer.wait_for_frame(_WAIT_S):
            st.warning(viewer.status().error or text("live.snapshot_slow"), icon=":material/hourglass_top:")
            return
    seen.clear()
    seen[digest] = question
