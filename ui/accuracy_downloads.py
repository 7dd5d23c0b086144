"""What can be taken home of an accuracy measurement: tables, everything as JSON, and the clip with its truth."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from holistic_core.coach.samples import clip_mp4
from holistic_core.coach.truth_json import to_json as truth_json
from holistic_core.measure import accuracy_files
from holistic_core.media.pictures import read_picture
from holistic_core.media.video_files import write_mp4
from ui.accuracy_measured import Measured
from ui.downloads import button
from ui.texts import text

_CSV: Final = "text/csv"
_JSON: Final = "application/json"
_NPZ: Final = "application/octet-stream"
_ZIP: Final = "application/zip"
_MP4: Final = "video/mp4"


def download_row(measured: Measured) -> None:
    """All files of one measurement, as buttons in one row; each is made when it is pressed."""
    st.markdown(f"##### {text('picture.take_home')}")
    with st.container(horizontal=True, key="downloads"):
        for name, (file_name, mime, make) in _files(measured).items():
            button(name, make, file_name, mime)
        button("accuracy_zip", lambda: zip_of(measured), "accuracy.zip", _ZIP, kind="primary")


def zip_of(measured: Measured) -> bytes:
    """Every file of the row, and the picture that is shown first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, _, make in _files(measured).values():
            archive.writestr(file_name, make())
        archive.writestr("comparison.jpg", measured.drawn_jpeg(measured.first_look))
    return packed.getvalue()


def _files(measured: Measured) -> Mapping[str, tuple[str, str, Callable[[], bytes]]]:
    run = measured.run
    return {
        "accuracy_summary": ("summary.csv", _CSV, lambda: accuracy_files.summary_csv(run).encode()),
        "accuracy_frames": ("angles.csv", _CSV, lambda: accuracy_files.frames_csv(run).encode()),
        "accuracy_joints": ("joints.csv", _CSV, lambda: accuracy_files.joints_csv(run).encode()),
        "accuracy_json": ("accuracy.json", _JSON, lambda: accuracy_files.to_json(run).encode()),
        "accuracy_npz": ("accuracy.npz", _NPZ, lambda: accuracy_files.to_npz(run)),
        "accuracy_clip": ("clip.mp4", _MP4, lambda: _clip(measured)),
        "accuracy_truth": ("clip.json", _JSON, lambda: truth_json(measured.truth).encode()),
    }


def _clip(measured: Measured) -> bytes:
    """The kept file of a sample; another clip is encoded from its pictures."""
    if measured.sample is not None and measured.complete:
        return clip_mp4(measured.sample)
    frames = (read_picture(jpeg, name=measured.name).rgb for jpeg in measured.jpegs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clip.mp4")
        write_mp4(path, frames, measured.truth.fps)
        return path.read_bytes()
