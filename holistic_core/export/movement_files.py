"""Which files a movement is taken home as: their names, and what writes each of them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, Literal

from holistic_core.errors import VideoError
from holistic_core.export.html_report import Report, html_report
from holistic_core.export.opensim_mot import opensim_mot
from holistic_core.export.opensim_trc import opensim_trc
from holistic_core.export.session import session_json
from holistic_core.export.session_parquet import session_parquet
from holistic_core.export.session_tables import repetitions_csv, session_csv_angles, session_csv_wide
from holistic_core.export.session_zip import (
    ANGLES_FILE,
    LANDMARKS_FILE,
    REPETITIONS_FILE,
    SESSION_FILE,
    file_pieces,
    session_zip,
)

MovementFormat = Literal["csv", "json", "parquet", "trc", "mot", "report"]

ANNOTATED_FILE: Final = "annotated.mp4"
PARQUET_FILE: Final = "movement.parquet"
TRC_FILE: Final = "movement.trc"
MOT_FILE: Final = "movement.mot"
REPORT_FILE: Final = "report.html"
FILES_OF: Final[Mapping[MovementFormat, tuple[str, ...]]] = MappingProxyType(
    {
        "csv": (ANGLES_FILE, LANDMARKS_FILE, REPETITIONS_FILE),
        "json": (SESSION_FILE,),
        "parquet": (PARQUET_FILE,),
        "trc": (TRC_FILE,),
        "mot": (MOT_FILE,),
        "report": (REPORT_FILE,),
    }
)


def movement_files(report: Report, formats: Collection[MovementFormat]) -> dict[str, Callable[[], Iterator[bytes]]]:
    """File name → what gives its pieces. Made when called; VideoError then where a movement has nothing for it."""
    header, frames = report.header, report.frames
    name = header.source or "movement"
    writers: dict[str, Callable[[], Iterator[bytes]]] = {
        ANGLES_FILE: lambda: session_csv_angles(frames),
        LANDMARKS_FILE: lambda: session_csv_wide(frames),
        REPETITIONS_FILE: lambda: iter([repetitions_csv(report.repetitions).encode("utf-8")]),
        SESSION_FILE: lambda: session_json(header, frames),
        PARQUET_FILE: lambda: session_parquet(header, frames),
        TRC_FILE: lambda: opensim_trc(frames, name=TRC_FILE),
        MOT_FILE: lambda: opensim_mot(frames, name=name, in_space=report.in_space),
        REPORT_FILE: lambda: html_report(report),
    }
    return {file: writers[file] for each, files in FILES_OF.items() if each in formats for file in files}


def movement_zip(
    target: IO[bytes],
    report: Report,
    formats: Collection[MovementFormat] = tuple(FILES_OF),
    *,
    mp4: Path | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[str, ...]:
    """Tables and JSON, and of the other formats those chosen, as one ZIP; with the annotated video when it is given.

    Written piece by piece, so memory stays bounded. on_progress: told the share, 0-1; what it raises ends it.
    Returned: what to tell people about formats for which the movement has nothing (nobody seen well enough).
    """
    more: dict[str, Iterator[bytes]] = {}
    left_out = []
    for name, made in movement_files(report, set(formats) - {"csv", "json"}).items():
        try:
            more[name] = made()
        except VideoError as error:
            left_out.append(str(error))
    if mp4 is not None:
        more[ANNOTATED_FILE] = file_pieces(mp4)
    session_zip(target, report.header, report.frames, report.repetitions, more=more, on_progress=on_progress)
    return tuple(left_out)
