"""The sidebar group "Input": which pictures to look at. They stay with the visitor's session across page switches."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from holistic_core.media.limits import PictureLimits
from ui.sample import sample_bytes
from ui.tables import listed
from ui.texts import text

MOST_PICTURES: Final = 100

_SOURCES: Final = ("upload", "camera", "sample")
_CHOICE: Final = "input.source"
_UPLOADER: Final = "input.uploader"
_CAMERA: Final = "input.camera"
_UPLOADED: Final = "input.uploaded"
_SNAPSHOT: Final = "input.snapshot"


@dataclass(frozen=True)
class Source:
    """An encoded picture as it came, with the SHA-256 of its content."""

    name: str
    data: bytes = field(repr=False)
    digest: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Source":
        """The source of `data`."""
        return cls(name, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class PictureInput:
    """The visitor's pictures, or the sample as long as there are none.

    refused: how many pictures above `MOST_PICTURES` are left out.
    """

    sources: tuple[Source, ...]
    is_sample: bool
    refused: int = 0


def sample_source() -> Source:
    """The picture of the coach that every page can show at once."""
    return Source.of(text("input.sample_name"), sample_bytes())


def choose_pictures() -> PictureInput:
    """Draw the group in the sidebar and give back what is to be looked at."""
    with st.sidebar:
        st.subheader(text("controls.input"))
        kind = st.segmented_control(
            text("input.source"),
            options=_SOURCES,
            default=_SOURCES[0],
            required=True,
            format_func=lambda option: text(f"option.source.{option}"),
            help=text("input.source_help"),
            key=_CHOICE,
            persist_state="session",
        )
        if kind == "upload":
            sources = _uploaded()
        elif kind == "camera":
            sources = _snapshot()
        else:
            sources = ()
    if not sources:
        return PictureInput((sample_source(),), is_sample=True)
    return PictureInput(sources[:MOST_PICTURES], is_sample=False, refused=max(0, len(sources) - MOST_PICTURES))


def _uploaded() -> tuple[Source, ...]:
    # No `type`: it filters by file name, and the content decides what a file is.
    widget = st.file_uploader(
        text("input.upload"),
        accept_multiple_files=True,
        max_upload_size=int(PictureLimits().max_bytes / 1e6),
        help=text("input.upload_help", formats=PictureLimits().text, most=MOST_PICTURES),
        key=_UPLOADER,
        on_change=_remember_uploads,
    )
    remembered: tuple[Source, ...] = st.session_state.get(_UPLOADED, ())
    if remembered and not widget:
        # The widget forgets its files on a page switch; the visitor should not have to bring them again.
        st.caption(text("input.kept", count=len(remembered), names=_names(remembered)))
        st.button(text("input.forget"), on_click=_forget, icon=":material/delete:")
    return remembered


def _snapshot() -> tuple[Source, ...]:
    st.camera_input(text("input.camera"), help=text("input.camera_help"), key=_CAMERA, on_change=_remember_snapshot)
    snapshot: Source | None = st.session_state.get(_SNAPSHOT)
    return () if snapshot is None else (snapshot,)


def _remember_uploads() -> None:
    kept = {source.name: source for source in st.session_state.get(_UPLOADED, ())}
    sources = []
    for upload in st.session_state[_UPLOADER]:
        data = upload.getvalue()
        known = kept.get(upload.name)
        sources.append(known if known is not None and known.data == data else Source.of(upload.name, data))
    st.session_state[_UPLOADED] = tuple(sources)


def _remember_snapshot() -> None:
    shot = st.session_state[_CAMERA]
    st.session_state[_SNAPSHOT] = None if shot is None else Source.of(text("input.snapshot_name"), shot.getvalue())


def _forget() -> None:
    st.session_state.pop(_UPLOADED, None)


def _names(sources: tuple[Source, ...]) -> str:
    shown = listed(source.name for source in sources[:3])
    return shown if len(sources) <= 3 else f"{shown}, …"  # noqa: PLR2004 -- three names fill the sidebar's line
