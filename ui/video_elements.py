"""The video page's own elements: a player and download links that fetch from the server piece by piece."""

from typing import Any, Literal

import streamlit as st

from ui.steady_charts import component_file
from ui.texts import text
from ui.video_file import ServedFile


def player(file: ServedFile, label: str) -> None:
    """The video. It plays on while the page runs again: the element stays the same as long as its file does."""
    # Declared on every run: it belongs to the running server, of which a test has one for each page.
    element = st.components.v2.component(
        "video_player",
        html="<video controls playsinline preload='metadata'></video>",
        js=component_file("video_player.js"),
        isolate_styles=False,
    )
    element(key="video-element", data={"address": file.address, "label": label})


def file_link(name: str, file: ServedFile, file_name: str, *, kind: Literal["primary", "secondary"]) -> None:
    """What looks like a download button and is a link, so that the file never is in memory as a whole."""
    element = st.components.v2.component(
        "file_link",
        html="<a></a>",
        css=component_file("file_link.css"),
        js=component_file("file_link.js"),
        isolate_styles=False,
    )
    data: dict[str, Any] = {
        "address": file.download(file_name),
        "file_name": file_name,
        "label": text(f"download.{name}"),
        "help": text(f"download.{name}_help"),
        "kind": kind,
    }
    element(key=f"download-{name}", data=data, width="content")
