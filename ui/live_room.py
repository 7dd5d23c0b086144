"""The live places of this server, shared by all visitors, and what their host may do.

Its variables stand in `holistic_core/configuration.py`, group "Live".
"""

import hmac

import streamlit as st

from holistic_core.configuration import Given, read
from holistic_core.live.room import Room, default_limit
from ui.detector import cached_detectors


def room_from(given: Given | None = None) -> Room:
    """The room as the host has set it up; OptionsError names a variable that is wrong."""
    viewers = read("HOLISTIC_LIVE_VIEWERS", given)
    return Room(default_limit() if viewers is None else viewers, read("HOLISTIC_LIVE_MEDIAPIPE", given))


@st.cache_resource(show_spinner=False, on_release=lambda room: room.stop_all())
def live_room() -> Room:
    """The one room of this process."""
    return room_from()


def host_may_stop() -> bool:
    """Whether the host has set a key."""
    return bool(read("HOLISTIC_HOST_KEY"))


def is_host(key: str) -> bool:
    """Whether this is the host's key; takes as long for a wrong one as for the right one."""
    wanted = read("HOLISTIC_HOST_KEY") or ""
    return bool(wanted) and hmac.compare_digest(key.encode(), wanted.encode())


def live_status() -> dict[str, int]:
    """How full the room is and how many streams the detectors have open, for machines."""
    status = live_room().status()
    streams = sum(len(detector.open_streams) for detector in cached_detectors())
    return {"viewers": status.viewers, "limit": status.limit, "mediapipe": status.mediapipe, "streams": streams}
