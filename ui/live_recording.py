"""Recording on the live page: start and stop, a snapshot of the picture, then charts of the session and its files."""

from typing import Any, Final

import streamlit as st

from holistic_core.charts.look import config
from holistic_core.charts.session import session_angles, session_speed
from holistic_core.export.session import SessionHeader
from holistic_core.live.recording import Recording
from holistic_core.live.recording_files import RecordingFiles
from holistic_core.live.viewer import LiveViewer
from holistic_core.media.pictures import encode_picture
from ui.downloads import button
from ui.errors import shown
from ui.library_words import figure_in_words
from ui.live_charts import chosen_angles, chosen_in_space
from ui.live_controls import PREFIX
from ui.live_slot import LiveSlot
from ui.texts import text

_REFRESH_S: Final = 1.0
_PATIENCE_S: Final = 3.0
_CSV, _JSON, _GZIP, _ZIP = "text/csv", "application/json", "application/gzip", "application/zip"


def show_recording(slot: LiveSlot) -> None:
    """Draw the row of buttons and, once something is recorded and stopped, its charts and downloads."""
    viewer = slot.viewer
    if viewer is None:
        return
    recording = viewer.status().recording
    with st.container(horizontal=True, key="live-record"):
        if viewer.is_recording:
            st.button(
                text("live.record_stop"),
                on_click=viewer.stop_recording,
                type="primary",
                icon=":material/stop_circle:",
                key="record-stop",
            )
        elif slot.live:
            face = bool(st.session_state.get(f"{PREFIX}record_face"))
            st.button(
                text("live.record_start"),
                on_click=viewer.start_recording,
                kwargs={"face": face},
                help=text("live.record_help"),
                icon=":material/fiber_manual_record:",
                key="record-start",
            )
        if slot.live or viewer.overlay is not None:
            button("snapshot", lambda: _png(viewer), "snapshot.png", "image/png")
    if slot.live and not viewer.is_recording:
        st.checkbox(
            text("live.record_face"),
            help=text("live.record_face_help"),
            key=f"{PREFIX}record_face",
            persist_state="session",
        )
    if viewer.is_recording:
        _progress(viewer)
    elif recording is not None and recording.frames:
        _session(recording, viewer)


def _png(viewer: LiveViewer) -> bytes:
    if viewer.overlay is None:
        viewer.wait_for_frame(_PATIENCE_S)
    overlay = viewer.overlay
    return b"" if overlay is None else encode_picture(overlay.rgb, "png")


def _progress(viewer: LiveViewer) -> None:
    @st.fragment(run_every=_REFRESH_S)
    def progress() -> None:
        recording = viewer.status().recording
        if not viewer.is_recording or recording is None:
            # Full, or the visitor has stopped: the charts take this place.
            st.rerun(scope="app")
        else:
            share = min(recording.duration_s / recording.longest_s, 1.0)
            words = text(
                "live.recording", seconds=recording.duration_s, frames=recording.frames, mb=recording.memory_mb
            )
            st.progress(share, text=words)

    progress()


def _session(recording: Recording, viewer: LiveViewer) -> None:
    """Charts and files of a finished recording."""
    status, options = viewer.status(), viewer.options
    repetitions = () if status.exercise is None else status.exercise.done
    header = SessionHeader(engine=status.engine, find=options.find, exercise=options.exercise)
    files = RecordingFiles.of(recording, header, repetitions)
    frames = files.frames
    with st.container(key="live-session"), shown():
        st.subheader(text("live.session_title"))
        st.caption(text("live.session_caption", seconds=recording.duration_s, frames=len(frames)))
        if recording.why_full is not None:
            st.info(text(f"live.full_{recording.why_full}"), icon=":material/timer:")
        names, in_space = chosen_angles(), chosen_in_space()
        ends_s = [each.end_s for each in files.repetitions]
        angles = {name: frames.of(name, in_space=in_space) for name in names}
        _plot(session_angles(frames.times_s, angles, repetitions_s=ends_s), "session-angles")
        _plot(session_speed(frames.times_s, frames.latency_ms), "session-speed")
        with st.container(horizontal=True, key="session-downloads"):
            button("session_angles", files.angles_csv, "angles.csv", _CSV)
            button("session_landmarks", files.landmarks_csv, "landmarks.csv", _CSV)
            packed = files.json_name.endswith(".gz")
            button("session_json", files.json, files.json_name, _GZIP if packed else _JSON)
            button("session_zip", files.zip, "session.zip", _ZIP, kind="primary")


def _plot(figure: Any, key: str) -> None:
    st.plotly_chart(figure_in_words(figure), width="stretch", key=key, config={**config(key), "displayModeBar": True})
