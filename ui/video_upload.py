"""A visitor's clip: written to a temporary file of the session, which is deleted with it or when another one comes."""

import secrets
import shutil
import tempfile
import threading
import weakref
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from holistic_core.errors import VideoError
from holistic_core.media.video_limits import VideoLimits
from ui._compat import release_upload
from ui.library_words import in_words
from ui.texts import text
from ui.video_controls import PREFIX

_CLIP: Final = "clip.upload"
_TURN: Final = "clip.turn"
_PIECE_BYTES: Final = 1 << 20


class TemporaryFolder:
    """A folder for files of one session; it is deleted when nobody holds it any more, at the latest at the end."""

    _lock: ClassVar = threading.Lock()
    _all: ClassVar["weakref.WeakSet[TemporaryFolder]"] = weakref.WeakSet()

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="holistic-"))
        # Not `TemporaryDirectory`, which warns when it is not closed by hand.
        self._delete = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        with self._lock:
            self._all.add(self)

    @classmethod
    def delete_all(cls) -> None:
        """For the end of the server: a process that is ended by SIGTERM runs no finalizers."""
        with cls._lock:
            folders = list(cls._all)
        for folder in folders:
            folder.delete()

    def delete(self) -> None:
        """Delete it now, whoever still holds it; a second time does nothing."""
        self._delete()

    @property
    def deleted(self) -> bool:
        """Whether it was deleted."""
        return not self._delete.alive

    def __truediv__(self, name: str) -> Path:
        return self.path / name


@dataclass(frozen=True, eq=False)
class VideoFile:
    """A clip on disk. name: what the visitor calls it. token: tells it from others. folder: what it lies in."""

    name: str
    folder: TemporaryFolder
    megabytes: float
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    @cached_property
    def path(self) -> Path:
        """Where it lies; without an ending, because the content decides."""
        return self.folder / "source"

    @classmethod
    def of_upload(cls, upload: UploadedFile, limits: VideoLimits) -> "VideoFile":
        """Write what came to disk; VideoError when it is empty or too large, or the disk is full."""
        limits.check_bytes(upload.name, upload.size)
        made = cls(upload.name, TemporaryFolder(), upload.size / 1e6)
        upload.seek(0)
        try:
            with made.path.open("wb") as file:
                shutil.copyfileobj(upload, file, _PIECE_BYTES)
        except OSError as error:
            raise VideoError(
                f"{upload.name} cannot be stored on this server ({error.strerror}). Try a smaller one."
            ) from error
        return made


def choose_upload(slot: str = "") -> VideoFile | VideoError | None:
    """Draw the uploader and what was brought before: a clip, or why it cannot be taken; None when there is nothing.

    slot: tells uploaders of one page apart.
    """
    limits = VideoLimits.from_environment()
    turn = st.session_state.get(_TURN + slot, 0)
    key = f"{PREFIX}uploader{slot}-{turn}"
    # No `type`: it filters by file name, and the content decides what a file is.
    st.file_uploader(
        text("video.second" if slot else "video.upload"),
        help=text("video.upload_help", limits=in_words(limits.text)),
        max_upload_size=max(1, int(limits.megabytes)),
        key=key,
        on_change=_take,
        args=(slot, key),
    )
    clip: VideoFile | VideoError | None = st.session_state.get(_CLIP + slot)
    if isinstance(clip, VideoFile):
        st.caption(text("video.brought", name=clip.name, megabytes=clip.megabytes))
        st.button(
            text("video.forget"), on_click=_forget, args=(slot,), icon=":material/delete:", key=f"video-forget{slot}"
        )
    return clip


def _take(slot: str, key: str) -> None:
    upload = st.session_state[key]
    if not isinstance(upload, UploadedFile):
        # Taken away by the visitor; or taken already, and the browser has not heard of it yet.
        return
    clip: VideoFile | VideoError
    try:
        clip = VideoFile.of_upload(upload, VideoLimits.from_environment())
    except VideoError as error:
        clip = error
    _delete(slot)
    # A new uploader instead of the one that holds the file: in memory it is needed no more.
    st.session_state[_CLIP + slot] = clip
    st.session_state[_TURN + slot] = st.session_state.get(_TURN + slot, 0) + 1
    release_upload(upload)


def _forget(slot: str) -> None:
    _delete(slot)
    st.session_state.pop(_CLIP + slot, None)


def _delete(slot: str) -> None:
    before = st.session_state.get(_CLIP + slot)
    if isinstance(before, VideoFile):
        before.folder.delete()
