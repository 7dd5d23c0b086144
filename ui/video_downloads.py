"""What can be taken home of a video: tables, files for OpenSim, a report, and the annotated video."""

import tempfile
from datetime import datetime
from pathlib import PurePath
from typing import Final

import streamlit as st

from holistic_core.errors import VideoError
from holistic_core.export.html_report import Report
from holistic_core.export.movement_files import movement_files, movement_zip
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_filter import filtered_frames
from holistic_core.movement.filter_settings import FilterSettings
from ui.downloads import button
from ui.texts import text
from ui.video_runs import VideoResult

_OPENSIM: Final = "text/plain"
_FILES: Final = {
    "video_angles": ("angles.csv", "text/csv"),
    "video_landmarks": ("landmarks.csv", "text/csv"),
    "video_repetitions": ("repetitions.csv", "text/csv"),
    "video_json": ("session.json", "application/json"),
    "video_parquet": ("movement.parquet", "application/vnd.apache.parquet"),
    "video_trc": ("movement.trc", _OPENSIM),
    "video_mot": ("movement.mot", _OPENSIM),
    "video_report": ("report.html", "text/html"),
}


def download_row(result: VideoResult, settings: FilterSettings, *, in_space: bool) -> None:
    """All files of one movement, as buttons in one row; each is made when it is pressed."""
    st.markdown(f"##### {text('picture.take_home')}")
    st.caption(text("video.files_note"))
    with st.container(horizontal=True, key="downloads"):
        for name, (file_name, mime) in _FILES.items():
            button(name, lambda made=file_name: one_file(result, settings, made, in_space=in_space), file_name, mime)
        mp4 = result.movement.mp4
        if mp4 is not None:
            button("video_mp4", mp4.read_bytes, "annotated.mp4", "video/mp4")
        stem = PurePath(result.name).stem or "movement"
        button(
            "video_zip",
            lambda: zip_of(result, settings, in_space=in_space),
            f"{stem}.zip",
            "application/zip",
            kind="primary",
        )


def report_of(result: VideoResult, settings: FilterSettings, *, in_space: bool) -> Report:
    """What the files are made of."""
    movement, options = result.movement, result.question[2]
    used = None if settings.kind == "none" else settings
    info = movement.info
    return Report(
        SessionHeader(result.question[1], options.find, movement.exercise, source=result.name, filter=used),
        filtered_frames(result.frames, used),
        datetime.now().astimezone(),
        movement.repetitions,
        measured=None if used is None else result.frames,
        in_space=in_space,
        video={text("video.fact_size"): text("picture.size", width=info.size[0], height=info.size[1])},
        notes=() if movement.ended_early is None else (movement.ended_early,),
    )


def one_file(result: VideoResult, settings: FilterSettings, name: str, *, in_space: bool) -> bytes:
    """The bytes of one file; where there is nothing for it, a text that says why."""
    report = report_of(result, settings, in_space=in_space)
    made = movement_files(report, ("csv", "json", "parquet", "trc", "mot", "report"))[name]
    try:
        return b"".join(made())
    except VideoError as error:
        # A download cannot show a message; the file is one.
        return f"{error}\n".encode()


def zip_of(result: VideoResult, settings: FilterSettings, *, in_space: bool) -> bytes:
    """Every file, and the annotated video."""
    report = report_of(result, settings, in_space=in_space)
    with tempfile.TemporaryFile() as file:
        movement_zip(file, report, mp4=result.movement.mp4)
        file.seek(0)
        return file.read()
