"""What the host of a server may do on the live page: send all viewers away."""

import streamlit as st

from ui.live_room import host_may_stop, is_host, live_room
from ui.texts import text


def host_controls() -> None:
    """Draw the host's expander in the sidebar, where the host has set a key."""
    if not host_may_stop():
        return
    with st.sidebar, st.expander(text("live.host_title"), icon=":material/admin_panel_settings:"):
        key = st.text_input(
            text("live.host_key"), type="password", help=text("live.host_key_help"), key="live-host-key"
        )
        if st.button(text("live.host_stop"), key="live-host-stop", icon=":material/videocam_off:"):
            if is_host(key):
                st.success(text("live.host_stopped", count=live_room().stop_all()))
            else:
                st.error(text("live.host_wrong"), icon=":material/error:")
