"""The camera of the live page: the video element, and the visitor's seat for as long as it plays."""

import secrets
from typing import Any, Final

import streamlit as st

from holistic_core.errors import BusyError
from ui.connection_check import webrtc_translations
from ui.errors import message_for
from ui.ice import IceServers, browser_configuration, server_configuration
from ui.live_controls import LiveChoice
from ui.live_room import live_room
from ui.live_slot import LiveSlot
from ui.texts import text

_KEY: Final = "live-camera"
_VISITOR: Final = "live-visitor"
_LOOK_EVERY_S: Final = 2.0
# iOS plays a video inside the page only with these two, and browsers start it by themselves only when it is muted.
_VIDEO: Final[dict[str, Any]] = {
    "autoPlay": True,
    "controls": False,
    "muted": True,
    "playsInline": True,
    "style": {"width": "100%", "borderRadius": "0.5rem", "backgroundColor": "#000"},
}


def visitor_id() -> str:
    """A name for this visitor that nobody else knows."""
    if _VISITOR not in st.session_state:
        st.session_state[_VISITOR] = secrets.token_hex(8)
    name: str = st.session_state[_VISITOR]
    return name


@st.fragment
def show_camera(slot: LiveSlot, choice: LiveChoice, ice: IceServers) -> None:
    """Draw the video with its START button, or say why there is none.

    The fragment alone runs again for each thing that browser and server tell each other while they connect: the page
    around it would be drawn anew every time, on the thread that connects.
    """
    if slot.ended_because:
        _ended(slot)
        return
    if camera_is_on() and not (slot.live and slot.source == "camera"):
        try:
            slot.enter_camera(choice.engine, choice.options)
        except BusyError as error:
            _wait_for_a_seat(message_for(error))
            return
    if not slot.live and _full():
        _wait_for_a_seat(text("live.full", limit=live_room().limit))
        return
    # Imported by the first script that shows it: earlier, its files would never be served.
    from streamlit_webrtc import WebRtcMode, webrtc_streamer  # noqa: PLC0415

    context = webrtc_streamer(
        key=_KEY,
        mode=WebRtcMode.SENDRECV,
        frontend_rtc_configuration=browser_configuration(ice),
        server_rtc_configuration=server_configuration(ice),
        media_stream_constraints=choice.camera.constraints,
        source_video_track=slot.track,
        sink_video_track=slot.sink,
        sendback_audio=False,
        video_html_attrs=_VIDEO,
        translations=webrtc_translations(),
        media_toggle_controls=False,
    )
    if slot.live and not (context.state.playing or context.state.signalling):
        slot.leave()
        # The sidebar and the panel were drawn for somebody who is live.
        st.rerun()


def camera_is_on() -> bool:
    """Whether the visitor has pressed START and not STOP, as far as is known before the video element is drawn."""
    from streamlit_webrtc.component import generate_frontend_component_key  # noqa: PLC0415 -- as above

    value = st.session_state.get(generate_frontend_component_key(_KEY))
    return bool(value and (value.get("sdpOffer") or value.get("playing")))


def _full() -> bool:
    status = live_room().status()
    return status.viewers >= status.limit


def _wait_for_a_seat(message: str) -> None:
    st.info(message, icon=":material/hourglass_top:")
    st.caption(text("live.full_meanwhile"))

    @st.fragment(run_every=_LOOK_EVERY_S)
    def look() -> None:
        if not _full():
            st.rerun(scope="app")

    look()


def _ended(slot: LiveSlot) -> None:
    st.warning(text(f"live.ended_{slot.ended_because}"), icon=":material/videocam_off:")

    def again() -> None:
        slot.ended_because = None

    st.button(text("live.again"), on_click=again, type="primary", icon=":material/play_arrow:")
