"""Live: your own movement in the camera, with its joint angles, repetitions and speed, as it happens."""

from functools import partial

import streamlit as st

from ui.connection_check import show_connection_check
from ui.errors import shown
from ui.explain import how_this_works
from ui.ice import ice_servers
from ui.layout import page_title
from ui.live_camera import camera_is_on, show_camera, visitor_id
from ui.live_charts import chosen_angles, chosen_in_space, show_angles, show_speed
from ui.live_coach import show_coach
from ui.live_controls import LiveChoice, choose_live
from ui.live_explain import show_pipeline
from ui.live_feed import open_feed
from ui.live_host import host_controls
from ui.live_panel import show_panel
from ui.live_recording import show_recording
from ui.live_slot import LiveSlot, Shown, live_slot
from ui.live_snapshot import show_snapshots
from ui.texts import text


def _configure(slot: LiveSlot, choice: LiveChoice) -> None:
    """What was changed in the sidebar, while it plays."""
    if slot.source not in (None, choice.source):
        slot.forget()
    slot.note_end()
    with shown():
        slot.configure(choice.engine, choice.options)
    slot.shown = Shown(choice.options, tuple(chosen_angles()), chosen_in_space(), choice.sound)
    open_feed(slot)


page_title("live")
lead_place = st.container()
with st.container(key="phone-hint"):
    st.caption(text("live.phone_hint"))
slot = live_slot()
picture_column, panel_column = st.columns([3, 2], gap="large")
speed_place, check_place = st.container(), st.container()
choice: LiveChoice | None = None
with picture_column, shown():
    choice = choose_live(playing=camera_is_on())
    _configure(slot, choice)
    if choice.source == "camera":
        ice = ice_servers(visitor_id())
        with check_place, st.expander(text("live.check_title"), icon=":material/network_check:"):
            show_connection_check(ice, choice.camera.constraints["video"])
        show_camera(slot, choice, ice)
    elif choice.source == "coach":
        show_coach(slot, choice)
    else:
        show_snapshots(slot, choice)
with lead_place:
    st.markdown(text("live.lead" if choice is None or choice.source == "camera" else f"live.lead_{choice.source}"))
if choice is not None:
    with picture_column, shown():
        show_recording(slot)
        show_angles(slot)
    with panel_column, shown():
        show_panel(slot, choice)
    with speed_place, shown():
        show_speed(slot)
    host_controls()
    with shown():
        how_this_works("live", partial(show_pipeline, slot))
