"""The smallest page with a camera: connected and checked as the live page is, and every frame counted on the server."""

import av
import streamlit as st

from ui.connection_check import show_connection_check, webrtc_translations
from ui.ice import browser_configuration, ice_servers, server_configuration


class Count:
    def __init__(self) -> None:
        self.frames = 0

    def see(self, frame: av.VideoFrame) -> av.VideoFrame:
        self.frames += 1
        return frame


if "count" not in st.session_state:
    st.session_state["count"] = Count()
count: Count = st.session_state["count"]
ice = ice_servers("the visitor of a test")

from streamlit_webrtc import WebRtcMode, webrtc_streamer  # noqa: E402 -- not before the first run of a script

webrtc_streamer(
    key="camera",
    mode=WebRtcMode.SENDRECV,
    frontend_rtc_configuration=browser_configuration(ice),
    server_rtc_configuration=server_configuration(ice),
    media_stream_constraints={"video": {"width": 320, "height": 240}, "audio": False},
    video_frame_callback=count.see,
    translations=webrtc_translations(),
)


@st.fragment(run_every=0.5)
def show_count() -> None:
    st.text(f"{count.frames} frames")


show_count()
show_connection_check(ice)
