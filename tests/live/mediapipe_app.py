"""What people write with `mp.solutions`: a Holistic of its own for every viewer, behind the same WebRTC path.

Its pictures are as large as the live page's, show the same parts and are mirrored too. It tells how many frames it has
looked at: with several viewers streamlit-webrtc sends the same picture object again under other times, two pictures get
one time, and the visitor's decoder shows rubbish in which no number can be read.
"""

import time
from typing import Any

import av
import mediapipe as mp
import numpy as np
import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

_SOLUTIONS: Any = mp.solutions
_PARTS = {
    "face_landmarks": _SOLUTIONS.holistic.FACEMESH_CONTOURS,
    "pose_landmarks": _SOLUTIONS.holistic.POSE_CONNECTIONS,
    "left_hand_landmarks": _SOLUTIONS.holistic.HAND_CONNECTIONS,
    "right_hand_landmarks": _SOLUTIONS.holistic.HAND_CONNECTIONS,
}


class Viewer:
    """One viewer's detector. seen: frames it has looked at; last_s: when the last of them was finished."""

    def __init__(self) -> None:
        self._holistic: Any = None
        self.seen = 0
        self.last_s = 0.0

    def see(self, frame: av.VideoFrame) -> av.VideoFrame:
        if self._holistic is None:
            self._holistic = _SOLUTIONS.holistic.Holistic()
        picture = frame.to_ndarray(format="rgb24")
        found = self._holistic.process(picture)
        for part, edges in _PARTS.items():
            points = getattr(found, part)
            if points is not None:
                dots = None if part == "face_landmarks" else _SOLUTIONS.drawing_utils.DrawingSpec(circle_radius=2)
                _SOLUTIONS.drawing_utils.draw_landmarks(picture, points, edges, dots)
        self.seen, self.last_s = self.seen + 1, time.monotonic()
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[:, ::-1]), format="rgb24")

    def end(self) -> None:
        if self._holistic is not None:
            self._holistic.close()
            self._holistic = None


if "viewer" not in st.session_state:
    st.session_state["viewer"] = Viewer()
viewer: Viewer = st.session_state["viewer"]
webrtc_streamer(
    key="camera",
    mode=WebRtcMode.SENDRECV,
    rtc_configuration={"iceServers": []},
    media_stream_constraints={"video": {"width": 640, "height": 480}, "audio": False},
    video_frame_callback=viewer.see,
    on_video_ended=viewer.end,
)


@st.fragment(run_every=0.5)
def show_count() -> None:
    st.text(f"{viewer.seen} frames until {viewer.last_s:.3f}")


show_count()
