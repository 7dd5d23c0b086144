"""Many pictures: found one after the other with a progress bar, shown as a gallery and a table."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from ui.downloads import data_button, zip_button
from ui.errors import message_for
from ui.findings import Findings, without_mask
from ui.library_words import message_in_words
from ui.picture_input import Source
from ui.settings import Settings
from ui.tables import picture_table, show_table, size_words
from ui.texts import text

_TILE_PX: Final = 168
_STOPPED: Final = "gallery.stopped"
_PICKED: Final = "gallery.picked"


def show_gallery(sources: Sequence[Source], findings: Findings, settings: Settings) -> Source | None:
    """Find people in all pictures, show them side by side, and give back the one to look at more closely.

    None when no picture could be read, or none is done yet.
    """
    # Masks of many pictures would not fit into memory, and neither thumbnails nor the table need them.
    light = without_mask(settings)
    errors = _find_all(sources, findings, light)
    done = [source for source in sources if source not in errors and findings.known(source, light)]
    for source, reason in errors.items():
        st.error(text("gallery.skipped", name=source.name, reason=reason), icon=":material/broken_image:")
    if not done:
        return None
    st.subheader(text("gallery.title", done=len(done), count=len(sources)))
    _thumbnails(done, findings, light)
    table = picture_table([_row(source, findings, light, errors) for source in (*done, *errors)])
    show_table(table)
    with st.container(horizontal=True):
        zip_button(sources, findings, settings)
        data_button("pictures", table)
    st.divider()
    return st.selectbox(
        text("gallery.pick"), done, format_func=lambda source: source.name, help=text("gallery.pick_help"), key=_PICKED
    )


def _find_all(sources: Sequence[Source], findings: Findings, settings: Settings) -> dict[Source, str]:
    """What is wrong, by picture; everything else is remembered in `findings`."""
    batch = tuple(source.digest for source in sources), settings.question
    stopped = st.session_state.get(_STOPPED) == batch
    errors: dict[Source, str] = {}
    place = st.empty()
    waiting = sum(not findings.known(source, settings) for source in sources)
    if waiting and stopped:
        with place.container():
            st.warning(text("gallery.stopped", waiting=waiting, count=len(sources)), icon=":material/pause_circle:")
            st.button(text("gallery.continue"), on_click=_go_on, type="primary", icon=":material/play_arrow:")
    elif waiting:
        with place.container():
            bar = st.progress(0.0)
            st.button(text("gallery.cancel"), on_click=_stop, args=(batch,), icon=":material/stop:")
    for number, source in enumerate(sources, 1):
        known = findings.known(source, settings)
        if stopped and not known:
            continue
        if waiting and not stopped:
            progress = text("gallery.progress", number=number, count=len(sources), name=source.name)
            bar.progress((number - 1) / len(sources), text=progress)
        try:
            findings.find(source, settings)
        except Exception as error:  # one bad file must not keep the good ones back
            errors[source] = message_for(error)
    if waiting and not stopped:
        place.empty()
    return errors


def _thumbnails(sources: Sequence[Source], findings: Findings, settings: Settings) -> None:
    with st.container(horizontal=True, key="gallery"):
        for source in sources:
            st.image(findings.thumbnail_jpeg(source, settings), caption=source.name, width=_TILE_PX)


def _row(
    source: Source, findings: Findings, settings: Settings, errors: dict[Source, str]
) -> tuple[str, str, int | None, int | None, float | None, str]:
    if source in errors:
        return source.name, "", None, None, None, errors[source]
    finding = findings.find(source, settings)
    landmarks = sum(person.landmark_count for person in finding.people)
    advice = message_in_words(" ".join(finding.advice))
    remark = advice if finding.people else f"{text('nobody.short')} {advice}".rstrip()
    size = size_words(finding.image_size)
    return source.name, size, len(finding.people), landmarks, round(finding.total_ms, 1), remark


def _stop(batch: object) -> None:
    st.session_state[_STOPPED] = batch


def _go_on() -> None:
    st.session_state.pop(_STOPPED, None)
