"""What can be taken home: buttons that make their file when they are pressed, and the ZIP with everything."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from holistic_core.charts import look
from holistic_core.errors import HolisticError
from holistic_core.export import PictureRecord, bundle, to_coco, to_csv_long, to_csv_wide, to_json
from holistic_core.media.pictures import encode_picture
from ui.errors import message_for
from ui.findings import Finding, Findings
from ui.library_words import figure_in_words
from ui.picture_input import Source
from ui.settings import Settings
from ui.tables import csv_of
from ui.texts import language, text
from ui.visit import in_language

_TOOL_BAR_PX: Final = 36
_PNG, _JPEG, _JSON, _CSV, _ZIP = "image/png", "image/jpeg", "application/json", "text/csv", "application/zip"


def record_of(source: Source, finding: Finding, settings: Settings) -> PictureRecord:
    """Everything that is known of a picture, for the exports."""
    return PictureRecord(
        name=source.name,
        image_size=finding.image_size,
        find=settings.find,
        engine=settings.engine,
        people=finding.people,
        advice=finding.advice,
    )


def download_row(source: Source, finding: Finding, findings: Findings, settings: Settings) -> None:
    """All files of one picture, as buttons in one row."""
    record = record_of(source, finding, settings)
    (stem,) = bundle.unique_stems([source.name])
    visibility = settings.draw.min_visibility

    def annotated(kind: Any) -> bytes:
        return encode_picture(findings.annotated(source, settings), kind)

    with st.container(horizontal=True, key="downloads"):
        button("png", lambda: annotated("png"), bundle.annotated_file(stem), _PNG)
        button("jpeg", lambda: annotated("jpeg"), f"{stem}_annotated.jpg", _JPEG)
        button("json", lambda: to_json(record, min_visibility=visibility).encode(), bundle.json_file(stem), _JSON)
        button("csv_long", lambda: to_csv_long([record]).encode(), f"{stem}_{bundle.LONG_FILE}", _CSV)
        button("csv_wide", lambda: to_csv_wide([record]).encode(), f"{stem}_{bundle.WIDE_FILE}", _CSV)
        button("coco", lambda: to_coco([record]).encode(), f"{stem}_{bundle.COCO_FILE}", _JSON)


def zip_button(sources: Sequence[Source], findings: Findings, settings: Settings) -> None:
    """Everything of all pictures in one file."""
    button("zip", lambda: zip_of(sources, findings, settings), "holistic.zip", _ZIP, kind="primary")


def zip_of(sources: Sequence[Source], findings: Findings, settings: Settings) -> bytes:
    """Annotated pictures, a JSON each, and the tables of all; pictures that cannot be read are listed in a text."""
    packed = io.BytesIO()
    records, problems = [], []
    visibility = settings.draw.min_visibility
    # Pictures are compressed already; only the tables shrink.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for source, stem in zip(sources, bundle.unique_stems([each.name for each in sources]), strict=True):
            try:
                record = record_of(source, findings.find(source, settings), settings)
                picture = encode_picture(findings.annotated(source, settings), "png")
            except HolisticError as error:
                problems.append(f"{source.name}: {message_for(error)}")
                continue
            archive.writestr(bundle.annotated_file(stem), picture)
            _write_text(archive, bundle.json_file(stem), to_json(record, min_visibility=visibility))
            records.append(record)
        for name, content in bundle.tables(records, ("csv", "coco"), min_visibility=visibility).items():
            _write_text(archive, name, content)
        if problems:
            _write_text(archive, text("download.problems_file"), "\n".join(problems) + "\n")
    return packed.getvalue()


def button(name: str, make: Callable[[], bytes], file_name: str, mime: str, *, kind: Any = "secondary") -> None:
    """A download button; the file is made when it is pressed, so that a rerun of the page costs nothing."""
    st.download_button(
        text(f"download.{name}"),
        data=_said_as_now(make),
        file_name=file_name,
        mime=mime,
        key=f"download-{name}",
        help=text(f"download.{name}_help"),
        on_click="ignore",
        type=kind,
        icon=":material/download:",
    )


def _said_as_now(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make` in the language of the page: the file is made on a thread that knows nothing of its visitor."""
    spoken = language()

    def made() -> bytes:
        with in_language(spoken):
            return make()

    return made


def chart(figure: Any, name: str, data: pd.DataFrame) -> None:
    """A chart that can be saved as PNG from its own tool bar, and a button for the data behind it."""
    # Always there: a finger cannot hover. From top to bottom in the margin, where no title is, however narrow it gets.
    figure.update_layout(
        modebar={"orientation": "v", "bgcolor": "rgba(0, 0, 0, 0)", "color": look.NEUTRAL, "activecolor": look.GRID},
        margin_r=max(_TOOL_BAR_PX, figure.layout.margin.r or 0),
    )
    config = {**look.config(name), "displayModeBar": True}
    st.plotly_chart(figure_in_words(figure), width="stretch", key=f"chart-{name}", config=config)
    data_button(name, data)


def data_button(name: str, data: pd.DataFrame | Callable[[], pd.DataFrame]) -> None:
    """A small button for a table as CSV; a function makes the table when the button is pressed."""
    st.download_button(
        text("download.data"),
        data=_said_as_now(lambda: csv_of(data() if callable(data) else data)),
        file_name=f"{name}.csv",
        mime=_CSV,
        key=f"data-{name}",
        help=text("download.data_help"),
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
    )


def _write_text(archive: zipfile.ZipFile, name: str, content: str) -> None:
    archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
