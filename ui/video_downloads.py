"""What can be taken home of a video: tables, files for OpenSim, a report, and the annotated video."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import IO, Final

import streamlit as st

from holistic_core.errors import VideoError
from holistic_core.export.html_report import Report
from holistic_core.export.movement_files import ANNOTATED_FILE, movement_files, movement_zip
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_filter import filtered_frames
from holistic_core.movement.filter_settings import FilterSettings
from ui.downloads import button
from ui.library_words import message_in_words
from ui.tables import size_words
from ui.texts import DEFAULT_LANGUAGE, language, text
from ui.video_compare import LastComparison, last_comparison
from ui.video_elements import file_link
from ui.video_file import ServedFile
from ui.video_runs import VideoResult
from ui.visit import in_language

_ZIP: Final = "clip.zip"
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
    """All files of one movement, in one row; each is made when it is wanted. What may be large comes by a link."""
    last = last_comparison()
    st.markdown(f"##### {text('picture.take_home')}")
    st.caption(text("video.files_note"))
    with st.container(horizontal=True, key="downloads"):
        for name, (file_name, mime) in _FILES.items():
            make = partial(one_file, result, settings, file_name, last, in_space=in_space)
            button(name, make, file_name, mime)
        if result.annotated is not None:
            file_link("video_mp4", result.annotated, ANNOTATED_FILE, kind="secondary")
        stem = PurePath(result.name).stem or "movement"
        file_link("video_zip", _zip(result, settings, last, in_space=in_space), f"{stem}.zip", kind="primary")


def report_of(result: VideoResult, settings: FilterSettings, last: LastComparison, *, in_space: bool) -> Report:
    """What the files are made of. last: in the report when it is of this movement."""
    movement, options = result.movement, result.question[2]
    used = None if settings.kind == "none" else settings
    info = movement.info
    with in_language(DEFAULT_LANGUAGE):  # as all of the report
        facts = {text("video.fact_size"): size_words(info.size)}
        if info.full_size != info.size:
            facts[text("video.fact_full_size")] = size_words(info.full_size)
    return Report(
        SessionHeader(result.question[1], options.find, movement.exercise, source=result.name, filter=used),
        filtered_frames(result.frames, used),
        datetime.now().astimezone(),
        movement.repetitions,
        measured=None if used is None else result.frames,
        in_space=in_space,
        video=facts,
        notes=() if movement.ended_early is None else (movement.ended_early,),
        comparison=last.of(result, settings, in_space=in_space),
    )


def one_file(
    result: VideoResult, settings: FilterSettings, name: str, last: LastComparison, *, in_space: bool
) -> bytes:
    """The bytes of one file; where there is nothing for it, a text that says why."""
    report = report_of(result, settings, last, in_space=in_space)
    made = movement_files(report, ("csv", "json", "parquet", "trc", "mot", "report"))[name]
    try:
        return b"".join(made())
    except VideoError as error:
        # A download cannot show a message; the file is one.
        return f"{message_in_words(str(error))}\n".encode()


@dataclass(frozen=True, eq=False)
class _Zip:
    """This visitor's ZIP: what it is of, and where it is fetched."""

    of: tuple[object, ...]
    file: ServedFile


def _zip(result: VideoResult, settings: FilterSettings, last: LastComparison, *, in_space: bool) -> ServedFile:
    """Every file, and the annotated video; the address is the same until something else is chosen."""
    spoken = language()
    of = (result.key, settings, in_space, spoken)
    known: _Zip | None = st.session_state.get(_ZIP)
    if known is None or known.of != of:
        if known is not None:
            known.file.withdraw()
        writer = zip_writer(result, settings, last, in_space=in_space, spoken=spoken)
        known = _Zip(of, ServedFile(writer, "application/zip"))
        st.session_state[_ZIP] = known
    return known.file


def zip_writer(
    result: VideoResult, settings: FilterSettings, last: LastComparison, *, in_space: bool, spoken: str
) -> Callable[[IO[bytes]], None]:
    """What writes the ZIP, on any thread. It does not keep the result: FileNotFoundError when that was discarded."""
    still = weakref.ref(result)

    def write(file: IO[bytes]) -> None:
        there = still()
        if there is None or there.folder.deleted:
            raise FileNotFoundError
        with in_language(spoken):
            report = report_of(there, settings, last, in_space=in_space)
        movement_zip(file, report, mp4=there.movement.mp4)

    return write
